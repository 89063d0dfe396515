import { defineNode } from '../../node-kit/define-node.ts';

export const definition = defineNode({
  type: 'map',
  title: 'For Each',
  about:
    'Runs the steps inside it for every item of a list, several at once, and puts the results into a list again. Drag steps into it.',
  group: 'steer',
  kind: 'map',
  icon: 'list-tree',
  keywords: ['map', 'list', 'each', 'items', 'parallel', 'batch', 'repeat', 'loop'],
  fields: [
    {
      key: 'by',
      label: 'A text becomes a list by',
      help: 'A JSON list that comes in is taken as it is.',
      type: 'select',
      default: 'lines',
      options: [
        { value: 'lines', label: 'its lines' },
        { value: 'paragraphs', label: 'its blank lines' },
        { value: 'json', label: 'being a JSON list' },
      ],
    },
    {
      key: 'parallel',
      label: 'Items at once',
      help: 'The flow’s own limit on steps at work counts too.',
      type: 'number',
      default: 8,
      min: 1,
      max: 64,
      step: 1,
    },
    {
      key: 'whenFails',
      label: 'When an item fails',
      type: 'select',
      default: 'go-on',
      options: [
        { value: 'go-on', label: 'Go on with the others' },
        { value: 'stop', label: 'Begin no others and fail' },
      ],
    },
  ],
  ports: () => ({
    inputs: [{ id: 'list-in', label: 'list', type: 'any', required: true }],
    outputs: [{ id: 'list-out', label: 'results', type: 'json' }],
  }),
  inside: () => ({
    outputs: [
      { id: 'item', label: 'item', type: 'any' },
      { id: 'number', label: 'number', type: 'text' },
    ],
    inputs: [{ id: 'result', label: 'result', type: 'any' }],
  }),
  outputKeys: ['json', 'text'],
});
