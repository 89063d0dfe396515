import type { FlowEdge, FlowNode, Point } from '#shared/graph/document.ts';
import { isContainer } from '#shared/run/plan.ts';
import type { HeldFlow } from '../../node-kit/held-flow.ts';
import type { PortDefinition } from '../../node-kit/types.ts';
import { effectiveConfig } from '../../node-kit/effective-config.ts';
import { topmost } from '../editing/clip.ts';
import { absolutePosition, ancestors, withContents, type FlowLookups } from '../editing/lookups.ts';
import { portType } from '../editing/ports.ts';
import { foldRefusal } from './fold-refusal.ts';
import { MOST_CHARACTERS } from './held-steps.ts';
import { kindAt, nameAt } from './step-facts.ts';

/** From chosen steps to what a subflow of them holds. */

export interface Folded {
  readonly ok: true;
  readonly held: HeldFlow;
  /** Steps that it takes the place of. */
  readonly taken: ReadonlySet<string>;
  /** Where its ends lead now, by the id of the thread. */
  readonly rewired: ReadonlyMap<string, { readonly side: 'in' | 'out'; readonly port: string }>;
  /** Left top corner of the steps, on the canvas. */
  readonly corner: Point;
  readonly parent: string | undefined;
}

export type FoldResult = Folded | { readonly ok: false; readonly reason: string };

/** What the chosen steps, with what stands in them, come to; or why they can be no subflow. O(nodes + edges). */
export function foldSteps(lookups: FlowLookups, chosen: Iterable<string>): FoldResult {
  const all = withContents(lookups, chosen);
  const top = topmost(lookups, all);
  const reason = foldRefusal(lookups, all, top);
  if (reason !== null) return { ok: false, reason };
  const places = top.map(({ id }) => absolutePosition(lookups, id));
  const corner = { x: Math.min(...places.map(({ x }) => x)), y: Math.min(...places.map(({ y }) => y)) };
  const nodes = lookups.document.nodes.filter(({ id }) => all.has(id));
  const ids = new Map(nodes.map(({ id }, at) => [id, `n${at + 1}`]));
  const border = borderOf(lookups, ids);
  const held = { nodes: nodes.map((node) => innerNode(lookups, node, ids, corner)), ...border.held };
  if (JSON.stringify(held).length > MOST_CHARACTERS)
    return { ok: false, reason: 'These steps hold too much for one subflow. Choose fewer.' };
  const { rewired } = border;
  return { ok: true, held, taken: all, rewired, corner, parent: top[0]?.parent };
}

function innerNode(
  lookups: FlowLookups,
  node: FlowNode,
  ids: ReadonlyMap<string, string>,
  corner: Point,
): FlowNode {
  const { parent, ...rest } = node;
  const id = ids.get(node.id) ?? node.id;
  const inner = parent === undefined ? undefined : ids.get(parent);
  if (inner !== undefined) return { ...rest, id, parent: inner };
  const { x, y } = absolutePosition(lookups, node.id);
  return { ...rest, id, position: { x: x - corner.x, y: y - corner.y } };
}

interface Border {
  readonly held: Pick<HeldFlow, 'edges' | 'inputs' | 'outputs'>;
  readonly rewired: Map<string, { readonly side: 'in' | 'out'; readonly port: string }>;
}

/**
 * Threads inside, and the ports that threads across the border make. What comes into one step keeps its order, so that
 * what is merged reads as before: where a thread from inside stands between two from outside, these get two ports.
 */
