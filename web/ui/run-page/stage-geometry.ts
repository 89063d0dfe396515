import type { PortType } from '#shared/graph/handles.ts';
import { isAdapterHandle } from '#shared/graph/handles.ts';
import type { Plan, PlanEdge } from '#shared/run/plan.ts';
import type { NodeDisplayStatus } from '#shared/run/select.ts';
import type { PlanPlace } from '../../state/replay/plan-places.ts';
import type { NodeDefinition } from '../../node-kit/types.ts';
import { threadPath } from '../canvas/edge-path.ts';

/** A run's flow drawn to be looked at: places and threads of its plan in px of the stage. Pure. */

/** How much of a node is drawn: a card with its name and text, its marks, or a box. */
export type StageDetail = 'card' | 'tile' | 'box';

/** Cards never grow beyond their design, however small the flow. */
export const MOST_ZOOM = 0.75;
export const LEAST_ZOOM = 0.002;
const LEAST_SQUEEZE = 0.4;
const CARD_GAP_PX = 10;
const MARGIN = 24;
/** Widths of a card in px from which it can hold its name, or its marks. */
const CARD_FROM = 96;
const TILE_FROM = 22;
/** Height of a card's head: threads end in its middle. */
export const HEAD_PX = 36;

export interface StageView {
  readonly zoom: number;
  /** Cards are lower here than in the editor, so rows may stand closer: height's share of the zoom, up to 1. */
  readonly squeeze: number;
  /** px of the stage at which the flow's origin stands. */
  readonly x: number;
  readonly y: number;
}

export interface StageBox {
  readonly id: string;
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
}

export interface StageThread {
  readonly id: number;
  readonly source: string;
  readonly target: string;
  readonly type: PortType;
  readonly path: string;
}

interface Size {
  readonly width: number;
  readonly height: number;
}

export function bounds(places: readonly PlanPlace[]): PlanPlace {
  if (places.length === 0) return { x: 0, y: 0, width: 1, height: 1 };
  let [left, top, right, bottom] = [Infinity, Infinity, -Infinity, -Infinity];
  for (const place of places) {
    left = Math.min(left, place.x);
    top = Math.min(top, place.y);
    right = Math.max(right, place.x + place.width);
    bottom = Math.max(bottom, place.y + place.height);
  }
  return { x: left, y: top, width: right - left, height: bottom - top };
}

/** The whole flow in the middle of the stage. */
export function fitView(all: PlanPlace, stage: Size): StageView {
  const wide = (stage.width - 2 * MARGIN) / all.width;
  const high = (stage.height - 2 * MARGIN) / all.height;
  const zoom = Math.max(LEAST_ZOOM, Math.min(MOST_ZOOM, wide, high / LEAST_SQUEEZE));
  const squeeze = Math.min(1, high / zoom);
  return {
    zoom,
    squeeze,
    x: (stage.width - all.width * zoom) / 2 - all.x * zoom,
    y: (stage.height - all.height * zoom * squeeze) / 2 - all.y * zoom * squeeze,
  };
}

/** How high a stage stands, so that tall flows can be read: px. */
export function stageHeight(all: PlanPlace): number {
  return Math.round(Math.max(356, Math.min(460, all.height * 0.6 + 2 * MARGIN)));
}

/** Another zoom with one point of the stage held. */
export function zoomAt(
  view: StageView,
  factor: number,
  point: { readonly x: number; readonly y: number },
): StageView {
  const zoom = Math.max(LEAST_ZOOM, Math.min(MOST_ZOOM * 1.6, view.zoom * factor));
  const by = zoom / view.zoom;
  return { ...view, zoom, x: point.x - (point.x - view.x) * by, y: point.y - (point.y - view.y) * by };
}

/** More tiles than this are drawn as boxes: elements of their own would cost a frame. */
const MOST_TILES = 150;

export function detailOf(zoom: number, nodes: number): StageDetail {
  const width = 216 * zoom;
  if (width >= CARD_FROM) return 'card';
  return width >= TILE_FROM && nodes <= MOST_TILES ? 'tile' : 'box';
}

/** The step whose box holds a point of the stage; null for none. The last one drawn lies on top. */
export function boxAt(
  boxes: readonly StageBox[],
  view: StageView,
  detail: StageDetail,
  point: { readonly x: number; readonly y: number },
): string | null {
  const x = point.x - view.x;
  const y = point.y - view.y;
  const isOver = (box: StageBox) =>
    x >= box.x &&
    x <= box.x + box.width &&
    y >= box.y &&
    y <= box.y + Math.max(headOf(box, detail), box.height);
  return boxes.findLast(isOver)?.id ?? null;
}

