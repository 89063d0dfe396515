import type { TaskInput } from '../task-input.ts';
import { languageCode } from '../languages.ts';
import { clip } from '../text-tools.ts';
import { translateText } from '../translation/translate-text.ts';

/** The whole text in the language asked for, and no other; a text that is in it already stays. */
export function translate({ subject, details, language }: TaskInput): string {
  const to = languageCode(details['language'] ?? '') ?? 'en';
  return clip(to === language ? subject : translateText(subject, language, to));
}
