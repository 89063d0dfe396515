import { DEFAULT_TEXT_MODEL } from '../../node-kit/default-model.ts';
import { defineNode } from '../../node-kit/define-node.ts';
import { COMPARISONS } from '../../node-kit/judge/comparisons.ts';

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
});
