import { z } from 'zod/mini';
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
  /** What a person said about it: goes into the prompts of what runs next. */
  readonly guidance?: string | undefined;
  /** Of a branch: the handle at which it goes on; without it, it goes on at all of them. */
  readonly exit?: string | undefined;
  /** Of a node that puts out something else at each handle: by handle. What stands beside it is for all other handles. */
  readonly parts?: { readonly [handle: string]: NodeOutput } | undefined;
}

export const blobRefSchema: z.ZodMiniType<BlobRef> = z.object({
  blob: z.string().check(z.regex(/^[0-9a-f]{64}$/)),
  mediaType: z.string().check(z.maxLength(100)),
  bytes: z.int().check(z.nonnegative()),
});

const members = {
  text: z.optional(z.string()),
  image: z.optional(blobRefSchema),
  personaName: z.optional(z.string()),
  personaDescription: z.optional(z.string()),
  replacePrompt: z.optional(z.string()),
  injectedPrompt: z.optional(z.string()),
  json: z.optional(jsonValueSchema),
  guidance: z.optional(z.string()),
  exit: z.optional(z.string().check(z.maxLength(100))),
};

export const nodeOutputSchema: z.ZodMiniType<NodeOutput> = z.strictObject({
  ...members,
  parts: z.optional(z.record(z.string().check(z.maxLength(100)), z.strictObject(members))),
});

/** Keys of an output in the order in which merging looks for text. */
export const MERGE_KEYS = ['text', 'replacePrompt', 'injectedPrompt', 'personaDescription'] as const;

/**
 * Where a completed node's output is: in the entry (up to LIMITS.inlineOutputBytes), in a blob of the run (canonical JSON
 * of the output), or, when it is exactly what one call made (its text, its picture), in that call.
 */
export type OutputRef =
  | { readonly kind: 'inline'; readonly output: NodeOutput }
  | { readonly kind: 'blob'; readonly hash: string; readonly bytes: number }
  | { readonly kind: 'call'; readonly callId: string };

export const outputRefSchema: z.ZodMiniType<OutputRef> = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('inline'), output: nodeOutputSchema }),
  z.object({
    kind: z.literal('blob'),
    hash: z.string().check(z.length(64)),
    bytes: z.int().check(z.nonnegative()),
  }),
  z.object({ kind: z.literal('call'), callId: z.string().check(z.maxLength(100)) }),
]);
