import { DEFAULT_TEXT_MODEL } from '../../node-kit/default-model.ts';
import { defineNode } from '../../node-kit/define-node.ts';
import { TEXT_IN, TEXT_OUT } from '../../node-kit/text-ports.ts';

export const definition = defineNode({
  type: 'compressor',
  title: 'Compressor',
  about: 'Shortens text of more than 2,500 characters and keeps its facts; shorter text passes through.',
  group: 'write',
  kind: 'task',
  icon: 'shrink',
  keywords: ['shorten', 'summary', 'condense', 'compress'],
  fields: [],
  ports: () => ({ inputs: [TEXT_IN], outputs: [TEXT_OUT] }),
  outputKeys: ['text'],
  model: DEFAULT_TEXT_MODEL,
});
