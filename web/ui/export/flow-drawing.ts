import type { FlowEdge, FlowNode, Point, Size } from '#shared/graph/document.ts';
import type { PortType } from '#shared/graph/handles.ts';
import { blobRefSchema, type BlobRef } from '#shared/run/output.ts';
import type { FlowSession } from '../../state/flow-session.svelte.ts';
import type { Ends } from '../canvas/edge-path.ts';
import { isDrawnContainer } from '../canvas/holds-nodes.ts';
import { threadEnd } from '../canvas/node-ends.ts';
import {
  bodyLines,
  cardHeight,
  CONTAINER_SIZE,
  GROUP_SIZE,
  NODE_WIDTH_PX,
  NOTE_SIZE,
  noteText,
} from '../canvas/node-size.ts';
import { UNKNOWN_WORDS, WIDE_NODE_WIDTH_PX } from '../canvas/node-size.ts';
import { previewOf } from '../canvas/node-preview.ts';
import { tintOf } from '../canvas/node-tint.ts';
import { boundsOf, expand, type Rect } from '../canvas/rect.ts';
import { isIconName, type IconName } from '../kit/icons.ts';
import { portY } from '../node/node-port.ts';
import { plainWords } from '../node/plain-words.ts';

/** What of a flow is drawn and where, in canvas px. Knows no canvas element: draw-flow.ts paints it. */

export interface DrawnPort {
  readonly label: string;
  readonly type: PortType;
  readonly wired: boolean;
  readonly side: 'input' | 'output';
  readonly at: Point;
}

export interface DrawnCard {
  readonly box: Rect;
  readonly name: string;
  readonly kind: string;
  readonly icon: IconName;
  readonly disabled: boolean;
  readonly ports: readonly DrawnPort[];
  readonly words: string;
  readonly lines: number;
  readonly picture: { readonly ref: BlobRef; readonly box: Rect } | null;
}

export interface DrawnFrame {
  readonly box: Rect;
  readonly words: string;
  /** CSS colour that belongs to it. */
  readonly tint: string;
}

export interface DrawnThread {
  readonly ends: Ends;
  readonly type: PortType;
}

export interface FlowDrawing {
  /** Everything, with air round it. */
  readonly frame: Rect;
  readonly groups: readonly DrawnFrame[];
  readonly threads: readonly DrawnThread[];
  readonly notes: readonly DrawnFrame[];
  readonly cards: readonly DrawnCard[];
}

const AIR_PX = 40;
const EMPTY: Rect = { x: 0, y: 0, width: 480, height: 240 };
/** A picture on a card, with the padding above it. */
const PICTURE_PX = { height: 144, gap: 8, side: 12 } as const;

/**
 * The whole flow as the canvas has it now: with the words of the run that is shown, where there is one.
 * @param breathe resolves when the page has had its turn; called between any two nodes
 */
export async function drawingOf(
  flow: Pick<FlowSession, 'editor' | 'run'>,
  breathe: () => Promise<void>,
): Promise<FlowDrawing> {
  const cards = new Map<string, DrawnCard>();
  const groups: DrawnFrame[] = [];
  const notes: DrawnFrame[] = [];
  for (const node of flow.editor.document.nodes) {
    if (node.type === 'group')
      groups.push(framed(flow, node, node.size ?? GROUP_SIZE, flow.editor.nameOf(node.id)));
    else if (node.type === 'note') notes.push(framed(flow, node, node.size ?? NOTE_SIZE, noteText(node)));
    else {
      if (isDrawnContainer(flow.editor.definition(node.type)))
        groups.push(framed(flow, node, node.size ?? CONTAINER_SIZE, ''));
      cards.set(node.id, cardOf(flow, node));
    }
    await breathe();
  }
  const all = [...groups, ...notes, ...cards.values()].map(({ box }) => box);
  const threads = [];
  for (const edge of flow.editor.document.edges) {
    threads.push(...threadOf(flow.editor, edge, cards));
    await breathe();
  }
  return {
    frame: expand(boundsOf(all) ?? EMPTY, AIR_PX),
    ...{ groups, threads, notes },
    cards: [...cards.values()],
  };
}

