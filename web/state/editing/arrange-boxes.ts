import { Graph, layout } from '@dagrejs/dagre';
import type { Point } from '#shared/graph/document.ts';
import type { ArrangeBoxes } from './layout.ts';

type Corners = ReturnType<ArrangeBoxes>;
type Parts = Parameters<ArrangeBoxes>;

/** Threads are compared pair by pair: above this many the search for fewer crossings decides alone. */
const MOST_COMPARED = 1_000;

/**
 * Layered layout by dagre; imported only when somebody lays a flow out. What comes first in the lists given stands
 * further up in its column, unless another order has fewer crossings.
 */
export const arrangeBoxes: ArrangeBoxes = (boxes, links, gap) => {
  const free = arranged([boxes, links, gap], false);
  if (links.length > MOST_COMPARED) return free;
  const kept = arranged([boxes, links, gap], true);
  return crossings(kept, links) <= crossings(free, links) ? kept : free;
};

/** dagre gives centres, Weft has corners. */
function arranged([boxes, links, gap]: Parts, keepsOrder: boolean): Corners {
  const graph = new Graph();
  graph.setGraph({ rankdir: 'LR', ranksep: gap.rank, nodesep: gap.node });
  graph.setDefaultEdgeLabel(() => ({}));
  for (const { id, size } of boxes) graph.setNode(id, { width: size.width, height: size.height });
  for (const { source, target } of links) graph.setEdge(source, target);
  layout(graph, { disableOptimalOrderHeuristic: keepsOrder });
  return new Map(
    boxes.map(({ id, size }) => {
      const centre = graph.node(id) as { readonly x: number; readonly y: number };
      return [id, { x: centre.x - size.width / 2, y: centre.y - size.height / 2 }];
    }),
  );
}

/** Pairs of threads that cross, taken as straight lines. */
function crossings(corners: Corners, links: Parts[1]): number {
  const lines = links.flatMap(({ source, target }) => {
    const from = corners.get(source);
    const to = corners.get(target);
    return from && to && from.x < to.x ? [{ from, to }] : [];
  });
  let count = 0;
  lines.forEach((one, index) => {
    for (const other of lines.slice(index + 1)) {
      const left = Math.max(one.from.x, other.from.x);
      const right = Math.min(one.to.x, other.to.x);
      if (left < right && (at(one, left) - at(other, left)) * (at(one, right) - at(other, right)) < -1)
        count += 1;
    }
  });
  return count;
}

/** How far down a line is at this place. */
function at({ from, to }: { readonly from: Point; readonly to: Point }, x: number): number {
  return from.y + ((to.y - from.y) * (x - from.x)) / (to.x - from.x);
}
