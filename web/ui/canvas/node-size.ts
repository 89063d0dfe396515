import type { FlowNode, Size } from '#shared/graph/document.ts';
import { configText, type NodeDefinition } from '../../node-kit/types.ts';
import type { CanvasPorts } from './canvas-flow.ts';
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

export const NOTE_SIZE: Size = { width: 216, height: 152 };
export const GROUP_SIZE: Size = { width: 480, height: 320 };

/** Lines that a text takes in a node of this width, 0 to 5. */
export function bodyLines(text: string, width: number): number {
  if (text.trim() === '') return 0;
  const perLine = Math.max(1, Math.floor((width - 24) / CHARACTER_PX));
  let lines = 0;
  for (const paragraph of text.slice(0, 1_000).trim().split('\n')) {
    lines += Math.max(1, Math.ceil(paragraph.length / perLine));
    if (lines >= MAX_BODY_LINES) return MAX_BODY_LINES;
  }
  return lines;
}

/** Height of a card from its parts. `lines` 0 = no body. */
export function cardHeight(parts: {
  readonly rows: number;
  readonly lines: number;
  readonly foot: boolean;
}): number {
  const ports = parts.rows === 0 ? 0 : PORTS_PADDING_PX + PORT_ROW_PX * parts.rows;
  const body = parts.lines === 0 ? 0 : BODY_PADDING_PX + LINE_PX * parts.lines;
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
  if (node.type === 'note') return node.size ?? NOTE_SIZE;
  const width = definition?.wide ? WIDE_NODE_WIDTH_PX : NODE_WIDTH_PX;
  const words = text ?? (definition === null ? UNKNOWN_WORDS : previewOf(node, definition));
  return {
    width,
    height: cardHeight({
      rows: Math.max(ports.inputs.length, ports.outputs.length),
      lines: bodyLines(words, width),
      foot: definition !== null && definition.kind !== null,
    }),
  };
}

export const UNKNOWN_WORDS = 'Weft does not know this kind of node. It is kept untouched.';

/** The words on a note. */
export function noteText(node: FlowNode): string {
  return configText(node.config, 'text') || configText(node.config, 'note');
}
