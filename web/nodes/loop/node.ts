import { DEFAULT_TEXT_MODEL } from '../../node-kit/default-model.ts';
import { defineNode } from '../../node-kit/define-node.ts';
import { judgeFields } from '../../node-kit/judge/judge-fields.ts';

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
    ...judgeFields({ when: 'Done, when it', example: 'Is this text good enough to print?' }),
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
