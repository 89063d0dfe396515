import type { TaskInput } from '../task-input.ts';

/** Words that a question has whatever it asks. */
const PLAIN = new Set([
  'is',
  'are',
  'does',
  'do',
  'the',
  'this',
  'that',
  'text',
  'about',
  'contain',
  'mention',
  'with',
  'there',
]);

/** Yes, when the text has a word that the question asks for; else no. The demo understands no more of a question. */
export function judge({ subject, details }: TaskInput): string {
  const asked = wordsOf(details['question'] ?? '').filter((word) => word.length > 3 && !PLAIN.has(word));
  const said = new Set(wordsOf(subject));
  return asked.some((word) => said.has(word)) ? 'yes' : 'no';
}

const wordsOf = (text: string): readonly string[] => text.toLowerCase().match(/\p{L}+/gu) ?? [];
