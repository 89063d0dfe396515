import type { FlowEdge, FlowNode } from '#shared/graph/document.ts';
import { adapterHandle, adapterIndex, isAdapterHandle, type PortType } from '#shared/graph/handles.ts';
import { LIMITS } from '#shared/protocol/limits.ts';
import { effectiveConfig } from '../../node-kit/effective-config.ts';
import { configText, type NodeDefinition, type NodePorts } from '../../node-kit/types.ts';
import { nodeName, type FlowLookups } from './lookups.ts';

/** A port as the canvas draws it. `add` is the ghost on which a thread makes a new character port. */
export interface EditorPort {
  readonly id: string;
  readonly label: string;
  readonly type: PortType;
  readonly state: 'free' | 'wired' | 'add';
  readonly required: boolean;
  readonly adapter: boolean;
  /** Of a container: reached from inside it. Such ports stand behind all others. */
  readonly inner?: true;
}

export interface EditorPorts {
  readonly inputs: readonly EditorPort[];
  readonly outputs: readonly EditorPort[];
}

export type Side = 'input' | 'output';

/** One end of a thread, or where one may begin. */
export interface PortRef {
  readonly nodeId: string;
  readonly handle: string;
  readonly side: Side;
}

const NO_PORTS: EditorPorts = { inputs: [], outputs: [] };

/** The ports of a node with what is wired, adapters by index, and the ghost while there is room for one more. */
export function portsOf(lookups: FlowLookups, nodeId: string): EditorPorts {
  const node = lookups.nodeById.get(nodeId);
  if (node === undefined) return NO_PORTS;
  const incoming = lookups.edgesByTarget.get(nodeId) ?? [];
  const outgoing = lookups.edgesBySource.get(nodeId) ?? [];
  const definition = lookups.definitions.get(node.type);
  if (definition === undefined) return portsFromThreads(incoming, outgoing);
  const ports = definition.ports(effectiveConfig(definition, node.config));
  const inside = insideOf(lookups, nodeId) ?? NO_PORTS;
  const wiredIn = new Set(incoming.map((edge) => edge.targetHandle));
  const wiredOut = new Set(outgoing.map((edge) => edge.sourceHandle));
  const inputs = [
    ...ports.inputs.map((port) => editorPort(port, wiredIn)),
    ...strayPorts(
      [...ports.inputs, ...inside.inputs],
      [...wiredIn].filter((handle) => !isAdapterHandle(handle)),
    ),
  ];
  const inner = (list: NodePorts['inputs'], wired: ReadonlySet<string>) =>
    list.map((port): EditorPort => ({ ...editorPort(port, wired), inner: true }));
  return {
    inputs: [
      ...inputs,
      ...(definition.adapters ? adapterPorts(lookups, incoming) : []),
      ...inner(inside.inputs, wiredIn),
    ],
    outputs: [
      ...ports.outputs.map((port) => editorPort(port, wiredOut)),
      ...strayPorts([...ports.outputs, ...inside.outputs], wiredOut),
      ...inner(inside.outputs, wiredOut),
    ],
  };
}

/** The inner ports of a container that draws what it repeats; undefined for any other node. */
export function insideOf(lookups: FlowLookups, nodeId: string): NodePorts | undefined {
  const node = lookups.nodeById.get(nodeId);
  const definition = node && lookups.definitions.get(node.type);
  if (!node || !definition?.inside || definition.heldNodes) return undefined;
  return definition.inside(effectiveConfig(definition, node.config));
}

/** Whether a port is reached from inside its node. */
export const isInner = (lookups: FlowLookups, { nodeId, handle, side }: PortRef): boolean =>
  insideOf(lookups, nodeId)?.[`${side}s`].some(({ id }) => id === handle) === true;

/** Threads that end in a port which is gone (a variable taken out of a template) stay visible, so that they can be moved. */
function strayPorts(ports: readonly { readonly id: string }[], wired: Iterable<string>): EditorPort[] {
  const known = new Set(ports.map((port) => port.id));
  return [...wired]
    .filter((handle) => !known.has(handle))
    .map((id) => ({ id, label: id, type: 'any', state: 'wired', required: false, adapter: false }));
}

function editorPort(
  port: {
    readonly id: string;
    readonly label: string;
    readonly type: PortType;
    readonly required?: boolean | undefined;
  },
  wired: ReadonlySet<string>,
): EditorPort {
  const { id, label, type, required = false } = port;
  return { id, label, type, state: wired.has(id) ? 'wired' : 'free', required, adapter: false };
}

/** Nothing is known of an unknown type but the threads that it came with. */
function portsFromThreads(incoming: readonly FlowEdge[], outgoing: readonly FlowEdge[]): EditorPorts {
  const port = (id: string): EditorPort => ({
    id,
    label: id,
    type: isAdapterHandle(id) ? 'persona' : 'any',
    state: 'wired',
    required: false,
    adapter: isAdapterHandle(id),
  });
  return {
    inputs: [...new Set(incoming.map((edge) => edge.targetHandle))].map(port),
    outputs: [...new Set(outgoing.map((edge) => edge.sourceHandle))].map(port),
  };
}

function adapterPorts(lookups: FlowLookups, incoming: readonly FlowEdge[]): EditorPort[] {
  const names = new Map<number, string>();
  for (const edge of incoming) {
    const index = adapterIndex(edge.targetHandle);
    const source = lookups.nodeById.get(edge.source);
    if (index !== null && source && !names.has(index)) names.set(index, characterName(lookups, source));
  }
  const base = { type: 'persona', required: false, adapter: true } as const;
  const wired = [...names]
    .sort(([a], [b]) => a - b)
    .map(([index, label]): EditorPort => ({ ...base, id: adapterHandle(index), label, state: 'wired' }));
  const free = freeAdapter(incoming);
  return free === null ? wired : [...wired, { ...base, id: free, label: 'Character', state: 'add' }];
}

function characterName(lookups: FlowLookups, source: FlowNode): string {
  return configText(source.config, 'characterName').trim() || nodeName(lookups, source);
}

/** The next adapter handle of a node with these threads into it; null when all five are taken. */
export function freeAdapter(incoming: readonly FlowEdge[]): string | null {
  const taken = new Set(incoming.map((edge) => adapterIndex(edge.targetHandle)));
  for (let index = 0; index < LIMITS.adaptersPerNode; index += 1)
    if (!taken.has(index)) return adapterHandle(index);
  return null;
}

/** What travels through a port; null when the node has no such port. Every handle of an unknown type takes anything. */
export function portType(lookups: FlowLookups, ref: PortRef): PortType | null {
  const node = lookups.nodeById.get(ref.nodeId);
  if (node === undefined) return null;
  const definition = lookups.definitions.get(node.type);
  if (ref.side === 'input' && isAdapterHandle(ref.handle))
    return (definition === undefined || definition.adapters) && adapterIndex(ref.handle) !== null
      ? 'persona'
      : null;
  if (definition === undefined) return 'any';
  const inside = insideOf(lookups, ref.nodeId)?.[`${ref.side}s`] ?? [];
  return (
    [...definitionPorts(definition, node, ref.side), ...inside].find((port) => port.id === ref.handle)
      ?.type ?? null
  );
}

function definitionPorts(definition: NodeDefinition, node: FlowNode, side: Side) {
  const ports = definition.ports(effectiveConfig(definition, node.config));
  return side === 'input' ? ports.inputs : ports.outputs;
}
