import { Graph, layout } from '@dagrejs/dagre';
import type { ArrangeBoxes } from './layout.ts';

/** Layered layout by dagre; imported only when somebody lays a flow out. dagre gives centres, Weft has corners. */
export const arrangeBoxes: ArrangeBoxes = (boxes, links, gap) => {
  const graph = new Graph();
  graph.setGraph({ rankdir: 'LR', ranksep: gap.rank, nodesep: gap.node });
  graph.setDefaultEdgeLabel(() => ({}));
  for (const { id, size } of boxes) graph.setNode(id, { width: size.width, height: size.height });
  for (const { source, target } of links) graph.setEdge(source, target);
  layout(graph);
  return new Map(
    boxes.map(({ id, size }) => {
      const centre = graph.node(id) as { readonly x: number; readonly y: number };
      return [id, { x: centre.x - size.width / 2, y: centre.y - size.height / 2 }];
    }),
  );
};
