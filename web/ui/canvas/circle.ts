import type { FlowEdge, FlowNode } from '#shared/graph/document.ts';
import type { PortRef } from './canvas-flow.ts';

/** What is looked at of a flow. */
export interface Threads {
  readonly nodeById: ReadonlyMap<string, Pick<FlowNode, 'parent'>>;
  readonly edgesByTarget: ReadonlyMap<string, readonly Pick<FlowEdge, 'source' | 'target'>[]>;
  readonly edgesBySource: ReadonlyMap<string, readonly Pick<FlowEdge, 'source' | 'target'>[]>;
}

export const CIRCLE_WORDS = 'This would close a circle, and a run refuses circles.';

/**
 * The nodes at which a thread from this port would close a circle: all before an output, all behind an input. Threads
 * between a container and what it holds lead in and out of it, and close none. O(threads that lead there).
 */
export function circleNodes(from: PortRef, flow: Threads): ReadonlySet<string> {
  const next = (nodeId: string) =>
    from.side === 'output'
      ? (flow.edgesByTarget.get(nodeId) ?? []).map(({ source }) => source)
      : (flow.edgesBySource.get(nodeId) ?? []).map(({ target }) => target);
  const found = new Set<string>();
  const open = [from.nodeId];
  for (let nodeId = open.pop(); nodeId !== undefined; nodeId = open.pop()) {
    for (const other of next(nodeId)) {
      if (found.has(other) || holds(flow, other, nodeId) || holds(flow, nodeId, other)) continue;
      found.add(other);
      open.push(other);
    }
  }
  found.delete(from.nodeId);
  return found;
}

/** Groups in a circle, in foreign files, end where they begin. */
function holds({ nodeById }: Threads, container: string, nodeId: string): boolean {
  const seen = new Set<string>();
  for (
    let at = nodeById.get(nodeId)?.parent;
    at !== undefined && !seen.has(at);
    at = nodeById.get(at)?.parent
  ) {
    if (at === container) return true;
    seen.add(at);
  }
  return false;
}
