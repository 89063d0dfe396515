import type { JsonObject } from '#shared/json.ts';
import { weftError, type WeftError } from '#shared/run/errors.ts';
import { DEFAULT_TEXT_MODEL } from '../../node-kit/default-model.ts';
import { defineNode } from '../../node-kit/define-node.ts';
import { configText } from '../../node-kit/types.ts';
import { COMPARISONS, ORDER_COMPARISONS, VALUE_COMPARISONS } from './comparisons.ts';

export const definition = defineNode({
  type: 'condition',
  title: 'Condition',
  about: 'Looks at what comes in and sends it on one of two ways. The steps of the other way are left out.',
  group: 'steer',
  kind: 'branch',
  icon: 'git-fork',
  keywords: ['if', 'else', 'branch', 'route', 'switch', 'compare', 'choose', 'decide'],
  fields: [
    { key: 'compare', label: 'Yes, when it', type: 'select', default: 'contains', options: COMPARISONS },
    {
      key: 'value',
      label: 'Compare with',
      help: 'Left empty where “is empty” or a question to a model decides.',
      type: 'text',
      default: '',
      maxLength: 2_000,
    },
    {
      key: 'caseCounts',
      label: 'Upper and lower case count',
      help: 'For “contains”, “is” and “is not”. A pattern always takes case as it is.',
      type: 'boolean',
      default: false,
    },
    {
      key: 'question',
      label: 'Question to a model',
      help: 'One that yes or no answers. Only asked when “is so in the eyes of a model” is chosen.',
      type: 'textarea',
      default: '',
      placeholder: 'Is this text friendly?',
      maxLength: 8_000,
      face: 'prose',
    },
  ],
  ports: () => ({
    inputs: [{ id: 'text-in', label: 'anything', type: 'any', required: true }],
    outputs: [
      { id: 'yes-out', label: 'yes', type: 'any' },
      { id: 'no-out', label: 'no', type: 'any' },
    ],
  }),
  outputKeys: ['text', 'image', 'json', 'exit'],
  model: { ...DEFAULT_TEXT_MODEL, temperature: 0 },
  usesModel: (config) => config['compare'] === 'ask',
  check: (config) => checkComparison(config),
});

/** What is compared with has to be there, and to be a number where numbers are compared. */
function checkComparison(config: JsonObject): readonly WeftError[] {
  const compare = configText(config, 'compare');
  const value = configText(config, 'value').trim();
  if (compare === 'ask' && configText(config, 'question').trim() === '')
    return [weftError('missing-input', '“Question to a model” is empty. Fill it in.', { field: 'question' })];
  if (VALUE_COMPARISONS.has(compare) && value === '')
    return [weftError('missing-input', '“Compare with” is empty. Fill it in.', { field: 'value' })];
  if (ORDER_COMPARISONS.has(compare) && !Number.isFinite(Number(value)))
    return [
      weftError('invalid-config', `“${value}” is no number, so nothing can be less or more than it.`, {
        field: 'value',
      }),
    ];
  return [];
}
