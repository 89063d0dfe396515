import type { FieldOption } from './types.ts';

/** Colours of groups and notes, by the names that saved flows use. */
export const NODE_COLOURS: readonly FieldOption[] = [
  { value: 'gray', label: 'Grey' },
  { value: 'blue', label: 'Blue' },
  { value: 'purple', label: 'Purple' },
  { value: 'green', label: 'Green' },
  { value: 'amber', label: 'Amber' },
  { value: 'red', label: 'Red' },
  { value: 'cyan', label: 'Cyan' },
  { value: 'pink', label: 'Pink' },
];
