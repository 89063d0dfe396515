import type { FlowDocument, FlowEdge, Point } from '#shared/graph/document.ts';
import { levelsOf } from '#shared/graph/topology.ts';

/** Foreign files may have groups in a circle. */
const MOST_DEPTH = 64;

/**
 * The order in which the keyboard walks a flow: along the threads, and from top to bottom where nothing decides. Nodes on
 * a cycle come last, in the document's order.
 */
export function flowOrder(document: FlowDocument, positionOf: (nodeId: string) => Point): readonly string[] {
  const indexOf = new Map(document.nodes.map((node, index) => [node.id, index]));
  const edges = document.edges.flatMap((edge): [number, number][] => {
    const source = indexOf.get(edge.source);
    const target = indexOf.get(edge.target);
    if (source === undefined || target === undefined) return [];
    // What comes back to a container from inside it leads nowhere new.
    let up = document.nodes[source]?.parent;
    for (let depth = 0; up !== undefined && up !== edge.target && depth < MOST_DEPTH; depth += 1)
      up = document.nodes[indexOf.get(up) ?? -1]?.parent;
    return up === edge.target ? [] : [[source, target]];
  });
  const { levels } = levelsOf({ size: document.nodes.length, edges });
  const idAt = (index: number) => document.nodes[index]?.id ?? '';
  const ordered = levels.flatMap((level) => level.map(idAt).sort(byPlace(positionOf)));
  const placed = new Set(ordered);
  return [...ordered, ...document.nodes.map((node) => node.id).filter((id) => !placed.has(id))];
}

function byPlace(positionOf: (nodeId: string) => Point) {
  return (a: string, b: string) => {
    const one = positionOf(a);
    const other = positionOf(b);
    return one.y - other.y || one.x - other.x;
  };
}

/** The node `step` places on, round the ends; the first (or last) one when `from` is null. Null for an empty flow. */
export function stepInOrder(order: readonly string[], from: string | null, step: 1 | -1): string | null {
  if (order.length === 0) return null;
  const at = from === null ? -1 : order.indexOf(from);
  if (at < 0) return (step === 1 ? order[0] : order.at(-1)) ?? null;
  return order[(at + step + order.length) % order.length] ?? null;
}

export type Follow = 'back' | 'forward' | 'up' | 'down';

/**
 * Along a thread from a node: back to what feeds it, forward to what it feeds, up and down between the nodes that share
 * its source (or its target, when nothing feeds it). Null where there is nothing.
 */
export function followThread(
  nodeId: string,
  direction: Follow,
  edges: {
    readonly into: (nodeId: string) => readonly FlowEdge[];
    readonly outOf: (nodeId: string) => readonly FlowEdge[];
  },
  positionOf: (nodeId: string) => Point,
): string | null {
  const sources = unique(edges.into(nodeId).map((edge) => edge.source));
  const targets = unique(edges.outOf(nodeId).map((edge) => edge.target));
  if (direction === 'back') return sources.sort(byPlace(positionOf))[0] ?? null;
  if (direction === 'forward') return targets.sort(byPlace(positionOf))[0] ?? null;
  const siblings =
    sources.length > 0
      ? sources.flatMap((source) => edges.outOf(source).map((edge) => edge.target))
      : targets.flatMap((target) => edges.into(target).map((edge) => edge.source));
  const row = unique([...siblings, nodeId]).sort(byPlace(positionOf));
  return row[row.indexOf(nodeId) + (direction === 'up' ? -1 : 1)] ?? null;
}

const unique = (ids: readonly string[]): string[] => [...new Set(ids)];
