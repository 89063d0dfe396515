import { defineNode } from '../../node-kit/define-node.ts';
import { heldFlow, SUBFLOW_TYPE } from '../../node-kit/held-flow.ts';

export const definition = defineNode({
  type: SUBFLOW_TYPE,
  title: 'Subflow',
  about: 'Several steps that run as one. Select steps, then make a subflow of them.',
  group: 'steer',
  kind: 'map',
  icon: 'group',
  keywords: ['module'],
  fields: [{ key: 'flow', label: 'Steps', type: 'json', default: '{}', hidden: true }],
  ports: heldFlow,
  inside: (config) => {
    const { inputs, outputs } = heldFlow(config);
    return { inputs: [...outputs, { id: 'done', label: '', type: 'any' }], outputs: inputs };
  },
  heldNodes: heldFlow,
  outputKeys: ['text', 'parts'],
});
