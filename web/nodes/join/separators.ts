import type { FieldOption } from '../../node-kit/types.ts';

/** Choices of the form; `own` stands for the text field beside it. */
export const SEPARATOR_OPTIONS: readonly FieldOption[] = [
  { value: 'blank-line', label: 'Blank line' },
  { value: 'line', label: 'New line' },
  { value: 'rule', label: 'Line across' },
  { value: 'comma', label: 'Comma' },
  { value: 'space', label: 'Space' },
  { value: 'own', label: 'Own separator' },
];

const SEPARATORS: { readonly [choice: string]: string } = {
  'blank-line': '\n\n',
  line: '\n',
  rule: '\n\n---\n\n',
  comma: ', ',
  space: ' ',
};

/** What goes between two texts. In an own separator, \n stands for a line break. */
export function separatorOf(choice: string, own: string): string {
  return SEPARATORS[choice] ?? own.replaceAll('\\n', '\n');
}
