import type { FlowEdge, FlowNode, Size } from '#shared/graph/document.ts';
import { GROUP_PADDING } from './group-padding.ts';
import { ancestors, type FlowLookups } from './lookups.ts';
import { boundingBox, nodeSize, toGrid, type Box } from './node-size.ts';
import type { Move } from './align.ts';
import { portsOf } from './ports.ts';

/** Gaps in px; multiples of the grid. */
const GAP = { rank: 96, node: 40 } as const;

export interface Layout {
  readonly moves: readonly Move[];
  readonly sizes: ReadonlyMap<string, Size>;
}

/** The one function of a graph layout library that is needed: top left corners for boxes and directed links. */
export type ArrangeBoxes = (
  boxes: readonly { readonly id: string; readonly size: Size }[],
  links: readonly { readonly source: string; readonly target: string }[],
  gap: { readonly rank: number; readonly node: number },
) => ReadonlyMap<string, { readonly x: number; readonly y: number }>;

/**
 * Places the nodes of the flow from left to right, each group inside first, then as one box outside. Notes stay where
 * they are, unless a step comes to lie on them. The result's top left corner is where the flow's was.
 */
export function layoutFlow(lookups: FlowLookups, arrange: ArrangeBoxes): Layout {
  const moves: Move[] = [];
  const sizes = new Map<string, Size>();
  const levels = new Map<string | undefined, FlowNode[]>();
  for (const node of lookups.document.nodes) {
    const level = levels.get(node.parent);
    if (level) level.push(node);
    else levels.set(node.parent, [node]);
  }
  const depth = (parent: string | undefined) =>
    parent === undefined ? -1 : ancestors(lookups, parent).length;
  const order = [...levels.keys()].sort((a, b) => depth(b) - depth(a));
  for (const parent of order) {
    const level = levels.get(parent) ?? [];
    const placed = placeLevel(lookups, level, parent, sizes, arrange);
    moves.push(...placed.moves);
    if (parent !== undefined && placed.extent) sizes.set(parent, placed.extent);
  }
  return { moves, sizes };
}

function placeLevel(
  lookups: FlowLookups,
  level: readonly FlowNode[],
  parent: string | undefined,
  sizes: ReadonlyMap<string, Size>,
  arrange: ArrangeBoxes,
): { readonly moves: readonly Move[]; readonly extent: Size | null } {
  const placed = level
    .filter((node) => !isNote(lookups, node))
    .sort((a, b) => a.position.y - b.position.y || a.position.x - b.position.x);
  const boxes = placed.map((node) => ({ id: node.id, size: sizes.get(node.id) ?? nodeSize(lookups, node) }));
  const corners = arrange(boxes, linksOfLevel(lookups, placed), GAP);
  const box = (each: (typeof boxes)[number]): Box => ({
    ...(corners.get(each.id) ?? { x: 0, y: 0 }),
    ...each.size,
  });
  const all = boundingBox(boxes.map(box));
  if (all === null) return { moves: [], extent: null };
  const origin = parent === undefined ? topLeft(placed) : { x: GROUP_PADDING.side, y: GROUP_PADDING.top };
  const moves = boxes.map((each) => {
    const corner = box(each);
    return {
      id: each.id,
      position: toGrid({ x: corner.x - all.x + origin.x, y: corner.y - all.y + origin.y }),
    };
  });
  const taken = moves.flatMap(({ id, position }, index) => {
    const size = boxes[index]?.size;
    return size === undefined || lookups.children.has(id) ? [] : [{ ...position, ...size }];
  });
  const notes = level.filter((node) => isNote(lookups, node));
  moves.push(
    ...clearedNotes(lookups, notes, taken, { x: origin.x + all.width, y: origin.y + all.height + GAP.node }),
  );
  const width = all.width + 2 * GROUP_PADDING.side;
  return { moves, extent: { width, height: all.height + GROUP_PADDING.top + GROUP_PADDING.bottom } };
}

/** Notes that a step would now cover go below the flow, from its right end on; the others stay where they are. */
function clearedNotes(
  lookups: FlowLookups,
  notes: readonly FlowNode[],
  taken: readonly Box[],
  free: { readonly x: number; readonly y: number },
): Move[] {
  let { x } = free;
  return notes.flatMap((note) => {
    const box: Box = { ...note.position, ...nodeSize(lookups, note) };
    if (!taken.some((other) => overlaps(box, other))) return [];
    const position = toGrid({ x: x - box.width, y: free.y });
    x -= box.width + GAP.node;
    return [{ id: note.id, position }];
  });
}

function overlaps(a: Box, b: Box): boolean {
  return a.x < b.x + b.width && b.x < a.x + a.width && a.y < b.y + b.height && b.y < a.y + a.height;
}

function topLeft(nodes: readonly FlowNode[]): { x: number; y: number } {
  return {
    x: Math.min(...nodes.map((node) => node.position.x)),
    y: Math.min(...nodes.map((node) => node.position.y)),
  };
}

/** A note has neither ports nor contents. */
function isNote(lookups: FlowLookups, node: FlowNode): boolean {
  return node.type === 'note' && !lookups.children.has(node.id);
}

/** Threads by the port that they leave, then by where they end: as they lie from top to bottom. */
function inPortOrder(lookups: FlowLookups): readonly FlowEdge[] {
  const rows = new Map<string, readonly string[]>();
  const rowOf = ({ source, sourceHandle }: FlowEdge) => {
    const known = rows.get(source) ?? portsOf(lookups, source).outputs.map(({ id }) => id);
    rows.set(source, known);
    return known.indexOf(sourceHandle);
  };
  const heightOf = ({ target }: FlowEdge) => lookups.nodeById.get(target)?.position.y ?? 0;
  return [...lookups.document.edges].sort((a, b) => rowOf(a) - rowOf(b) || heightOf(a) - heightOf(b));
}

/** Threads between the level's nodes, those of nodes deeper inside counted for the group they are in. */
function linksOfLevel(lookups: FlowLookups, level: readonly FlowNode[]) {
  const ids = new Set(level.map((node) => node.id));
  const lift = (id: string) =>
    ids.has(id) ? id : ancestors(lookups, id).find((ancestor) => ids.has(ancestor));
  return inPortOrder(lookups).flatMap((edge) => {
    const source = lift(edge.source);
    const target = lift(edge.target);
    return source === undefined || target === undefined || source === target ? [] : [{ source, target }];
  });
}