function borderOf(lookups: FlowLookups, ids: ReadonlyMap<string, string>): Border {
  const edges: FlowEdge[] = [];
  const inputs: PortDefinition[] = [];
  const outputs: PortDefinition[] = [];
  const rewired: Border['rewired'] = new Map();
  const lastInto = new Map<string, { readonly handle: string; readonly port: string }>();
  const leaving = new Map<string, string>();
  const add = (edge: Omit<FlowEdge, 'id'>) => void edges.push({ id: `e${edges.length + 1}`, ...edge });
  const enter = (nodeId: string, handle: string): string => {
    const port = inputPort(lookups, nodeId, handle, inputs);
    inputs.push(port);
    add({ source: '', sourceHandle: port.id, target: ids.get(nodeId) ?? '', targetHandle: handle });
    return port.id;
  };
  const leave = (nodeId: string, handle: string): string => {
    const key = `${nodeId} ${handle}`;
    const known = leaving.get(key);
    if (known !== undefined) return known;
    const port = outputPort(lookups, nodeId, handle, outputs);
    outputs.push(port);
    leaving.set(key, port.id);
    add({ source: ids.get(nodeId) ?? '', sourceHandle: handle, target: '', targetHandle: port.id });
    return port.id;
  };
  for (const { id, source, sourceHandle, target, targetHandle } of lookups.document.edges) {
    const from = ids.get(source);
    const to = ids.get(target);
    if (from !== undefined && to !== undefined) {
      add({ source: from, sourceHandle, target: to, targetHandle });
      lastInto.delete(target);
    } else if (to !== undefined) {
      const last = lastInto.get(target);
      const port = last?.handle === targetHandle ? last.port : enter(target, targetHandle);
      lastInto.set(target, { handle: targetHandle, port });
      rewired.set(id, { side: 'in', port });
    } else if (from !== undefined) rewired.set(id, { side: 'out', port: leave(source, sourceHandle) });
  }
  for (const id of ids.keys()) openEnds(lookups, id, enter, leave);
  return { held: { edges, inputs, outputs }, rewired };
}

/** Ports at which nothing is wired yet: what a step must have, and what the last steps make. */
function openEnds(
  lookups: FlowLookups,
  id: string,
  enter: (nodeId: string, handle: string) => string,
  leave: (nodeId: string, handle: string) => string,
): void {
  const node = lookups.nodeById.get(id);
  const definition = node && lookups.definitions.get(node.type);
  if (node === undefined || definition === undefined || definition.kind === null) return;
  if (ancestors(lookups, id).some((round) => isContainer(kindAt(lookups, round)))) return;
  const ports = definition.ports(effectiveConfig(definition, node.config));
  const wired = new Set((lookups.edgesByTarget.get(id) ?? []).map(({ targetHandle }) => targetHandle));
  for (const port of ports.inputs) if (port.required === true && !wired.has(port.id)) enter(id, port.id);
  const [output] = ports.outputs;
  if (output !== undefined && (lookups.edgesBySource.get(id) ?? []).length === 0) leave(id, output.id);
}

function inputPort(
  lookups: FlowLookups,
  nodeId: string,
  handle: string,
  known: readonly PortDefinition[],
): PortDefinition {
  const node = lookups.nodeById.get(nodeId);
  const definition = node && lookups.definitions.get(node.type);
  const port =
    definition
      ?.ports(effectiveConfig(definition, node?.config ?? {}))
      .inputs.find(({ id }) => id === handle) ?? null;
  const type = portType(lookups, { nodeId, handle, side: 'input' }) ?? 'any';
  const label = labelOf(nameAt(lookups, nodeId), port?.label ?? 'character', known);
  const id = `in-${known.length + 1}`;
  return port?.required === true ? { id, label, type, required: true } : { id, label, type };
}

function outputPort(
  lookups: FlowLookups,
  nodeId: string,
  handle: string,
  known: readonly PortDefinition[],
): PortDefinition {
  const type = portType(lookups, { nodeId, handle, side: 'output' }) ?? 'any';
  const label = labelOf(nameAt(lookups, nodeId), handle, known);
  return { id: `out-${known.length + 1}`, label, type };
}

/** The step's name; with the port's where the step has several. */
function labelOf(name: string, port: string, known: readonly PortDefinition[]): string {
  const label = known.some((other) => other.label === name) ? `${name}: ${port}` : name;
  return label.slice(0, 100);
}
