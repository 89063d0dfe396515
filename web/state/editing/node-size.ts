import type { FlowNode, Point, Size } from '#shared/graph/document.ts';
import { absolutePosition, type FlowLookups } from './lookups.ts';
import { portsOf } from './ports.ts';

/** Canvas grid: nodes snap to it, in px at 100 % zoom. */
const NODE_GRID = 8;

/** Measures of the node card, from the design language. */
const CARD = {
  width: 216,
  wideWidth: 296,
  head: 46,
  portsPadding: 8,
  portRow: 20,
  body: 72,
  /** 4:3 in the card's width, with the air round it. */
  picture: 158,
  foot: 26,
} as const;
const GROUP: Size = { width: 320, height: 200 };
/** Of a container that draws what it repeats. */
const CONTAINER: Size = { width: 560, height: 400 };

/** The node's size where the person set one, else what its card needs. */
export function nodeSize(lookups: FlowLookups, node: FlowNode): Size {
  if (node.size) return node.size;
  const definition = lookups.definitions.get(node.type);
  if (node.type === 'group') return GROUP;
  if (definition?.inside !== undefined && definition.heldNodes === undefined) return CONTAINER;
  const ports = portsOf(lookups, node.id);
  const rows = Math.max(ports.inputs.length, ports.outputs.length);
  const portsHeight = rows === 0 ? 0 : CARD.portsPadding + CARD.portRow * rows;
  const body = definition?.outputKeys[0] === 'image' ? CARD.picture : CARD.body;
  return {
    width: definition?.wide ? CARD.wideWidth : CARD.width,
    height: CARD.head + portsHeight + body + CARD.foot,
  };
}

export interface Box extends Point, Size {}

/** Where the node is on the canvas. */
export function nodeBox(lookups: FlowLookups, node: FlowNode): Box {
  return { ...absolutePosition(lookups, node.id), ...nodeSize(lookups, node) };
}

/** The smallest box round all; null for none. */
export function boundingBox(boxes: readonly Box[]): Box | null {
  if (boxes.length === 0) return null;
  const left = Math.min(...boxes.map((box) => box.x));
  const top = Math.min(...boxes.map((box) => box.y));
  const right = Math.max(...boxes.map((box) => box.x + box.width));
  const bottom = Math.max(...boxes.map((box) => box.y + box.height));
  return { x: left, y: top, width: right - left, height: bottom - top };
}

export function toGrid(point: Point): Point {
  return { x: Math.round(point.x / NODE_GRID) * NODE_GRID, y: Math.round(point.y / NODE_GRID) * NODE_GRID };
}
