import type { FieldDefinition, FieldOption } from '../types.ts';

const LEAVE: readonly FieldOption[] = [
  { value: 'off', label: 'No' },
  { value: 'ask', label: 'Yes, but ask each time' },
  { value: 'allow', label: 'Yes' },
];

/** What agents have in their forms beside their task: who they are, their tools, how far they go. */
export function agentFields(): readonly FieldDefinition[] {
  return [
    {
      key: 'system',
      label: 'Who it is',
      help: 'How it should work and answer.',
      type: 'textarea',
      default: '',
      placeholder: 'You are a careful researcher who names sources.',
      face: 'prose',
    },
    ...TOOL_FIELDS,
    ...LIMIT_FIELDS,
  ];
}

const TOOL_FIELDS: readonly FieldDefinition[] = [
  {
    key: 'notes',
    label: 'May take notes',
    help: 'Agents of a run share them.',
    type: 'select',
    default: 'allow',
    options: LEAVE,
  },
  { key: 'people', label: 'May ask people', type: 'boolean', default: false },
  { key: 'files', label: 'May make files', type: 'select', default: 'off', options: LEAVE },
  {
    key: 'network',
    label: 'May fetch addresses',
    help: 'Only from hosts that the relay allows.',
    type: 'select',
    default: 'off',
    options: LEAVE,
  },
  {
    key: 'steps',
    label: 'May run steps',
    help: 'Those that threads from “may run” lead to.',
    type: 'select',
    default: 'allow',
    options: LEAVE,
  },
];

const LIMIT_FIELDS: readonly FieldDefinition[] = [
  { key: 'maxTurns', label: 'Most turns', type: 'number', default: 8, min: 1, max: 50, step: 1 },
  {
    key: 'maxTokens',
    label: 'Most tokens',
    help: 'Over all turns, in and out. Empty: no limit.',
    type: 'number',
    default: 100_000,
    min: 100,
    max: 10_000_000,
    step: 100,
    unit: 'tokens',
  },
  {
    key: 'maxCost',
    label: 'Most money',
    help: 'Empty: no limit. Calls of unknown price do not count.',
    type: 'number',
    default: null,
    min: 0.001,
    max: 1_000,
    step: 0.001,
    unit: 'USD',
  },
  {
    key: 'thinking',
    label: 'Thinking',
    help: 'Tokens per turn, where the model can think. 0: none is asked for.',
    type: 'number',
    default: 0,
    min: 0,
    max: 64_000,
    step: 256,
    unit: 'tokens',
  },
];
