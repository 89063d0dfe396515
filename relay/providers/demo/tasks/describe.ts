import type { TaskInput } from '../task-input.ts';

/** Says what the pixels of the pictures show, and repeats what was to be looked at: a program cannot do more. */
export function describe({ pictures, details }: TaskInput): string {
  const seen = pictures.length === 0 ? ['No picture came along.'] : pictures;
  const notes = details['notes']?.trim() ?? '';
  const asked = notes === '' ? '' : `Asked besides: ${notes.replace(/[.!?]*$/, '.')}`;
  return [...seen.map((text, index) => (seen.length > 1 ? `${index + 1}. ${text}` : text)), asked]
    .filter((part) => part !== '')
    .join('\n\n');
}
