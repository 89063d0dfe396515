import { adapterHandle, type PortType } from '#shared/graph/handles.ts';
import type { JsonObject } from '#shared/json.ts';
import { isContainer } from '#shared/run/plan.ts';
import { LIMITS } from '#shared/protocol/limits.ts';
import type { NodeDefinition } from '../../node-kit/types.ts';

/** Where a container waits for what nodes inside it need from outside. No port: it is never drawn. */
export const BORDER_HANDLE = 'from-outside';

/** Handles in which a thread of this node may end, with what they take; adapters included. */
export function inputHandles(definition: NodeDefinition, config: JsonObject): ReadonlyMap<string, PortType> {
  const handles = new Map<string, PortType>();
  for (const port of definition.ports(config).inputs) handles.set(port.id, port.type);
  if (isContainer(definition.kind)) handles.set(BORDER_HANDLE, 'any');
  if (definition.adapters)
    for (let index = 0; index < LIMITS.adaptersPerNode; index += 1)
      handles.set(adapterHandle(index), 'persona');
  return handles;
}

/** Handles at which a thread of this node may begin. */
export function outputHandles(definition: NodeDefinition, config: JsonObject): ReadonlyMap<string, PortType> {
  return new Map(definition.ports(config).outputs.map((port) => [port.id, port.type]));
}
