import { isVerb } from './dictionary/is-verb.ts';
import type { Phrases } from './phrases.ts';
import { capitalise } from './text-tools.ts';

/** What a text is about, as far as one can tell from how words stand in it. */
export interface Subject {
  /** Names of people, places, things: words with a capital in the middle of a sentence. */
  readonly names: readonly string[];
  /** Noun phrases with their article: "a lighthouse keeper". In order, each once. */
  readonly things: readonly string[];
  /** Those of the names and things where something is: "on the beach", "of Lisbon". */
  readonly places: readonly string[];
  /** Words with content, the most frequent first. */
  readonly keywords: readonly string[];
}

const WORD = /[\p{L}\p{N}]+(?:[-'’][\p{L}\p{N}]+)*/gu;

/** Reads a text's subject. Pure: the same text gives the same subject. */
export function subjectOf(text: string, phrases: Phrases): Subject {
  const plain = text.replace(/[*_#`>]+/g, ' ');
  const names = namesIn(plain, phrases);
  const things = thingsIn(plain, phrases, names);
  const places = [...names, ...things].filter((item) => isPlace(plain, item));
  return { names, things, places, keywords: keywordsIn(plain, phrases) };
}

function namesIn(text: string, phrases: Phrases): readonly string[] {
  const found: string[] = [];
  const take = (name: string): void => {
    const words = name.split(/\s/);
    const isSmall = (word: string | undefined): boolean =>
      word !== undefined &&
      (phrases.stopWords.has(word.toLowerCase()) || phrases.determiners.has(word.toLowerCase()));
    // "The Lending Bench" is a name; "On Tuesday Ines" begins with words that are not part of one.
    const article = words.length > 2 && phrases.definite[words[0]?.toLowerCase() ?? ''] !== undefined;
    while (!article && isSmall(words[0])) words.shift();
    if (words.length > 0) found.push(words.join(' '));
  };
  for (const [, name = ''] of text.matchAll(NAME_AT_START)) take(name);
  // German writes all nouns large: only what is called a name is one.
  if (phrases.nominative === undefined)
    for (const [, name = ''] of text.matchAll(FULL_NAME_AT_START)) take(name);
  const pattern = phrases.nominative === undefined ? NAME_INSIDE : NAME_SAID;
  for (const [, name = ''] of text.matchAll(pattern)) take(name);
  return unique(found)
    .filter((name) => !found.some((other) => other !== name && other.endsWith(` ${name}`)))
    .sort((one, other) => text.indexOf(one) - text.indexOf(other));
}

const NAME = "(\\p{Lu}[\\p{L}'’-]+(?:\\s\\p{Lu}[\\p{L}'’-]+)*)";
const NAME_INSIDE = new RegExp(`(?<=[\\p{Ll},;:“"(][\\s“"(]{1,2})${NAME}`, 'gu');
const NAME_SAID = new RegExp(`(?<=(?:namens|heißt|von|nach|aus) )${NAME}`, 'gu');
/** "Anna Berg built…": two large words at the beginning. */
const FULL_NAME_AT_START = /(?:^|[.!?\n]\s*)(\p{Lu}[\p{L}'’-]+(?:\s\p{Lu}[\p{L}'’-]+)+)/gu;
/** "Mara and…", "Mara, who…", "Mara finds…": the first word of a sentence is a name when it does something. */
const NAME_AT_START = new RegExp(
  `(?:^|[.!?\\n]\\s*)${NAME}(?=,? (?:and|y|et|und|e|who|que|qui|die|che|is|was|\\p{Ll}{2,}(?<!thi|it|hi)s)(?!\\p{L}))`,
  'gu',
);

/** Verbs that follow a noun in prompts: where they begin, the noun phrase is over. */
const LIKELY_VERB = /(?:ing|ed)$/u;
const MAX_WORDS = 3;

function thingsIn(text: string, phrases: Phrases, names: readonly string[]): readonly string[] {
  const things: string[] = [];
  for (const clause of text.split(/[.,;:!?()\n«»“”"]+/u)) {
    const words = [...clause.matchAll(WORD)].map(([word]) => word);
    words.forEach((word, index) => {
      if (!phrases.determiners.has(word.toLowerCase())) return;
      const noun = nounAfter(words.slice(index + 1), word.toLowerCase(), phrases);
      if (noun !== '') things.push(`${word.toLowerCase()} ${noun}`);
    });
  }
  const isName = (thing: string): boolean => names.some((name) => thing.endsWith(` ${name}`));
  return unique(things).filter((thing) => !isName(thing));
}

function nounAfter(words: readonly string[], determiner: string, phrases: Phrases): string {
  const noun: string[] = [];
  for (const word of words.slice(0, MAX_WORDS)) {
    const lower = word.toLowerCase();
    if (phrases.stopWords.has(lower) || phrases.determiners.has(lower)) break;
    if (noun.length > 0 && LIKELY_VERB.test(lower)) break;
    noun.push(word);
  }
  // "a cat sleeps": after "a" no plural is expected, so the last word is a verb.
  const last = noun.at(-1) ?? '';
  if (noun.length > 1 && (determiner === 'a' || determiner === 'an') && /[^s]s$/.test(last)) noun.pop();
  return noun.join(' ');
}

function keywordsIn(text: string, phrases: Phrases): readonly string[] {
  const counts = new Map<string, { readonly shown: string; count: number; readonly first: number }>();
  let position = 0;
  for (const [word] of text.matchAll(WORD)) {
    position += 1;
    const key = word.toLowerCase();
    if (word.length < 3 || phrases.stopWords.has(key) || isVerb(key) || /^\d+$/.test(word)) continue;
    const known = counts.get(key);
    if (known === undefined) counts.set(key, { shown: word, count: 1, first: position });
    else known.count += 1;
  }
  return [...counts.values()]
    .sort((a, b) => b.count - a.count || a.first - b.first)
    .map(({ shown }) => shown);
}

const WHERE =
  'in|on|at|near|by|of|from|en|a|sur|dans|à|chez|sous|bei|auf|an|im|am|vom|nel|nella|sul|sulla|di|da|em|no|na|de';

function isPlace(text: string, item: string): boolean {
  const place = item.replace(/[.*+?^${}()|[\]\\]/g, '\\$&');
  // "am Strand": preposition and article in one word.
  return new RegExp(`(?<!\\p{L})(?:${WHERE}) ${place}|^(?:im|am|vom|nel|nella|sul|sulla|no|na) `, 'iu').test(
    /^(im|am|vom|nel|nella|sul|sulla|no|na) /.test(item) ? item : text,
  );
}

function unique(items: readonly string[]): readonly string[] {
  const seen = new Set<string>();
  return items.filter((item) => {
    const key = item.toLowerCase();
    if (seen.has(key)) return false;
    seen.add(key);
    return true;
  });
}

/** "a lighthouse keeper" → "the lighthouse keeper"; in languages whose cases cannot be guessed, the noun alone. */
export function definite(thing: string, phrases: Phrases): string {
  const [determiner = '', ...noun] = thing.split(' ');
  if (noun.length === 0 || !phrases.determiners.has(determiner)) return thing;
  if (phrases.nominative !== undefined) return noun.join(' ');
  const article = phrases.definite[determiner];
  if (article === undefined) return thing;
  return article.endsWith("'") ? `${article}${noun.join(' ')}` : `${article} ${noun.join(' ')}`;
}

/** As the subject of a sentence: in German with its article in the nominative, where that can be told. */
export function asHero(thing: string, phrases: Phrases): string {
  const [determiner = '', ...noun] = thing.split(' ');
  return phrases.nominative?.(determiner, noun.join(' ')) ?? definite(thing, phrases);
}

/** Slots in both spellings: {topic} as it is and {Topic} for the beginning of a sentence. */
export function slots(values: { readonly [slot: string]: string }): { readonly [slot: string]: string } {
  const large = Object.entries(values).map(([name, value]) => [capitalise(name), capitalise(value)] as const);
  return { ...values, ...Object.fromEntries(large) };
}

/** Runs words together that a language runs together: "de el puerto" → "del puerto". */
export function contract(text: string, phrases: Phrases): string {
  let result = text;
  for (const [apart, together] of phrases.contractions) {
    result = result.replace(new RegExp(`(?<![\\p{L}])${apart}(?![\\p{L}])`, 'gu'), together);
    const large = capitalise(apart);
    result = result.replace(new RegExp(`(?<![\\p{L}])${large}(?![\\p{L}])`, 'gu'), capitalise(together));
  }
  return result;
}
