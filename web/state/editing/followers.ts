import type { FlowEdge, FlowNode, Point } from '#shared/graph/document.ts';
import { isAdapterHandle } from '#shared/graph/handles.ts';

interface Standing {
  readonly document: { readonly edges: readonly FlowEdge[] };
  readonly nodeById: ReadonlyMap<string, FlowNode>;
  readonly edgesBySource: ReadonlyMap<string, readonly FlowEdge[]>;
}

/**
 * Where characters that stay beside their node go when it moves: those that feed no other node and do not move themselves,
 * by the same way. `moved` has the new places in each node's own frame. O(threads).
 */
export function followers(
  flow: Standing,
  moved: ReadonlyMap<string, Point>,
): readonly { readonly id: string; readonly position: Point }[] {
  return flow.document.edges.flatMap(({ source, target, targetHandle }) => {
    const node = flow.nodeById.get(source);
    if (!isAdapterHandle(targetHandle) || node?.config['adapterLocked'] !== true) return [];
    if (flow.edgesBySource.get(source)?.length !== 1 || wayOf(flow, source, moved)) return [];
    const way = wayOf(flow, target, moved);
    return way ? [{ id: source, position: { x: node.position.x + way.x, y: node.position.y + way.y } }] : [];
  });
}

/** How far a node is taken, by itself or with a group that it lies in; null = it stays. */
function wayOf(flow: Standing, nodeId: string, moved: ReadonlyMap<string, Point>): Point | null {
  const seen = new Set<string>();
  for (let id: string | undefined = nodeId; id !== undefined && !seen.has(id);) {
    seen.add(id);
    const node = flow.nodeById.get(id);
    const to = moved.get(id);
    if (node && to) return { x: to.x - node.position.x, y: to.y - node.position.y };
    id = node?.parent;
  }
  return null;
}
