import type { FieldDefinition, FieldOption } from './types.ts';

/** A month: LIMITS.approvalDeadlineMaxMs. */
const MOST_MINUTES = 43_200;

/** Fields of the form; `onTimeout` says what the node type does when nobody answers, its first option by default. */
export function waitingFields(
  onTimeout: readonly [FieldOption, ...FieldOption[]],
): readonly FieldDefinition[] {
  return [
    {
      key: 'timeoutMinutes',
      label: 'Wait at most',
      help: 'Empty: as long as the run lives. The relay keeps the time, also while nobody is there.',
      type: 'number',
      default: null,
      min: 0.05,
      max: MOST_MINUTES,
      unit: 'min',
    },
    {
      key: 'onTimeout',
      label: 'When nobody answers',
      shownWhen: { key: 'timeoutMinutes', not: [null] },
      type: 'select',
      default: onTimeout[0].value,
      options: onTimeout,
    },
    {
      key: 'answerers',
      label: 'Who may answer',
      type: 'select',
      default: 'links',
      options: [
        { value: 'links', label: 'Editors, and links made for answering' },
        { value: 'editors', label: 'Editors only' },
      ],
    },
  ];
}
