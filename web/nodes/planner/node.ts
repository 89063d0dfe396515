import { DEFAULT_TEXT_MODEL } from '../../node-kit/default-model.ts';
import { defineNode } from '../../node-kit/define-node.ts';
import { TEXT_IN, TEXT_OUT } from '../../node-kit/text-ports.ts';
import { MOST_STEPS } from './plan.ts';

export const definition = defineNode({
  type: 'planner',
  title: 'Planner',
  about: 'A model makes a plan, a person looks at it, and what stands inside does each of its steps.',
  group: 'steer',
  kind: 'map',
  icon: 'list-tree',
  keywords: ['plan', 'agent', 'steps', 'tasks', 'break down', 'approve'],
  fields: [
    {
      key: 'task',
      label: 'Task',
      type: 'textarea',
      default: '',
      placeholder: 'Prepare a one-page guide for new volunteers.',
      face: 'prose',
      required: true,
      orPort: 'text-in',
    },
    { key: 'maxSteps', label: 'Most steps', type: 'number', default: 5, min: 1, max: MOST_STEPS, step: 1 },
    {
      key: 'review',
      label: 'A person approves the plan',
      help: 'And can change it first.',
      type: 'boolean',
      default: true,
    },
    {
      key: 'onFail',
      label: 'When a step fails',
      type: 'select',
      default: 'stop',
      options: [
        { value: 'stop', label: 'Stop there' },
        { value: 'go-on', label: 'Go on with the next' },
      ],
    },
    {
      key: 'output',
      label: 'What comes out',
      type: 'select',
      default: 'all',
      options: [
        { value: 'all', label: 'What every step made' },
        { value: 'last', label: 'What the last step made' },
      ],
    },
  ],
  ports: () => ({
    inputs: [{ ...TEXT_IN, required: false }],
    outputs: [TEXT_OUT, { id: 'json-out', label: 'JSON', type: 'json' }],
  }),
  inside: () => ({
    inputs: [{ id: 'result', label: 'result', type: 'any' }],
    outputs: [{ id: 'item', label: 'step', type: 'text' }],
  }),
  outputKeys: ['text', 'json'],
  model: DEFAULT_TEXT_MODEL,
  leavesMark: ({ review }) => review !== false,
  wide: true,
});
