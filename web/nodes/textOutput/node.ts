import { defineNode } from '../../node-kit/define-node.ts';
import { TEXT_IN } from '../../node-kit/text-ports.ts';

export const definition = defineNode({
  type: 'textOutput',
  title: 'Text Output',
  about: 'Shows the finished text and keeps it at hand.',
  group: 'keep',
  kind: 'task',
  icon: 'file-text',
  keywords: ['result', 'output', 'show', 'end'],
  fields: [],
  ports: () => ({ inputs: [TEXT_IN], outputs: [] }),
  outputKeys: ['text'],
  wide: true,
});
