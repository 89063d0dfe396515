import { z } from 'zod';
import { jsonValueSchema, type JsonValue } from '../json.ts';

/** A picture or other bytes of a run, by the SHA-256 (hex) of its content. */
export interface BlobRef {
  readonly blob: string;
  readonly mediaType: string;
  readonly bytes: number;
}

/**
 * What a node puts out, by output key. The keys that merging and personas read are named; others (JSON, branches) are
 * free. Old names of the registry are kept: replacePrompt, injectedPrompt.
 */
export interface NodeOutput {
  readonly text?: string | undefined;
  readonly image?: BlobRef | undefined;
  readonly personaName?: string | undefined;
  readonly personaDescription?: string | undefined;
  readonly replacePrompt?: string | undefined;
  readonly injectedPrompt?: string | undefined;
  readonly json?: JsonValue | undefined;
}

export const blobRefSchema: z.ZodType<BlobRef> = z.object({
  blob: z.string().regex(/^[0-9a-f]{64}$/),
  mediaType: z.string().max(100),
  bytes: z.int().nonnegative(),
});

export const nodeOutputSchema: z.ZodType<NodeOutput> = z.strictObject({
  text: z.string().optional(),
  image: blobRefSchema.optional(),
  personaName: z.string().optional(),
  personaDescription: z.string().optional(),
  replacePrompt: z.string().optional(),
  injectedPrompt: z.string().optional(),
  json: jsonValueSchema.optional(),
});

/** Keys of an output in the order in which merging looks for text. */
export const MERGE_KEYS = ['text', 'replacePrompt', 'injectedPrompt', 'personaDescription'] as const;

/**
 * Where a completed node's output is: in the entry (up to LIMITS.inlineOutputBytes), in a blob of the run (canonical JSON
 * of the output), or, when it is exactly one call's text, in that call.
 */
export type OutputRef =
  | { readonly kind: 'inline'; readonly output: NodeOutput }
  | { readonly kind: 'blob'; readonly hash: string; readonly bytes: number }
  | { readonly kind: 'call'; readonly callId: string };

export const outputRefSchema: z.ZodType<OutputRef> = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('inline'), output: nodeOutputSchema }),
  z.object({ kind: z.literal('blob'), hash: z.string().length(64), bytes: z.int().nonnegative() }),
  z.object({ kind: z.literal('call'), callId: z.string().max(100) }),
]);
