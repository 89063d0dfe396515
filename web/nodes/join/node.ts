import { defineNode } from '../../node-kit/define-node.ts';
import { TEXT_IN, TEXT_OUT } from '../../node-kit/text-ports.ts';
import { SEPARATOR_OPTIONS } from './separators.ts';

export const definition = defineNode({
  type: 'join',
  title: 'Join',
  about: 'Puts several texts into one, in the order of their threads. No model is asked.',
  group: 'write',
  kind: 'task',
  icon: 'merge',
  keywords: ['combine', 'concatenate', 'merge', 'list'],
  fields: [
    {
      key: 'separator',
      label: 'Between texts',
      type: 'select',
      default: 'blank-line',
      options: SEPARATOR_OPTIONS,
    },
    {
      key: 'ownSeparator',
      label: 'Own separator',
      help: '\\n stands for a line break.',
      shownWhen: { key: 'separator', is: ['own'] },
      type: 'text',
      default: '',
      face: 'mono',
      maxLength: 200,
    },
    {
      key: 'numbered',
      label: 'Number them',
      help: 'Puts 1., 2., 3. before each text.',
      type: 'boolean',
      default: false,
    },
  ],
  ports: () => ({ inputs: [{ ...TEXT_IN, label: 'texts' }], outputs: [TEXT_OUT] }),
  outputKeys: ['text'],
});
