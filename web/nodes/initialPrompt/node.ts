import { DEFAULT_TEXT_MODEL } from '../../node-kit/default-model.ts';
import { defineNode } from '../../node-kit/define-node.ts';
import { TEXT_OUT } from '../../node-kit/text-ports.ts';

export const definition = defineNode({
  type: 'initialPrompt',
  title: 'Initial Prompt',
  about: 'The words a flow starts from. Characters wired in are woven into them.',
  group: 'start',
  kind: 'task',
  icon: 'message-square-text',
  keywords: ['idea', 'text', 'input', 'start', 'prompt'],
  fields: [
    {
      key: 'text',
      label: 'Text',
      type: 'textarea',
      default: '',
      placeholder: 'What should this flow begin with?',
      face: 'prose',
      required: true,
    },
  ],
  ports: () => ({ inputs: [], outputs: [TEXT_OUT] }),
  adapters: true,
  asksForPersonas: true,
  outputKeys: ['text', 'personaName', 'personaDescription', 'injectedPrompt'],
  model: DEFAULT_TEXT_MODEL,
});
