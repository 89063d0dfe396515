import { decodeBase64, encodeBase64 } from '#shared/base64.ts';
import { DOC_PART_CHARS } from '#shared/protocol/flow-messages.ts';

/** One frame's share of a message about the document. */
export interface DocPart {
  readonly bytes: string;
  readonly part: number;
  readonly parts: number;
}

/** A message in pieces that fit into frames; they are sent one after the other. */
export function docParts(message: Uint8Array): readonly DocPart[] {
  const text = encodeBase64(message);
  const parts = Math.max(1, Math.ceil(text.length / DOC_PART_CHARS));
  return Array.from({ length: parts }, (_, part) => ({
    bytes: text.slice(part * DOC_PART_CHARS, (part + 1) * DOC_PART_CHARS),
    part,
    parts,
  }));
}

export type Joined =
  { readonly kind: 'message'; readonly message: Uint8Array } | { readonly kind: 'more' | 'nonsense' };

/** Puts pieces together again; those of one message follow each other. */
export function createPartJoiner(): (part: DocPart) => Joined {
  let pieces: Uint8Array[] = [];
  let parts = 0;
  return (next) => {
    const piece = decodeBase64(next.bytes);
    const fits = next.part === pieces.length && (next.part === 0 || next.parts === parts);
    if (piece === null || !fits || next.part >= next.parts) {
      pieces = [];
      return { kind: 'nonsense' };
    }
    parts = next.parts;
    pieces.push(piece);
    if (pieces.length < parts) return { kind: 'more' };
    const message = joined(pieces);
    pieces = [];
    return { kind: 'message', message };
  };
}

function joined(pieces: readonly Uint8Array[]): Uint8Array {
  const [first] = pieces;
  if (first !== undefined && pieces.length === 1) return first;
  const message = new Uint8Array(pieces.reduce((sum, piece) => sum + piece.length, 0));
  let at = 0;
  for (const piece of pieces) {
    message.set(piece, at);
    at += piece.length;
  }
  return message;
}
