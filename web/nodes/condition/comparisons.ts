import type { FieldOption } from '../../node-kit/types.ts';

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

/** Those that need something to compare with. */
export const VALUE_COMPARISONS: ReadonlySet<string> = new Set([
  'contains',
  'equals',
  'not-equals',
  'matches',
  'less',
  'more',
]);

/** Those of numbers. */
export const ORDER_COMPARISONS: ReadonlySet<string> = new Set(['less', 'more']);
