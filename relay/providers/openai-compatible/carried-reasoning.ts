import { z } from 'zod';
import type { JsonObject, JsonValue } from '#shared/json.ts';

/**
 * What a server wants back of a turn in which it thought and called tools.
 * `reasoning_details`: OpenRouter, "Preserving reasoning blocks" (signed or encrypted; the pieces of a block joined).
 * `reasoning_content`: Z.ai, "Thinking mode", interleaved thinking.
 */
export type CarriedMember = 'reasoning_details' | 'reasoning_content';

/** A piece of a block of OpenRouter's; whatever else it has is kept. */
export const reasoningDetailSchema = z.looseObject({ type: z.string(), index: z.number().nullish() });

type ReasoningDetail = z.infer<typeof reasoningDetailSchema>;

/** Members that come in pieces; everything else of a later piece stands for the earlier. */
const PIECES = ['text', 'summary', 'data'] as const;

/** Adds pieces to the blocks that they belong to. */
export function joinDetails(blocks: ReasoningDetail[], pieces: readonly ReasoningDetail[]): void {
  for (const piece of pieces) {
    const last = blocks.at(-1);
    if (last === undefined || last.type !== piece.type || last.index !== piece.index)
      blocks.push({ ...piece });
    else joinPiece(last, piece);
  }
}

function joinPiece(block: ReasoningDetail, piece: ReasoningDetail): void {
  const texts = PIECES.map((name) => [name, `${textOf(block[name])}${textOf(piece[name])}`] as const);
  for (const [name, value] of Object.entries(piece))
    if (value !== null && value !== undefined) block[name] = value;
  for (const [name, text] of texts) if (text !== '') block[name] = text;
}

const textOf = (value: unknown): string => (typeof value === 'string' ? value : '');

/** The members of an assistant's message that give a turn back; none when it came from another kind of server. */
export function carriedMembers(carry: JsonValue | undefined, member: CarriedMember | undefined): JsonObject {
  if (member === undefined || typeof carry !== 'object' || carry === null || Array.isArray(carry)) return {};
  const value = (carry as JsonObject)[member];
  return value === undefined ? {} : { [member]: value };
}
