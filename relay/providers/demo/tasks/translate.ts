import type { TaskInput } from '../task-input.ts';
import { isBookLanguage } from '../dictionary/lookup.ts';
import { translateWords } from '../dictionary/translate-words.ts';
import { languageCode } from '../languages.ts';
import { phrasesFor } from '../phrases-for.ts';
import { contract } from '../subject.ts';
import { clip, MAX_RESULT_CHARS } from '../text-tools.ts';
import { TRANSLATORS_NOTES } from '../translators-notes.ts';

/** Only here: in sentences that were written by hand, "an dem" can be a relative clause. */
const GERMAN_CONTRACTIONS = [
  ['in dem', 'im'],
  ['an dem', 'am'],
  ['zu dem', 'zum'],
  ['zu der', 'zur'],
  ['von dem', 'vom'],
  ['bei dem', 'beim'],
] as const;

/**
 * Among English, Spanish, French, German, Italian and Portuguese: by the phrase book. Into other languages a note in
 * that language says that the words stay as they are, and they stay.
 */
export function translate({ subject, details, language }: TaskInput): string {
  const to = languageCode(details['language'] ?? '') ?? 'en';
  if (to === language) return clip(subject);
  if (!isBookLanguage(to) || !isBookLanguage(language)) {
    const note = TRANSLATORS_NOTES[to];
    return `${note}\n\n${clip(subject, MAX_RESULT_CHARS - note.length - 2)}`;
  }
  const phrases = { ...phrasesFor(to), ...(to === 'de' ? { contractions: GERMAN_CONTRACTIONS } : {}) };
  const translated = contract(translateWords(subject, language, to), phrases);
  return clip(translated);
}
