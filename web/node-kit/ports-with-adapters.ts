import type { JsonObject } from '#shared/json.ts';
import { adapterHandle } from '#shared/graph/handles.ts';
import { LIMITS } from '#shared/protocol/limits.ts';
import type { NodeDefinition, NodePorts } from './types.ts';

/**
 * A node's ports with its persona adapters after the other inputs: adapter-0 up to the count, at most five. Node types
 * without adapters never get any. The ghost port that adds one is the canvas's.
 */
export function portsWithAdapters(
  definition: NodeDefinition,
  config: JsonObject,
  adapterCount: number,
): NodePorts {
  const ports = definition.ports(config);
  if (!definition.adapters) return ports;
  const count = Math.max(0, Math.min(LIMITS.adaptersPerNode, Math.trunc(adapterCount)));
  const adapters = Array.from({ length: count }, (_, index) => ({
    id: adapterHandle(index),
    label: 'persona',
    type: 'persona' as const,
  }));
  return { inputs: [...ports.inputs, ...adapters], outputs: ports.outputs };
}
