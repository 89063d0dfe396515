import type { FlowDocument } from '#shared/graph/document.ts';
import type { PortType } from '#shared/graph/handles.ts';

/** A flow as a small picture: boxes and threads on the loom. Pure geometry; FlowThumb.svelte draws it. */
export interface ThumbNode {
  /** Left top corner in the picture's own pixels. */
  readonly x: number;
  readonly y: number;
  readonly type: string;
  /** Of a frame that holds others; a box has the size of all boxes. */
  readonly size?: { readonly width: number; readonly height: number };
}

export interface Thumb {
  readonly nodes: readonly ThumbNode[];
  /** Bezier path and the type of what travels along it. */
  readonly threads: readonly { readonly path: string; readonly type: PortType }[];
}

export interface ThumbFrame {
  readonly width: number;
  readonly height: number;
  readonly boxWidth: number;
  readonly boxHeight: number;
  readonly marginX: number;
  readonly marginY: number;
}

export const CARD_FRAME: ThumbFrame = {
  width: 328,
  height: 164,
  boxWidth: 46,
  boxHeight: 26,
  marginX: 16,
  marginY: 18,
};
export const ROW_FRAME: ThumbFrame = {
  width: 60,
  height: 38,
  boxWidth: 9,
  boxHeight: 5.5,
  marginX: 4,
  marginY: 6,
};

/** What is never drawn as a box. */
const LEFT_OUT = new Set(['group', 'note']);
/** A card on the canvas, about, in px: what a frame is larger by than the way from its corner to its last card. */
const CARD = { width: 216, height: 152 } as const;

interface Source {
  readonly nodes: readonly {
    readonly x: number;
    readonly y: number;
    readonly type: string;
    /** Of a frame that holds others: from its corner to where a last card in it could stand. */
    readonly reach?: { readonly x: number; readonly y: number };
  }[];
  readonly edges: readonly (readonly [from: number, to: number, type: PortType])[];
}

/** Spreads one axis over the frame; a single value sits in the middle. */
function axis(values: readonly number[], start: number, end: number): (value: number) => number {
  const low = Math.min(...values);
  const high = Math.max(...values);
  if (high - low < 1) return () => (start + end) / 2;
  return (value) => start + ((value - low) / (high - low)) * (end - start);
}

const round = (value: number) => Math.round(value * 10) / 10;

/** Scales boxes into the frame and joins them by threads. */
export function thumbOf(source: Source, frame: ThumbFrame): Thumb {
  if (source.nodes.length === 0) return { nodes: [], threads: [] };
  const toX = axis(
    source.nodes.flatMap(({ x, reach }) => [x, x + (reach?.x ?? 0)]),
    frame.marginX,
    frame.width - frame.marginX - frame.boxWidth,
  );
  const toY = axis(
    source.nodes.flatMap(({ y, reach }) => [y, y + (reach?.y ?? 0)]),
    frame.marginY,
    frame.height - frame.marginY - frame.boxHeight,
  );
  const nodes = source.nodes.map(({ x, y, type, reach }): ThumbNode => {
    const corner = { x: round(toX(x)), y: round(toY(y)), type };
    if (reach === undefined) return corner;
    const width = round(toX(x + reach.x) - corner.x + frame.boxWidth);
    return { ...corner, size: { width, height: round(toY(y + reach.y) - corner.y + frame.boxHeight) } };
  });
  const threads = source.edges.flatMap(([from, to, type]) => {
    const a = nodes[from];
    const b = nodes[to];
    if (!a || !b) return [];
    const [x1, y1, x2, y2] = [
      a.x + (a.size?.width ?? frame.boxWidth),
      a.y + frame.boxHeight / 2,
      b.x,
      b.y + frame.boxHeight / 2,
    ];
    const bend = Math.max(frame.boxWidth / 4, (x2 - x1) / 2);
    return [{ path: `M${x1} ${y1}C${round(x1 + bend)} ${y1} ${round(x2 - bend)} ${y2} ${x2} ${y2}`, type }];
  });
  return { nodes, threads };
}

/** The picture of a document; persona threads are known by their target handle, all others are drawn as text. */
export function thumbOfDocument(document: FlowDocument, frame: ThumbFrame): Thumb {
  const byId = new Map(document.nodes.map((node) => [node.id, node]));
  const shown = document.nodes.filter((node) => !LEFT_OUT.has(node.type));
  const indexOf = new Map(shown.map((node, index) => [node.id, index]));
  const holders = new Set(shown.map((node) => node.parent));
  const nodes = shown.map((node) => {
    const parent = node.parent === undefined ? undefined : byId.get(node.parent);
    return {
      x: node.position.x + (parent?.position.x ?? 0),
      y: node.position.y + (parent?.position.y ?? 0),
      type: node.type,
      ...(node.size && holders.has(node.id)
        ? { reach: { x: node.size.width - CARD.width, y: node.size.height - CARD.height } }
        : {}),
    };
  });
  const edges = document.edges.flatMap((edge): [number, number, PortType][] => {
    const from = indexOf.get(edge.source);
    const to = indexOf.get(edge.target);
    if (from === undefined || to === undefined) return [];
    return [[from, to, edge.targetHandle.startsWith('adapter-') ? 'persona' : 'text']];
  });
  return thumbOf({ nodes, edges }, frame);
}
