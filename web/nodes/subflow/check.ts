import { FLOW_FORMAT_VERSION } from '#shared/graph/document.ts';
import { loadFlow } from '#shared/graph/load.ts';
import { weftError } from '#shared/run/errors.ts';
import { heldFlow } from '../../node-kit/held-flow.ts';
import type { NodeDefinition } from '../../node-kit/types.ts';

/** A subflow out of a foreign file may hold anything. */
export const check: NodeDefinition['check'] = (config) => {
  const problem = (message: string) => [weftError('invalid-config', message, { field: 'flow' })];
  const { nodes } = heldFlow(config);
  const whole = { formatVersion: FLOW_FORMAT_VERSION, id: 'held', name: '', nodes, edges: [], settings: {} };
  const loaded = loadFlow(whole);
  return loaded.ok && loaded.repairs.length === 0
    ? []
    : problem('What this subflow holds is damaged. Make it again from its steps.');
};
