import { defineNode } from '../../node-kit/define-node.ts';
import { parseTemplate } from '../../node-kit/template-variables.ts';
import { TEXT_OUT } from '../../node-kit/text-ports.ts';
import { configText } from '../../node-kit/types.ts';
import { templateProblems, variablePorts } from '../../node-kit/variable-ports.ts';

export const definition = defineNode({
  type: 'template',
  title: 'Template',
  about: 'Fills gaps in a text with what comes in. No model is asked.',
  group: 'write',
  kind: 'task',
  icon: 'text-cursor-input',
  keywords: ['variables', 'fill', 'format', 'letter', 'mail merge'],
  fields: [
    {
      key: 'text',
      label: 'Text',
      help: 'Each {{name}} becomes an input.',
      type: 'textarea',
      default: '',
      placeholder: 'Dear {{name}},',
      face: 'mono',
      required: true,
    },
  ],
  ports: (config) => ({
    inputs: variablePorts(parseTemplate(configText(config, 'text'), 'text')),
    outputs: [TEXT_OUT],
  }),
  outputKeys: ['text'],
  check: (config, wiring) =>
    templateProblems(parseTemplate(configText(config, 'text'), 'text'), 'text', wiring),
});
