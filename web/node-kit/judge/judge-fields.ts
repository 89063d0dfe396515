import type { FieldDefinition } from '../types.ts';
import { COMPARISONS } from './comparisons.ts';

/** What a text is compared with, or what a model is asked about it: the same form wherever a text is judged. */
export function judgeFields(words: {
  /** In front of the comparison. */
  readonly when: string;
  /** A question as somebody would ask it. */
  readonly example: string;
}): readonly FieldDefinition[] {
  return [
    { key: 'compare', label: words.when, type: 'select', default: 'contains', options: COMPARISONS },
    {
      key: 'value',
      label: 'Compare with',
      shownWhen: { key: 'compare', not: ['empty', 'ask'] },
      type: 'text',
      default: '',
      maxLength: 2_000,
    },
    {
      key: 'caseCounts',
      label: 'Upper and lower case count',
      shownWhen: { key: 'compare', is: ['contains', 'equals', 'not-equals'] },
      type: 'boolean',
      default: false,
    },
    {
      key: 'question',
      label: 'Question to a model',
      help: 'One that yes or no answers.',
      shownWhen: { key: 'compare', is: ['ask'] },
      type: 'textarea',
      default: '',
      placeholder: words.example,
      maxLength: 8_000,
      face: 'prose',
    },
  ];
}
