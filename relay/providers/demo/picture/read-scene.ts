import { bookFrom, COLUMNS, type Book } from '../dictionary/lookup.ts';
import { detectLanguage } from '../detect-language.ts';
import { COLOURS, type ColourName } from './colours.ts';

/** Something to draw: what it is in English, how the prompt calls it, and the colour that stands before or behind it. */
export interface Thing {
  readonly noun: string;
  readonly word: string;
  readonly colour: ColourName | null;
}

export interface Scene {
  readonly sky: ColourName;
  readonly ground: ColourName;
  readonly things: readonly Thing[];
}

const MAX_THINGS = 6;

/** Nouns that the phrase book lacks and pictures often have. */
const MORE_NOUNS = new Set(
  'cloud hill castle tower umbrella balloon rocket apple ball grandmother grandfather sailor wizard knight owl rabbit bear wolf mouse kite flag'.split(
    ' ',
  ),
);

/** Nouns that set the scene instead of standing in it, with what they make of sky and ground; null = as it was. */
const SETTINGS: { readonly [noun: string]: readonly [sky: ColourName | null, ground: ColourName | null] } = {
  night: ['dark blue', null],
  evening: ['orange', null],
  morning: ['beige', null],
  storm: ['grey', null],
  rain: ['grey', null],
  snow: ['light blue', 'white'],
  winter: ['light blue', 'white'],
  sea: [null, 'blue'],
  ocean: [null, 'blue'],
  river: [null, 'blue'],
  lake: [null, 'blue'],
  water: [null, 'blue'],
  harbour: [null, 'blue'],
  harbor: [null, 'blue'],
  beach: [null, 'beige'],
  street: [null, 'grey'],
  road: [null, 'grey'],
  city: [null, 'grey'],
  room: ['beige', 'brown'],
  sunset: ['orange', null],
  midnight: ['black', null],
};

/** Words that are no thing to be drawn, though they are nouns. */
const UNSEEN = new Set(
  'day sky time way word story year week hour life love idea question answer problem work name thing light shadow picture text music song voice silence wind world country afternoon summer people secret face hand eye head hair'.split(
    ' ',
  ),
);

const SWATCHES: { readonly [word: string]: ColourName } = {
  gray: 'grey',
  gold: 'golden',
  violet: 'purple',
  dark: 'black',
};

/** Reads what a prompt names, in the six languages of the phrase book. Pure. */
export function readScene(prompt: string): Scene {
  const language = detectLanguage(prompt);
  const book = bookFrom(COLUMNS.find((column) => column === language) ?? 'en');
  const words = prompt.match(/\p{L}+/gu) ?? [];
  const things: Thing[] = [];
  let [sky, ground]: [ColourName, ColourName] = ['light blue', 'light green'];
  words.forEach((word, index) => {
    const noun = nounOf(word, book);
    if (noun === null || UNSEEN.has(noun)) return;
    const setting = SETTINGS[noun];
    if (setting !== undefined) [sky, ground] = [setting[0] ?? sky, setting[1] ?? ground];
    else if (!things.some((thing) => thing.noun === noun))
      things.push({ noun, word, colour: colourAt(words, index, book) });
  });
  return { sky, ground, things: things.slice(0, MAX_THINGS) };
}

/** The English noun behind a word, its plural included; null for all other words. */
function nounOf(word: string, book: Book): string | null {
  const lower = word.toLowerCase();
  for (const form of [
    lower,
    lower.replace(/e?s$/, ''),
    lower.replace(/s$/, ''),
    lower.replace(/ies$/, 'y'),
  ]) {
    if (MORE_NOUNS.has(form) || Object.hasOwn(SETTINGS, form)) return form;
    const entry = book.get(form)?.find(({ kind }) => kind === 'noun');
    if (entry !== undefined) return entry.words[0]?.split('/')[0] ?? null;
  }
  return null;
}

/** A colour up to two words before its noun, or right behind it, as Romance languages have it. */
function colourAt(words: readonly string[], index: number, book: Book): ColourName | null {
  for (const at of [index - 1, index - 2, index + 1]) {
    const colour = colourOf(words[at] ?? '', book);
    // What stands between belongs to another noun: "the red boat, the house".
    if (colour !== null && (at !== index - 2 || nounOf(words[index - 1] ?? '', book) === null)) return colour;
  }
  return null;
}

function colourOf(word: string, book: Book): ColourName | null {
  const lower = word.toLowerCase();
  const swatch = SWATCHES[lower];
  if (swatch !== undefined) return swatch;
  if (Object.hasOwn(COLOURS, lower)) return lower as ColourName;
  for (const [known, entries] of book) {
    const english = entries.find(({ kind }) => kind === 'adjective')?.words[0];
    if (english === undefined || !Object.hasOwn(COLOURS, english)) continue;
    // "rote", "rouges", "rojas": an ending of up to two letters.
    const stem = known.replace(/[aeo]$/, '');
    if (lower.startsWith(stem) && lower.length - stem.length <= 2) return english as ColourName;
  }
  return null;
}
