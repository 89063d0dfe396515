import { DEFAULT_TEXT_MODEL } from '../../node-kit/default-model.ts';
import { defineNode } from '../../node-kit/define-node.ts';
import { judgeFields } from '../../node-kit/judge/judge-fields.ts';

export const definition = defineNode({
  type: 'condition',
  title: 'Condition',
  about: 'Looks at what comes in and sends it on one of two ways. The steps of the other way are left out.',
  group: 'steer',
  kind: 'branch',
  icon: 'git-fork',
  keywords: ['if', 'else', 'branch', 'route', 'switch', 'compare', 'choose', 'decide'],
  fields: [...judgeFields({ when: 'Yes, when it', example: 'Is this text friendly?' })],
  ports: () => ({
    inputs: [{ id: 'text-in', label: 'anything', type: 'any', required: true }],
    outputs: [
      { id: 'yes-out', label: 'yes', type: 'any' },
      { id: 'no-out', label: 'no', type: 'any' },
    ],
  }),
  outputKeys: ['text', 'image', 'json', 'exit'],
  model: { ...DEFAULT_TEXT_MODEL, temperature: 0 },
  usesModel: (config) => config['compare'] === 'ask',
});
