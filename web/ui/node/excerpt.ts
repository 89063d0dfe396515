import { plainWords } from './plain-words.ts';

/** More than five lines of a wide node ever hold. */
const ENOUGH_CHARACTERS = 900;

/** The start of a text as plain words: as much as a node can show. */
export function excerpt(text: string): string {
  return plainWords(text.slice(0, ENOUGH_CHARACTERS)).trim();
}
