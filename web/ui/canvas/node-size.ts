import type { FlowNode, Size } from '#shared/graph/document.ts';
import { configText, type NodeDefinition } from '../../node-kit/types.ts';
import type { CanvasPorts } from './canvas-flow.ts';
import { isDrawnContainer } from './holds-nodes.ts';
import { isPictureNode, ownPicture } from './node-picture.ts';
import { previewOf } from './node-preview.ts';

/**
 * Sizes of nodes by arithmetic, so that no node is ever measured. The numbers are those of the node's anatomy; the card
 * itself may stand a line taller or shorter than its box, because real words wrap where they like.
 */

export const NODE_WIDTH_PX = 216;
export const WIDE_NODE_WIDTH_PX = 296;
const HEAD_PX = 44;
const THREAD_PX = 2;
const PORT_ROW_PX = 20;
const PORTS_PADDING_PX = 8;
const BODY_PADDING_PX = 14;
const LINE_PX = 19;
const FOOT_PX = 26;
/** Literata at 12.5 px sets about this many pixels per character. */
const CHARACTER_PX = 6.6;
export const MAX_BODY_LINES = 5;
const BODY_INSET_PX = 24;
/** Height of a card's own picture as a share of its width. */
const PICTURE_SHAPE = 3 / 4;
/** A picture beside words: its side, and what it takes of their width. */
const SIDE_PICTURE_PX = 56;
const SIDE_PICTURE_ROOM_PX = SIDE_PICTURE_PX + 8;

export const NOTE_SIZE: Size = { width: 216, height: 152 };
export const GROUP_SIZE: Size = { width: 480, height: 320 };
export const CONTAINER_SIZE: Size = { width: 560, height: 400 };

/** Lines that a text takes in a node of this width, 0 to 5. */
export function bodyLines(text: string, width: number): number {
  if (text.trim() === '') return 0;
  const perLine = Math.max(1, Math.floor((width - BODY_INSET_PX) / CHARACTER_PX));
  let lines = 0;
  for (const paragraph of text.slice(0, 1_000).trim().split('\n')) {
    lines += Math.max(1, Math.ceil(paragraph.length / perLine));
    if (lines >= MAX_BODY_LINES) return MAX_BODY_LINES;
  }
  return lines;
}

/** Height of a card from its parts. `lines` 0 = no body, unless a picture of so many px stands in it. */
export function cardHeight(parts: {
  readonly rows: number;
  readonly lines: number;
  readonly foot: boolean;
  readonly picture?: number;
}): number {
  const ports = parts.rows === 0 ? 0 : PORTS_PADDING_PX + PORT_ROW_PX * parts.rows;
  const room = Math.max(LINE_PX * parts.lines, parts.picture ?? 0);
  const body = room === 0 ? 0 : BODY_PADDING_PX + room;
  return HEAD_PX + THREAD_PX + ports + body + (parts.foot ? FOOT_PX : 0);
}

/**
 * The box of a node on the canvas. `text` is what a run has put out so far; left out, the idle preview counts.
 * Groups and notes have the size a person gave them.
 */
export function nodeSize(
  node: FlowNode,
  definition: NodeDefinition | null,
  ports: CanvasPorts,
  text?: string,
): Size {
  if (node.type === 'group') return node.size ?? GROUP_SIZE;
  if (isDrawnContainer(definition)) return node.size ?? CONTAINER_SIZE;
  if (node.type === 'note') return node.size ?? NOTE_SIZE;
  const width = definition?.wide ? WIDE_NODE_WIDTH_PX : NODE_WIDTH_PX;
  const words = text ?? (definition === null ? UNKNOWN_WORDS : previewOf(node, definition));
  const parts = {
    rows: Math.max(ports.inputs.length, ports.outputs.length),
    foot: definition !== null && definition.kind !== null,
  };
  return { width, height: cardHeight({ ...parts, ...bodyParts(node, definition, words, width) }) };
}

/** A card that is there for its picture keeps the picture's room from the first, so that nothing jumps when it comes. */
function bodyParts(node: FlowNode, definition: NodeDefinition | null, words: string, width: number) {
  if (definition === null) return { lines: bodyLines(words, width) };
  if (isPictureNode(definition)) return { lines: 0, picture: (width - BODY_INSET_PX) * PICTURE_SHAPE };
  return ownPicture(node, definition) === null
    ? { lines: bodyLines(words, width) }
    : { lines: bodyLines(words, width - SIDE_PICTURE_ROOM_PX), picture: SIDE_PICTURE_PX };
}

export const UNKNOWN_WORDS = 'Weft does not know this kind of node. It is kept untouched.';

/** The words on a note. */
export function noteText(node: FlowNode): string {
  return configText(node.config, 'text') || configText(node.config, 'note');
}
