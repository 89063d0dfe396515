import type { FlowDocument, FlowEdge, FlowNode, Point } from '#shared/graph/document.ts';
import type { NodeDefinition } from '../../node-kit/types.ts';
import type { Border } from './border.ts';

/** Everything about one snapshot of a flow that edits and the canvas ask for; made once per snapshot in O(nodes + edges). */
export interface FlowLookups {
  readonly document: FlowDocument;
  readonly definitions: ReadonlyMap<string, NodeDefinition>;
  readonly nodeById: ReadonlyMap<string, FlowNode>;
  readonly edgeById: ReadonlyMap<string, FlowEdge>;
  /** Threads into a node, in the flow's order; no entry when there is none. */
  readonly edgesByTarget: ReadonlyMap<string, readonly FlowEdge[]>;
  readonly edgesBySource: ReadonlyMap<string, readonly FlowEdge[]>;
  /** What may cross the edge of a container; null or left out while nobody has fetched it. */
  readonly border?: Border | null;
  /** Nodes inside a group, in the flow's order. */
  readonly children: ReadonlyMap<string, readonly FlowNode[]>;
}

export function createLookups(
  document: FlowDocument,
  definitions: ReadonlyMap<string, NodeDefinition>,
): FlowLookups {
  const parented = document.nodes.filter((node) => node.parent !== undefined);
  return {
    document,
    definitions,
    nodeById: new Map(document.nodes.map((node) => [node.id, node])),
    edgeById: new Map(document.edges.map((edge) => [edge.id, edge])),
    edgesByTarget: groupBy(document.edges, (edge) => edge.target),
    edgesBySource: groupBy(document.edges, (edge) => edge.source),
    children: groupBy(parented, (node) => node.parent ?? ''),
  };
}

function groupBy<T>(items: readonly T[], keyOf: (item: T) => string): ReadonlyMap<string, readonly T[]> {
  const groups = new Map<string, T[]>();
  for (const item of items) {
    const key = keyOf(item);
    const group = groups.get(key);
    if (group) group.push(item);
    else groups.set(key, [item]);
  }
  return groups;
}

/** What people call the node: its label (a group's may stand in its config), else its type's title, else the unknown type's own name. */
export function nodeName(lookups: FlowLookups, node: FlowNode): string {
  const named = node.type === 'group' ? node.config['label'] : '';
  return (
    node.label ||
    (typeof named === 'string' && named) ||
    (lookups.definitions.get(node.type)?.title ?? node.type)
  );
}

/** Groups round a node, innermost first. Stops at a group that was seen, so that foreign files cannot hang it. */
export function ancestors(lookups: FlowLookups, nodeId: string): readonly string[] {
  const found: string[] = [];
  const seen = new Set([nodeId]);
  let parent = lookups.nodeById.get(nodeId)?.parent;
  while (parent !== undefined && !seen.has(parent)) {
    seen.add(parent);
    found.push(parent);
    parent = lookups.nodeById.get(parent)?.parent;
  }
  return found;
}

/** Where a node stands on the canvas; positions in the document are relative to the group. */
export function absolutePosition(lookups: FlowLookups, nodeId: string): Point {
  let { x, y } = lookups.nodeById.get(nodeId)?.position ?? { x: 0, y: 0 };
  for (const id of ancestors(lookups, nodeId)) {
    const position = lookups.nodeById.get(id)?.position ?? { x: 0, y: 0 };
    x += position.x;
    y += position.y;
  }
  return { x, y };
}

/** The nodes and everything inside those of them that are groups. */
export function withContents(lookups: FlowLookups, nodeIds: Iterable<string>): ReadonlySet<string> {
  const found = new Set<string>();
  const queue = [...nodeIds];
  for (let id = queue.pop(); id !== undefined; id = queue.pop()) {
    if (found.has(id)) continue;
    found.add(id);
    for (const child of lookups.children.get(id) ?? []) queue.push(child.id);
  }
  return found;
}
