import type { FlowNode } from '#shared/graph/document.ts';
import type { JsonObject } from '#shared/json.ts';
import { taskProblems } from '../../node-kit/agent/task-problems.ts';
import { agentFields } from '../../node-kit/agent/agent-fields.ts';
import { DEFAULT_TEXT_MODEL } from '../../node-kit/default-model.ts';
import { defineNode } from '../../node-kit/define-node.ts';
import { TEXT_IN, TEXT_OUT } from '../../node-kit/text-ports.ts';
import { MOST_STEPS } from './plan.ts';

/** Of the agent that does the steps; it runs none of the flow's itself. */
const WORKER_FIELDS = agentFields()
  .filter(({ key }) => key !== 'steps')
  .map((field) => ({ ...field, shownWhen: { key: 'worker', is: ['agent'] } }));

/** The agent that a planner has where nothing stands inside: what comes to it is its task. */
function workerOf(config: JsonObject): FlowNode {
  const own = WORKER_FIELDS.flatMap(({ key }) => {
    const value = config[key];
    return value === undefined ? [] : [[key, value] as const];
  });
  return {
    ...{ id: 'worker', type: 'agent', version: 1, label: 'Worker', position: { x: 0, y: 0 } },
    config: Object.fromEntries(own),
  };
}

export const definition = defineNode({
  type: 'planner',
  title: 'Planner',
  about: 'A model makes a plan, a person looks at it, and an agent does its steps one after another.',
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
    {
      key: 'worker',
      label: 'Steps are done by',
      help: 'An agent of its own works as the rest of this form says.',
      type: 'select',
      default: 'agent',
      options: [
        { value: 'agent', label: 'An agent of its own' },
        { value: 'inside', label: 'What stands inside' },
      ],
    },
    ...WORKER_FIELDS,
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
  check: taskProblems,
  model: DEFAULT_TEXT_MODEL,
  heldNodes: ({ worker, ...config }) => ({ nodes: worker === 'inside' ? [] : [workerOf(config)], edges: [] }),
  leavesMark: ({ review, people, files }) =>
    review !== false || people === true || (files ?? 'off') !== 'off',
  wide: true,
});