function framed(flow: Pick<FlowSession, 'editor'>, node: FlowNode, size: Size, words: string): DrawnFrame {
  const tint = tintOf(node.config['color'] ?? (node.type === 'note' ? 'amber' : undefined));
  return { box: { ...flow.editor.absolutePosition(node.id), ...size }, words, tint };
}

function cardOf({ editor, run }: Pick<FlowSession, 'editor' | 'run'>, node: FlowNode): DrawnCard {
  const definition = editor.definition(node.type);
  const ports = editor.portsOf(node.id);
  const view = run.node(node.id);
  const words = definition === null ? UNKNOWN_WORDS : plainWords(view.text) || previewOf(node, definition);
  const own = definition?.wide ? WIDE_NODE_WIDTH_PX : NODE_WIDTH_PX;
  // The card of a container is as wide as its frame.
  const width = isDrawnContainer(definition) ? (node.size ?? CONTAINER_SIZE).width : own;
  const lines = bodyLines(words, width);
  const inputs = ports.inputs.filter((port) => port.state !== 'add' && !port.inner);
  const outputs = ports.outputs.filter((port) => !port.inner);
  const rows = Math.max(inputs.length, outputs.length);
  const height = cardHeight({ rows, lines, foot: false });
  const ref = view.output?.image ?? ownPicture(node);
  const at = editor.absolutePosition(node.id);
  const room = ref === null ? 0 : PICTURE_PX.height + PICTURE_PX.gap;
  const port =
    (side: 'input' | 'output') =>
    ({ label, type, state }: (typeof inputs)[number], row: number): DrawnPort => ({
      label,
      type,
      wired: state === 'wired',
      side,
      at: { x: at.x + (side === 'input' ? 0 : width), y: at.y + portY(row) },
    });
  return {
    box: { ...at, width, height: height + room },
    name: editor.nameOf(node.id),
    kind: definition?.title ?? node.type,
    icon: definition && isIconName(definition.icon) ? definition.icon : 'circle-question-mark',
    disabled: node.disabled ?? false,
    ports: [...inputs.map(port('input')), ...outputs.map(port('output'))],
    words,
    lines,
    picture: ref && { ref, box: pictureBox(at, width, height) },
  };
}

/** Under the words, at the foot of the card. */
function pictureBox(at: Point, width: number, height: number): Rect {
  const { side, height: tall } = PICTURE_PX;
  return { x: at.x + side, y: at.y + height, width: width - 2 * side, height: tall };
}

/** The picture in a field of the node: a portrait, a picture that was brought in. */
function ownPicture(node: FlowNode): BlobRef | null {
  for (const value of Object.values(node.config)) {
    const read = blobRefSchema.safeParse(value);
    if (read.success) return read.data;
  }
  return null;
}

/** None for a thread whose ends are not both cards. */
function threadOf(
  editor: FlowSession['editor'],
  edge: FlowEdge,
  cards: ReadonlyMap<string, DrawnCard>,
): readonly DrawnThread[] {
  const portAt = (nodeId: string, handle: string, side: 'input' | 'output'): Point | null => {
    const card = cards.get(nodeId);
    if (card === undefined) return null;
    const node = editor.nodeById.get(nodeId);
    const { height } = node?.size ?? CONTAINER_SIZE;
    // Inner ports are counted from the whole frame, the others from the head.
    return threadEnd({ ...card.box, height }, editor.portsOf(nodeId), handle, side, 'near');
  };
  const from = portAt(edge.source, edge.sourceHandle, 'output');
  const to = portAt(edge.target, edge.targetHandle, 'input');
  return from && to ? [{ ends: { from, to }, type: editor.edgeType(edge.id) }] : [];
}
