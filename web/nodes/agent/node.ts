import { DEFAULT_TEXT_MODEL } from '../../node-kit/default-model.ts';
import { taskProblems } from '../../node-kit/agent/task-problems.ts';
import { agentFields } from '../../node-kit/agent/agent-fields.ts';
import { offersTools } from '../../node-kit/agent/offers-tools.ts';
import { MATERIAL_PORT } from '../../node-kit/agent/material-port.ts';
import { defineNode } from '../../node-kit/define-node.ts';
import { TEXT_IN, TEXT_OUT } from '../../node-kit/text-ports.ts';

/** From here threads lead to steps that it may run. */
const STEPS_PORT = 'steps-out';

export const definition = defineNode({
  type: 'agent',
  title: 'Agent',
  about: 'Works on a task in turns with tools: reads, notes, asks people, makes files, looks things up.',
  group: 'write',
  kind: 'task',
  icon: 'bot',
  keywords: ['agent', 'tools', 'assistant', 'autonomous', 'research', 'think', 'react'],
  fields: [
    {
      key: 'task',
      label: 'Task',
      help: 'What it should do and what its answer should be.',
      type: 'textarea',
      default: '',
      placeholder: 'Find the three weakest arguments in what comes in, and say why.',
      face: 'prose',
    },
    ...agentFields(),
  ],
  ports: () => ({
    inputs: [
      { ...TEXT_IN, required: false },
      { id: MATERIAL_PORT, label: 'to read', type: 'any' },
    ],
    outputs: [TEXT_OUT, { id: STEPS_PORT, label: 'may run', type: 'any' }],
  }),
  outputKeys: ['text'],
  check: taskProblems,
  stepsPort: STEPS_PORT,
  model: DEFAULT_TEXT_MODEL,
  usesTools: offersTools,
  leavesMark: ({ people, files }) => people === true || (files ?? 'off') !== 'off',
  wide: true,
});
