import { DEFAULT_TEXT_MODEL } from '../../node-kit/default-model.ts';
import { defineNode } from '../../node-kit/define-node.ts';
import { TEXT_IN, TEXT_OUT } from '../../node-kit/text-ports.ts';

export const definition = defineNode({
  type: 'promptEnhancer',
  title: 'Prompt Enhancer',
  about: 'Turns a short prompt into a rich picture prompt, or applies your notes to it.',
  group: 'write',
  kind: 'task',
  icon: 'sparkles',
  keywords: ['improve', 'enrich', 'detail', 'picture', 'prompt', 'notes'],
  fields: [
    {
      key: 'notes',
      label: 'Notes',
      help: 'What to change. Without notes the prompt is enriched freely.',
      type: 'textarea',
      default: '',
      placeholder: 'Move it to autumn, keep the lantern unlit',
      face: 'prose',
    },
  ],
  ports: () => ({ inputs: [TEXT_IN], outputs: [TEXT_OUT] }),
  adapters: true,
  outputKeys: ['text'],
  model: DEFAULT_TEXT_MODEL,
});
