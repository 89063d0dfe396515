import { decodeBase64, encodeBase64 } from '#shared/base64.ts';
import { DOC_PART_CHARS } from '#shared/protocol/flow-messages.ts';

/** Bytes whose base64 fills a frame's part. */
const PART_BYTES = (DOC_PART_CHARS / 4) * 3;

export interface DocPart {
  readonly bytes: string;
  readonly part: number;
  readonly parts: number;
}

/** A message in as many parts as frames allow, one at least. */
export function cutMessage(message: Uint8Array): readonly DocPart[] {
  const parts = Math.max(1, Math.ceil(message.length / PART_BYTES));
  return Array.from({ length: parts }, (_, part) => ({
    bytes: encodeBase64(message.subarray(part * PART_BYTES, (part + 1) * PART_BYTES)),
    ...{ part, parts },
  }));
}

/** A message of which some parts have come. All parts of one message follow each other. */
export interface Assembly {
  /** What the parts belong to: a sync, or an update's client and number. */
  readonly of: string;
  readonly parts: number;
  readonly chunks: readonly Uint8Array[];
  readonly bytes: number;
  readonly begunAt: number;
}

export type PartResult =
  | { readonly kind: 'whole'; readonly message: Uint8Array }
  | { readonly kind: 'more'; readonly assembly: Assembly }
  | { readonly kind: 'refused'; readonly why: 'bad-frame' | 'out-of-turn' | 'frame-too-large' };

/** @param maxBytes of the whole message. */
export function takePart(
  assembly: Assembly | null,
  of: string,
  { bytes: text, part, parts }: DocPart,
  { maxBytes, now }: { readonly maxBytes: number; readonly now: number },
): PartResult {
  const begun = part === 0 ? { of, parts, chunks: [], bytes: 0, begunAt: now } : assembly;
  if (begun === null || begun.of !== of || begun.parts !== parts || begun.chunks.length !== part)
    return { kind: 'refused', why: 'out-of-turn' };
  const chunk = decodeBase64(text);
  if (chunk === null) return { kind: 'refused', why: 'bad-frame' };
  const next = { ...begun, chunks: [...begun.chunks, chunk], bytes: begun.bytes + chunk.length };
  if (next.bytes > maxBytes) return { kind: 'refused', why: 'frame-too-large' };
  return next.chunks.length < parts
    ? { kind: 'more', assembly: next }
    : { kind: 'whole', message: joined(next.chunks, next.bytes) };
}

function joined(chunks: readonly Uint8Array[], bytes: number): Uint8Array {
  if (chunks.length === 1 && chunks[0]) return chunks[0];
  const whole = new Uint8Array(bytes);
  let offset = 0;
  for (const chunk of chunks) {
    whole.set(chunk, offset);
    offset += chunk.length;
  }
  return whole;
}
