import type { FlowEdge } from '#shared/graph/document.ts';
import {
  adapterHandle,
  adapterIndex,
  isAdapterHandle,
  misfit,
  type PortType,
} from '#shared/graph/handles.ts';
import { LIMITS } from '#shared/protocol/limits.ts';
import { effectiveConfig } from '../../node-kit/effective-config.ts';
import type { NodeDefinition } from '../../node-kit/types.ts';
import type { FlowLookups } from './lookups.ts';
import { freeAdapter, portType, type PortRef } from './ports.ts';

/** Which threads may be, and which handles they take. A cycle is allowed here: the canvas shows it, a run refuses it. */

export type Ends = Omit<FlowEdge, 'id'>;

/**
 * Why a thread is refused, in words for people; null when it fits. `moving` = the edge that is being pulled to another
 * place and does not count as being there.
 */
export function refusal(lookups: FlowLookups, ends: Ends, moving: string | null = null): string | null {
  const { source, sourceHandle, target, targetHandle } = ends;
  if (!lookups.nodeById.has(source) || !lookups.nodeById.has(target)) return 'That step is no longer here.';
  if (source === target) return 'A step cannot feed itself.';
  const carries = portType(lookups, { nodeId: source, handle: sourceHandle, side: 'output' });
  const takes = portType(lookups, { nodeId: target, handle: targetHandle, side: 'input' });
  if (carries === null) return 'This step has no such output.';
  if (takes === null) return 'This step has no such input.';
  const incoming = (lookups.edgesByTarget.get(target) ?? []).filter((edge) => edge.id !== moving);
  return lookups.border?.refusal(lookups, ends) ?? misfit(carries, takes) ?? taken(incoming, ends);
}

function taken(incoming: readonly FlowEdge[], ends: Ends): string | null {
  if (isAdapterHandle(ends.targetHandle)) return adapterTaken(incoming, ends);
  const same = incoming.some(
    (edge) =>
      edge.source === ends.source &&
      edge.sourceHandle === ends.sourceHandle &&
      edge.targetHandle === ends.targetHandle,
  );
  return same ? 'These two ports are already connected.' : null;
}

function adapterTaken(incoming: readonly FlowEdge[], ends: Ends): string | null {
  const adapters = incoming.filter((edge) => isAdapterHandle(edge.targetHandle));
  if (adapters.some((edge) => edge.source === ends.source))
    return 'This character is already connected to this step.';
  if (adapters.length >= LIMITS.adaptersPerNode)
    return `A step takes at most ${LIMITS.adaptersPerNode} characters. Remove one first.`;
  return adapters.some((edge) => edge.targetHandle === ends.targetHandle)
    ? 'This port already has a character. Drop the thread on the port with the plus.'
    : null;
}

/** The handle that a thread really takes: a new adapter goes to the next free place, so that there are no gaps. */
export function landingHandle(lookups: FlowLookups, ends: Ends, moving: string | null = null): string {
  if (adapterIndex(ends.targetHandle) === null) return ends.targetHandle;
  const incoming = (lookups.edgesByTarget.get(ends.target) ?? []).filter((edge) => edge.id !== moving);
  return freeAdapter(incoming) ?? ends.targetHandle;
}

/**
 * The new handles of a node's adapter threads after some were removed: the later ones move down, so that they are
 * numbered from 0 without gaps. Only those that change.
 */
export function shiftedAdapters(
  incoming: readonly FlowEdge[],
  removed: ReadonlySet<string>,
): readonly { readonly edgeId: string; readonly targetHandle: string }[] {
  const left = incoming
    .filter((edge) => isAdapterHandle(edge.targetHandle) && !removed.has(edge.id))
    .map((edge, position) => ({ edge, position, index: adapterIndex(edge.targetHandle) ?? Infinity }))
    .sort((a, b) => (a.index === b.index ? a.position - b.position : a.index - b.index));
  return left.flatMap(({ edge }, index) =>
    index < LIMITS.adaptersPerNode && edge.targetHandle !== adapterHandle(index)
      ? [{ edgeId: edge.id, targetHandle: adapterHandle(index) }]
      : [],
  );
}

export interface FittingType {
  readonly definition: NodeDefinition;
  /** The port of the new node that the thread would take. */
  readonly handle: string;
}

/** Node types to which a thread from this port can lead, each with the port it would take; for the picker. */
export function fittingTypes(lookups: FlowLookups, from: PortRef): readonly FittingType[] {
  const type = portType(lookups, from);
  if (type === null) return [];
  return [...lookups.definitions.values()].flatMap((definition) => {
    const handle = fittingHandle(definition, type, from.side);
    return handle === null ? [] : [{ definition, handle }];
  });
}

/** The first port of a new node of this type that fits a thread of `type` coming from the given side of another node. */
export function fittingHandle(
  definition: NodeDefinition,
  type: PortType,
  from: PortRef['side'],
  config = effectiveConfig(definition, {}),
): string | null {
  const ports = definition.ports(config);
  if (from === 'input') return firstFit(ports.outputs, (port) => misfit(port, type));
  const input = firstFit(ports.inputs, (port) => misfit(type, port));
  if (type === 'persona' && definition.adapters) return adapterHandle(0);
  return input;
}

/** An exact type first, then whatever fits. */
function firstFit(
  ports: readonly { readonly id: string; readonly type: PortType }[],
  reason: (type: PortType) => string | null,
): string | null {
  const fits = ports.filter((port) => reason(port.type) === null);
  return (fits.find((port) => port.type !== 'any') ?? fits[0])?.id ?? null;
}
