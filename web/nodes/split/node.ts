import { defineNode } from '../../node-kit/define-node.ts';
import { JSON_OUT } from '../../node-kit/json-ports.ts';
import { TEXT_IN } from '../../node-kit/text-ports.ts';

export const definition = defineNode({
  type: 'split',
  title: 'Split',
  about:
    'Cuts a text into a list: by lines, paragraphs, a separator, or a JSON list as it is. No model is asked.',
  group: 'write',
  kind: 'task',
  icon: 'list',
  keywords: ['list', 'lines', 'paragraphs', 'separate', 'items', 'array', 'cut'],
  fields: [
    {
      key: 'by',
      label: 'Cut at',
      type: 'select',
      default: 'lines',
      options: [
        { value: 'lines', label: 'Each line' },
        { value: 'paragraphs', label: 'Each blank line' },
        { value: 'separator', label: 'A separator' },
        { value: 'json', label: 'Nothing, it is a JSON list' },
      ],
    },
    {
      key: 'separator',
      label: 'Separator',
      help: '\\n stands for a line break.',
      shownWhen: { key: 'by', is: ['separator'] },
      type: 'text',
      default: ',',
      face: 'mono',
      maxLength: 200,
    },
    {
      key: 'marks',
      label: 'Take off list marks',
      help: 'A dash, a star or a number in front of an item.',
      type: 'boolean',
      default: true,
    },
  ],
  ports: () => ({
    inputs: [TEXT_IN],
    outputs: [{ ...JSON_OUT, label: 'list' }],
  }),
  outputKeys: ['json', 'text'],
});
