import { VERBS } from './verbs.ts';

/** All single verbs of the phrase book, in all its languages; a few are nouns too ("work") and don't count as verbs. */
const KNOWN = new Set(
  VERBS.trim()
    .split(/[\n|]/)
    .filter((word) => !word.includes(' ')),
);
const NOUNS_TOO = new Set([
  'work',
  'works',
  'love',
  'run',
  'need',
  'help',
  'look',
  'turns',
  'saw',
  'left',
  'amor',
]);

/** Whether a lower-case word is a verb form of the phrase book. */
export function isVerb(word: string): boolean {
  return KNOWN.has(word) && !NOUNS_TOO.has(word);
}
