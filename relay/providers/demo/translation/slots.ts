import { isBookLanguage, type BookLanguage } from '../dictionary/lookup.ts';
import { knownNouns, translatePhrase, translateWords, unknownWords } from '../dictionary/translate-words.ts';
import type { Case } from '../dictionary/inflect.ts';
import type { LanguageCode } from '../languages.ts';
import { phrasesFor } from '../phrases-for.ts';
import { capitalise, listOf, withoutEndMark } from '../text-tools.ts';
import type { Rendering } from './rendering.ts';
import { RENDERINGS } from './renderings.ts';

/** What a translation goes by from its first line to its last. */
export interface Direction {
  readonly from: LanguageCode;
  readonly target: Rendering;
  /** Names of people, places, things: they stay. */
  readonly names: readonly string[];
}

const CASES: { readonly [suffix: string]: Case } = { acc: 'accusative', dat: 'dative' };
const SHORT_NAMES: ReadonlySet<string> = new Set([
  'de',
  'da',
  'di',
  'du',
  'von',
  'van',
  'of',
  'the',
  'al',
  'la',
]);

/** A phrase in the target language, or null when a word of it has no translation and is no name. */
export function translateKnown(text: string, direction: Direction, grammatical?: Case): string | null {
  const { from, target } = direction;
  const sentence = textIndex(text, from);
  if (sentence !== -1) return withoutEndMark(target.texts[sentence] ?? '') || null;
  if (!isBookLanguage(from) || !isBookLanguage(target.code)) return null;
  if (unknownBeside(text, from, direction.names).length > 0) return null;
  return grammatical === undefined
    ? translateWords(text, from, target.code)
    : translatePhrase(text, { from, to: target.code, grammatical });
}

/** Words without a translation that are no part of a name. */
function unknownBeside(text: string, from: BookLanguage, names: readonly string[]): readonly string[] {
  const ofNames = new Set(names.flatMap((name) => name.split(/\s+/)));
  return unknownWords(text, from).filter((word) => !ofNames.has(word));
}

function textIndex(text: string, from: LanguageCode): number {
  const plain = withoutEndMark(text).toLowerCase();
  return RENDERINGS[from].texts.findIndex((known) => withoutEndMark(known).toLowerCase() === plain);
}

/** Fills a frame of the target language with what stood in the slots of the source. Null: it has nothing to say. */
export function fillFrame(
  line: string,
  values: { readonly [slot: string]: string },
  direction: Direction,
): string | null {
  const { target } = direction;
  let isEmpty = false;
  const asides: string[] = [];
  const filled = line.replace(/\{(\w+)(?::(\w+))?\}/g, (_match, written: string, suffix?: string) => {
    const slot = written.toLowerCase();
    const value = slotValue(slot, values[slot] ?? '', CASES[suffix ?? ''] ?? 'nominative', direction);
    if (value.text === '') isEmpty = true;
    if (value.aside !== '') asides.push(value.aside);
    return slot === written ? value.text : capitalise(value.text);
  });
  if (isEmpty) return null;
  const spaced = target.code === 'ja' || target.code === 'zh' ? '' : ' ';
  return [filled.replace(/,(\s*[,.;:!?])/g, '$1'), ...new Set(asides)].join(spaced);
}

interface SlotValue {
  readonly text: string;
  /** A sentence of its own about it, where the language cannot put it behind the name. */
  readonly aside: string;
}

function slotValue(slot: string, value: string, grammatical: Case, direction: Direction): SlotValue {
  if (slot === 'tags') return { text: tags(value, direction), aside: '' };
  if (slot === 'description' || slot === 'notes')
    return { text: translateKnown(value, direction) ?? '', aside: '' };
  const [, name = value, looks = ''] = /^(\p{Lu}[^,]*), (.+?),?$/u.exec(value) ?? [];
  const { target } = direction;
  const text = nounPhrase(slot, name, grammatical, direction);
  const description = looks === '' ? null : translateKnown(looks, direction);
  if (description === null) return { text, aside: '' };
  return target.full
    ? { text: `${text}, ${description},`, aside: '' }
    : { text, aside: `${name}${COLONS[target.code] ?? ': '}${description}${END_MARKS[target.code] ?? '.'}` };
}

const COLONS: { readonly [code in LanguageCode]?: string } = { ja: '：', zh: '：', th: ' ' };
const END_MARKS: { readonly [code in LanguageCode]?: string } = { ja: '。', zh: '。', hi: '।', th: '' };

function tags(value: string, { from, target, names }: Direction): string {
  const items = value.split(new RegExp(`, | ${RENDERINGS[from].and} `, 'u'));
  const known = items.flatMap((item) => {
    const plain = item.toLowerCase();
    return target.tags[plain] ?? translateKnown(plain, { from, target, names }) ?? [];
  });
  return listOf(known, target.and);
}

function nounPhrase(slot: string, value: string, grammatical: Case, direction: Direction): string {
  const { from, target, names } = direction;
  // Short renderings speak of the hero where the source does not.
  if (value === '') return slot === 'hero' ? (names[0] ?? standIn(slot, target)) : standIn(slot, target);
  const determiners = phrasesFor(from).determiners;
  const [first = '', ...rest] = value.split(/\s+/);
  const bare = determiners.has(first.toLowerCase()) && rest.length > 0 ? rest.join(' ') : value;
  const name = names.find((item) => item.toLowerCase() === bare.toLowerCase());
  if (name !== undefined) return name;
  const plain = first === bare.split(/\s+/)[0] ? value : `${first.toLowerCase()} ${bare}`;
  const translated = translateKnown(plain, direction, grammatical);
  if (translated !== null)
    return translated.charAt(0).toLowerCase() === translated.charAt(0) || target.code === 'de'
      ? translated
      : translated.charAt(0).toLowerCase() + translated.slice(1);
  const noun = isBookLanguage(from) ? knownNouns(plain, from).at(-1)?.words[0]?.split('/')[0] : undefined;
  const short = noun === undefined ? undefined : target.nouns[noun];
  if (short !== undefined) return short.toLowerCase();
  const words = bare.split(/\s+/);
  if (words.every((word) => /^\p{Lu}/u.test(word) || SHORT_NAMES.has(word)) && from !== 'de') return bare;
  return standIn(slot, target);
}

function standIn(slot: string, { standIns }: Rendering): string {
  if (slot === 'hero') return standIns.hero;
  return slot === 'place' ? standIns.place : standIns.thing;
}
