import type { FlowNode, Point } from '#shared/graph/document.ts';
import type { FlowLookups } from './lookups.ts';
import { boundingBox, nodeBox, toGrid, type Box } from './node-size.ts';

export type Alignment = 'left' | 'center' | 'right' | 'top' | 'middle' | 'bottom';
export type Direction = 'horizontal' | 'vertical';

/** A new position of a node, relative to its group as in the document. */
export interface Move {
  readonly id: string;
  readonly position: Point;
}

/** Lines the nodes up along one side or the middle of the box round them. */
export function aligned(
  lookups: FlowLookups,
  nodes: readonly FlowNode[],
  alignment: Alignment,
): readonly Move[] {
  const boxes = nodes.map((node) => nodeBox(lookups, node));
  const all = boundingBox(boxes);
  if (all === null || nodes.length < 2) return [];
  return nodes.map((node, index) => {
    const box = boxes[index] ?? all;
    return moveTo(node, box, alignedCorner(box, all, alignment));
  });
}

function alignedCorner(box: Box, all: Box, alignment: Alignment): Point {
  switch (alignment) {
    case 'left':
      return { x: all.x, y: box.y };
    case 'center':
      return { x: all.x + (all.width - box.width) / 2, y: box.y };
    case 'right':
      return { x: all.x + all.width - box.width, y: box.y };
    case 'top':
      return { x: box.x, y: all.y };
    case 'middle':
      return { x: box.x, y: all.y + (all.height - box.height) / 2 };
    case 'bottom':
      return { x: box.x, y: all.y + all.height - box.height };
    default:
      return alignment satisfies never;
  }
}

/** Gives the nodes equal gaps between the two outermost; needs three. */
export function distributed(
  lookups: FlowLookups,
  nodes: readonly FlowNode[],
  direction: Direction,
): readonly Move[] {
  const across = direction === 'horizontal';
  const start = (box: Box) => (across ? box.x : box.y);
  const length = (box: Box) => (across ? box.width : box.height);
  const items = nodes
    .map((node) => ({ node, box: nodeBox(lookups, node) }))
    .sort((a, b) => start(a.box) - start(b.box));
  const all = boundingBox(items.map((item) => item.box));
  if (all === null || items.length < 3) return [];
  const used = items.reduce((sum, item) => sum + length(item.box), 0);
  const gap = (length(all) - used) / (items.length - 1);
  let next = start(all);
  return items.map(({ node, box }) => {
    const corner = across ? { x: next, y: box.y } : { x: box.x, y: next };
    next += length(box) + gap;
    return moveTo(node, box, corner);
  });
}

/** The node's own position for a place on the canvas. */
function moveTo(node: FlowNode, box: Point, corner: Point): Move {
  const snapped = toGrid(corner);
  return {
    id: node.id,
    position: { x: node.position.x + snapped.x - box.x, y: node.position.y + snapped.y - box.y },
  };
}