/** The outlines of all boxes of one state, by state. */
export function boxPaths(
  boxes: readonly StageBox[],
  statusOf: (nodeId: string) => NodeDisplayStatus,
): readonly { readonly status: NodeDisplayStatus; readonly path: string }[] {
  const paths = new Map<NodeDisplayStatus, string>();
  for (const { id, x, y, width, height } of boxes) {
    const status = statusOf(id);
    const box = `M${round(x)} ${round(y)}h${round(width)}v${round(Math.min(height, FAR_HEIGHT_PX))}h${round(-width)}z`;
    paths.set(status, (paths.get(status) ?? '') + box);
  }
  return [...paths].map(([status, path]) => ({ status, path }));
}

/** Boxes are no higher than tiles. */
const FAR_HEIGHT_PX = 24;
const round = (value: number) => Math.round(value * 10) / 10;

/** Boxes of a plan at a zoom, before they are moved. Named places keep their order. */
export function stageBoxes(
  plan: Plan,
  places: readonly PlanPlace[],
  { zoom, squeeze }: Pick<StageView, 'zoom' | 'squeeze'>,
): readonly StageBox[] {
  return plan.nodes.map((node, index) => {
    const place = places[index] ?? { x: 0, y: 0, width: 1, height: 1 };
    return {
      id: node.id,
      x: place.x * zoom,
      y: place.y * zoom * squeeze,
      width: Math.max(3, place.width * zoom),
      height: Math.max(3, place.height * zoom * squeeze),
    };
  });
}

/** The threads between boxes. Where several end in one card they stand below each other. */
export function stageThreads(
  plan: Plan,
  boxes: readonly StageBox[],
  detail: StageDetail,
  definitionOf: (type: string) => NodeDefinition | null,
): readonly StageThread[] {
  const incoming = new Map<number, number>();
  for (const edge of plan.edges) incoming.set(edge.target, (incoming.get(edge.target) ?? 0) + 1);
  const placed = new Map<number, number>();
  return plan.edges.flatMap((edge, id): StageThread[] => {
    const source = boxes[edge.source];
    const target = boxes[edge.target];
    if (source === undefined || target === undefined) return [];
    const place = (placed.get(edge.target) ?? 0) + 1;
    placed.set(edge.target, place);
    const share = place / ((incoming.get(edge.target) ?? 1) + 1);
    const from = { x: source.x + source.width, y: source.y + headOf(source, detail) / 2 };
    const to = { x: target.x, y: target.y + headOf(target, detail) * share };
    const type = threadType(plan, edge, definitionOf);
    return [{ id, source: source.id, target: target.id, type, path: threadPath({ from, to }) }];
  });
}

const headOf = (box: StageBox, detail: StageDetail) =>
  detail === 'card' ? HEAD_PX : Math.min(box.height, FAR_HEIGHT_PX);

/** What the thread carries: what its source gives, as in the editor. */
function threadType(
  plan: Plan,
  { source, sourceHandle, target, targetHandle }: PlanEdge,
  definitionOf: (type: string) => NodeDefinition | null,
): PortType {
  if (isAdapterHandle(targetHandle)) return 'persona';
  const portsOf = (place: number) => {
    const node = plan.nodes[place];
    return node && definitionOf(node.type)?.ports(node.config);
  };
  const carried = portsOf(source)?.outputs.find(({ id }) => id === sourceHandle)?.type;
  if (carried !== undefined && carried !== 'any') return carried;
  return portsOf(target)?.inputs.find(({ id }) => id === targetHandle)?.type ?? 'any';
}

/** The indices of the boxes that a window of the stage shows, with some room around. */
export function boxesIn(boxes: readonly StageBox[], view: StageView, stage: Size): readonly StageBox[] {
  const room = 200;
  const left = -view.x - room;
  const top = -view.y - room;
  const right = -view.x + stage.width + room;
  const bottom = -view.y + stage.height + room;
  return boxes.filter(
    ({ x, y, width, height }) => x < right && x + width > left && y < bottom && y + height > top,
  );
}

/** How high a card may stand before it meets the next one below it, px; Infinity when there is none. O(boxes). */
export function freeHeight(boxes: readonly StageBox[], card: StageBox): number {
  const below = boxes.filter(
    ({ x, y, width }) => y > card.y && x < card.x + card.width && x + width > card.x,
  );
  return Math.min(...below.map(({ y }) => y - card.y - CARD_GAP_PX));
}
