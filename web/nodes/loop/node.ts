import { DEFAULT_TEXT_MODEL } from '../../node-kit/default-model.ts';
import { defineNode } from '../../node-kit/define-node.ts';
import { COMPARISONS } from '../../node-kit/judge/comparisons.ts';

export const definition = defineNode({
  type: 'loop',
  title: 'Loop',
  about:
    'Runs the steps inside it again and again, each time with what they came to, until it is good or has been done often enough. Drag steps into it.',
  group: 'steer',
  kind: 'loop',
  icon: 'refresh-cw',
  keywords: ['repeat', 'until', 'while', 'again', 'iterate', 'improve', 'refine'],
  fields: [
    { key: 'compare', label: 'Done, when it', type: 'select', default: 'contains', options: COMPARISONS },
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
      placeholder: 'Is this text good enough to print?',
      maxLength: 8_000,
      face: 'prose',
    },
    {
      key: 'most',
      label: 'Times at most',
      help: 'It ends then, whatever it has come to.',
      type: 'number',
      default: 10,
      min: 1,
      max: 100,
      step: 1,
      required: true,
    },
    {
      key: 'whenNever',
      label: 'When it is not done by then',
      type: 'select',
      default: 'go-on',
      options: [
        { value: 'go-on', label: 'Go on with what there is' },
        { value: 'fail', label: 'Fail' },
      ],
    },
  ],
  ports: () => ({
    inputs: [{ id: 'text-in', label: 'anything', type: 'any', required: true }],
    outputs: [{ id: 'text-out', label: 'result', type: 'any' }],
  }),
  inside: () => ({
    outputs: [
      { id: 'value', label: 'so far', type: 'any' },
      { id: 'number', label: 'number', type: 'text' },
    ],
    inputs: [{ id: 'next', label: 'next', type: 'any' }],
  }),
  outputKeys: ['text', 'image', 'json'],
  model: { ...DEFAULT_TEXT_MODEL, temperature: 0 },
  usesModel: (config) => config['compare'] === 'ask',
});
