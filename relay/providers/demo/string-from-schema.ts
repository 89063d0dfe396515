import type { JsonObject, JsonValue } from '#shared/json.ts';
import type { Phrases } from './phrases.ts';
import { datesIn } from './dates.ts';
import type { Random } from './random.ts';
import { stringFromPattern } from './string-from-pattern.ts';
import { rankSentences } from './tasks/compress.ts';
import { definite, slots, type Subject } from './subject.ts';
import { capitalise, fill, sentences, withoutEndMark } from './text-tools.ts';

/** From what strings are made. */
export interface StringSource {
  readonly subject: string;
  readonly words: Subject;
  readonly phrases: Phrases;
  readonly random: Random;
  /** The subject was narrowed to one sentence on purpose. */
  readonly isOneSentence?: boolean;
}

/** A string that fits: pattern, format, lengths; else one that suits the member's name. */
export function stringFromSchema(schema: JsonObject, name: string, source: StringSource): string {
  const { pattern, format } = schema;
  if (typeof pattern === 'string') return stringFromPattern(pattern, source.random);
  const formatted = typeof format === 'string' ? ofFormat(format, source) : null;
  return fitLength(formatted ?? byName(name, source), schema, source);
}

function ofFormat(format: string, { words, random, subject }: StringSource): string | null {
  const word =
    (words.keywords[0] ?? 'weft')
      .normalize('NFD')
      .replace(/[^a-zA-Z]/g, '')
      .toLowerCase() || 'weft';
  const day = String(1 + random.integer(28)).padStart(2, '0');
  const month = String(1 + random.integer(12)).padStart(2, '0');
  const hex = (digits: number): string =>
    Array.from({ length: digits }, () => random.integer(16).toString(16)).join('');
  switch (format) {
    case 'email':
      return `${word}@example.org`;
    case 'uri':
    case 'url':
      return `https://example.org/${word}`;
    case 'date': {
      const said = datesIn(subject);
      return said.length > 0 ? random.pick(said) : `2026-${month}-${day}`;
    }
    case 'time':
      return `${String(random.integer(24)).padStart(2, '0')}:30:00Z`;
    case 'date-time':
      return `2026-${month}-${day}T09:30:00Z`;
    case 'uuid':
      return `${hex(8)}-${hex(4)}-4${hex(3)}-a${hex(3)}-${hex(12)}`;
    case 'hostname':
      return `${word}.example.org`;
    case 'ipv4':
      return `192.0.2.${1 + random.integer(254)}`;
    case 'ipv6':
      return `2001:db8::${hex(4)}`;
    default:
      return null;
  }
}

/** Names of members that ask for more than a word. */
const TITLE = /title|headline|heading|label|subject|titre|titel|título|titolo/i;
const NAME = /^(name|person|people|who|owner|author|nombre|nom|nome)s?$/i;
const QUESTION = /question|open|unknown|pregunta|frage|domanda|pergunta/i;
const LONG =
  /summary|description|text|content|body|reason|explanation|comment|notes?|abstract|paragraph|story|answer|bio|message|analysis|review/i;
const SENTENCE =
  /sentence|quote|task|action|step|goal|point|item|idea|pro$|pros|cons|advice|strength|weakness|highlight|need|fact|evidence|requirement|risk/i;
const SLOGAN = /slogan|tagline/i;

/** Taken from the text where it can be, so that what is extracted was there. */
function byName(name: string, source: StringSource): string {
  const { phrases, random, words } = source;
  const values = slotsOf(source);
  const said = sentences(source.subject);
  if (QUESTION.test(name)) {
    const asked = said.filter((sentence) => sentence.endsWith('?'));
    return asked.length > 0 && random.integer(2) === 0
      ? random.pick(asked)
      : fill(random.pick(phrases.free.questions), values);
  }
  if (LONG.test(name))
    return rankSentences(said, source.subject, phrases)[0]?.sentence ?? fill('{Topic}', values);
  if (SENTENCE.test(name))
    return withoutEndMark(
      said.length > 0 && /[.!?]$/.test(said[0] ?? '')
        ? random.pick(said)
        : fill(random.pick(phrases.free.items), values),
    );
  if (SLOGAN.test(name)) return capitalise(fill(random.pick(phrases.free.titles), values));
  if (NAME.test(name) && words.names.length > 0) return random.pick(words.names);
  if (TITLE.test(name))
    return (
      words.names.find((each) => each.includes(' ')) ??
      capitalise(fill(random.pick(phrases.free.titles), values))
    );
  const choices = [...words.keywords.slice(0, 12), ...words.things.map((thing) => definite(thing, phrases))];
  return choices.length > 0 ? random.pick(choices) : fill('{topic}', values);
}

function slotsOf({ words, phrases }: StringSource): { readonly [slot: string]: string } {
  const all = [...words.names, ...words.things.map((thing) => definite(thing, phrases)), ...words.keywords];
  const [topic = phrases.free.something, a = '', b = '', c = ''] = [...all, ...phrases.free.generic];
  return slots({ topic, a, b, c });
}

function fitLength(text: string, schema: JsonObject, { subject, phrases }: StringSource): string {
  const min = numberOf(schema['minLength'], 0);
  const max = numberOf(schema['maxLength'], Infinity);
  let fitted = text;
  const more = sentences(subject)
    .map(withoutEndMark)
    .filter((sentence) => sentence !== '');
  for (let index = 0; charsOf(fitted).length < min; index += 1) {
    fitted = `${fitted} ${more[index % Math.max(1, more.length)] ?? phrases.free.something}`.trimStart();
  }
  const chars = charsOf(fitted);
  if (chars.length <= max) return fitted;
  const cut = chars.slice(0, max).join('');
  const whole = cut.slice(0, Math.max(0, cut.lastIndexOf(' '))).replace(/[\s,;:]+$/, '');
  return charsOf(whole).length >= Math.max(min, 1) ? whole : cut;
}

/** JSON Schema counts characters, not UTF-16 units. */
function charsOf(text: string): readonly string[] {
  return [...text];
}

function numberOf(value: JsonValue | undefined, fallback: number): number {
  return typeof value === 'number' ? value : fallback;
}
