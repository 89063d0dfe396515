import type { FieldOption } from '../types.ts';

/** Choices of the form. */
export const COMPARISONS: readonly FieldOption[] = [
  { value: 'contains', label: 'contains' },
  { value: 'equals', label: 'is' },
  { value: 'not-equals', label: 'is not' },
  { value: 'matches', label: 'matches the pattern' },
  { value: 'less', label: 'is less than' },
  { value: 'more', label: 'is more than' },
  { value: 'empty', label: 'is empty' },
  { value: 'ask', label: 'is so in the eyes of a model' },
];
