import { DEFAULT_TEXT_MODEL } from '../../node-kit/default-model.ts';
import { defineNode } from '../../node-kit/define-node.ts';
import { TEXT_IN, TEXT_OUT } from '../../node-kit/text-ports.ts';

export const definition = defineNode({
  type: 'grammarFix',
  title: 'Grammar Fix',
  about: 'Proofreads text without rewriting it.',
  group: 'write',
  kind: 'task',
  icon: 'spell-check',
  keywords: ['proofread', 'spelling', 'correct', 'punctuation'],
  fields: [
    {
      key: 'style',
      label: 'Style',
      help: 'A light shift of tone; the text never grows.',
      type: 'select',
      default: '',
      options: [
        { value: '', label: 'Standard' },
        { value: 'formal', label: 'Formal' },
        { value: 'casual', label: 'Casual' },
        { value: 'creative', label: 'Creative' },
      ],
    },
  ],
  ports: () => ({ inputs: [TEXT_IN], outputs: [TEXT_OUT] }),
  outputKeys: ['text'],
  model: DEFAULT_TEXT_MODEL,
});
