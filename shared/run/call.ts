import { z } from 'zod/mini';
import { jsonObjectSchema, jsonValueSchema, type JsonObject, type JsonValue } from '../json.ts';
import { LIMITS } from '../protocol/limits.ts';
import { weftErrorSchema, type WeftError } from './errors.ts';
import { httpAnswerSchema, httpCallSchema, type HttpAnswer, type HttpCallRequest } from './http-call.ts';
import { blobRefSchema, type BlobRef } from './output.ts';
import { toolCallSchema, toolSpecSchema, type ToolCall, type ToolSpec } from './tool-call.ts';

/**
 * A provider call as both sides see it: what a runner asks for (a text or a picture), what the relay streams, and how it
 * ended.
 * Knows no provider: adapters in the relay convert it to a wire format.
 */

export interface TextPart {
  readonly type: 'text';
  readonly text: string;
}

/** A picture, by the hash of its blob; the relay reads the bytes of the run's blob when it makes the call. */
export interface ImagePart {
  readonly type: 'image';
  readonly blob: string;
  readonly mediaType: string;
}

export type MessagePart = TextPart | ImagePart;

export interface SpokenMessage {
  readonly role: 'system' | 'user' | 'assistant';
  readonly content: readonly MessagePart[];
  /** Of an assistant: what it called. Each is answered by a message of a tool before anybody else speaks. */
  readonly toolCalls?: readonly ToolCall[] | undefined;
  /** Of an assistant: `CallEnd.carry` of that turn, unchanged. */
  readonly carry?: JsonValue | undefined;
}

/** What became of a tool call. */
export interface ToolMessage {
  readonly role: 'tool';
  readonly toolCallId: string;
  readonly content: readonly MessagePart[];
  /** The tool could not do it; the content says why. */
  readonly failed?: boolean | undefined;
}

export type ChatMessage = SpokenMessage | ToolMessage;

/**
 * What the call is for. Real providers never see it; the demo provider obeys it, and the log shows it.
 * `task` is a node's own word ('translate', 'story', 'inject-persona'…); `details` are its arguments by name
 * ({ language: 'Portuguese' }).
 */
export interface CallPurpose {
  readonly task: string;
  readonly details: { readonly [name: string]: string };
  /** The text the task works on, without the instructions around it. */
  readonly subject: string;
}

export interface ResponseFormat {
  readonly type: 'json';
  /** A JSON Schema that the answer must fit. */
  readonly schema: JsonObject;
  readonly name: string;
}

/** A text (chat) call; its messages may hold pictures to look at. */
export interface TextCallRequest {
  readonly kind: 'text';
  readonly provider: string;
  readonly model: string;
  readonly messages: readonly ChatMessage[];
  /** 0 to 2; left out = the provider's default. */
  readonly temperature?: number | undefined;
  readonly maxOutputTokens?: number | undefined;
  readonly responseFormat?: ResponseFormat | undefined;
  /** What the model may call, each name once. A model that cannot is refused before anything is sent. */
  readonly tools?: readonly ToolSpec[] | undefined;
  /** Lets the model think before it answers, on top of `maxOutputTokens`; models that cannot answer without it. */
  readonly thinking?: { readonly budgetTokens: number } | undefined;
  /** Values of the model's own parameter schema (GET /api/providers), by key. */
  readonly parameters?: { readonly [key: string]: JsonValue } | undefined;
  readonly purpose: CallPurpose;
}

/** Width and height of a picture in pixels; adapters take the nearest that a model knows. */
export interface PictureSize {
  readonly width: number;
  readonly height: number;
}

/** A call that makes one picture. */
export interface ImageCallRequest {
  readonly kind: 'image';
  readonly provider: string;
  readonly model: string;
  readonly prompt: string;
  /** What should not be in the picture; left out where there is nothing to say. */
  readonly negative?: string | undefined;
  /** Left out = by the model's parameters, else the model's own default. */
  readonly size?: PictureSize | undefined;
  readonly parameters?: { readonly [key: string]: JsonValue } | undefined;
  readonly purpose: CallPurpose;
}

/** What a model is asked for. */
export type ModelCallRequest = TextCallRequest | ImageCallRequest;

export type CallRequest = ModelCallRequest | HttpCallRequest;

const providerSchema = z.string().check(z.minLength(1), z.maxLength(64));
const modelSchema = z.string().check(z.minLength(1), z.maxLength(200));
const parametersSchema = z.optional(z.record(z.string().check(z.maxLength(64)), jsonValueSchema));
const sideSchema = z.int().check(z.minimum(LIMITS.pictureSideMin), z.maximum(LIMITS.pictureSideMax));
const purposeSchema = z.strictObject({
  task: z.string().check(z.maxLength(64)),
  details: z.record(z.string().check(z.maxLength(64)), z.string().check(z.maxLength(20_000))),
  subject: z.string().check(z.maxLength(LIMITS.textOutputBytes)),
});

const contentSchema = z.array(
  z.discriminatedUnion('type', [
    z.strictObject({
      type: z.literal('text'),
      text: z.string().check(z.maxLength(LIMITS.textOutputBytes)),
    }),
    z.strictObject({
      type: z.literal('image'),
      blob: z.string().check(z.length(64)),
      mediaType: z.string().check(z.maxLength(100)),
    }),
  ]),
);

const spokenSchema = z.strictObject({
  role: z.enum(['system', 'user', 'assistant']),
  content: contentSchema,
  toolCalls: z.optional(z.array(toolCallSchema).check(z.maxLength(LIMITS.toolCallsPerTurn))),
  carry: z.optional(jsonValueSchema),
});

const toolMessageSchema = z.strictObject({
  role: z.literal('tool'),
  toolCallId: z.string().check(z.minLength(1), z.maxLength(200)),
  content: contentSchema,
  failed: z.optional(z.boolean()),
});

const toolsSchema = z.array(toolSpecSchema).check(
  z.maxLength(LIMITS.toolsPerCall),
  z.refine((tools) => new Set(tools.map(({ name }) => name)).size === tools.length),
);

const textCallSchema = z.strictObject({
  kind: z.literal('text'),
  provider: providerSchema,
  model: modelSchema,
  messages: z
    .array(z.discriminatedUnion('role', [spokenSchema, toolMessageSchema]))
    .check(z.minLength(1), z.maxLength(LIMITS.messagesPerCall)),
  temperature: z.optional(z.number().check(z.minimum(0), z.maximum(2))),
  maxOutputTokens: z.optional(z.int().check(z.minimum(1), z.maximum(200_000))),
  responseFormat: z.optional(
    z.strictObject({
      type: z.literal('json'),
      schema: jsonObjectSchema,
      name: z.string().check(z.maxLength(64)),
    }),
  ),
  tools: z.optional(toolsSchema),
  thinking: z.optional(z.strictObject({ budgetTokens: z.int().check(z.minimum(1), z.maximum(200_000)) })),
  parameters: parametersSchema,
  purpose: purposeSchema,
});

const imageCallSchema = z.strictObject({
  kind: z.literal('image'),
  provider: providerSchema,
  model: modelSchema,
  prompt: z.string().check(z.minLength(1), z.maxLength(LIMITS.picturePromptCharacters)),
  negative: z.optional(z.string().check(z.maxLength(LIMITS.picturePromptCharacters))),
  size: z.optional(z.strictObject({ width: sideSchema, height: sideSchema })),
  parameters: parametersSchema,
  purpose: purposeSchema,
});

export const callRequestSchema: z.ZodMiniType<CallRequest> = z.discriminatedUnion('kind', [
  textCallSchema,
  imageCallSchema,
  httpCallSchema,
]);

export interface TokenUsage {
  readonly inputTokens: number;
  readonly outputTokens: number;
  readonly cachedInputTokens?: number | undefined;
  readonly reasoningTokens?: number | undefined;
}

const tokenUsageSchema: z.ZodMiniType<TokenUsage> = z.object({
  inputTokens: z.int().check(z.nonnegative()),
  outputTokens: z.int().check(z.nonnegative()),
  cachedInputTokens: z.optional(z.int().check(z.nonnegative())),
  reasoningTokens: z.optional(z.int().check(z.nonnegative())),
});

/** Which of a call's two texts a delta belongs to. */
export type DeltaChannel = 'text' | 'reasoning';

/** What an adapter yields while a provider answers. */
export type CallStreamEvent =
  | { readonly type: 'delta'; readonly channel: DeltaChannel; readonly text: string }
  | { readonly type: 'usage'; readonly usage: TokenUsage }
  /** One call of a tool, whole; in the order in which the model made them. */
  | { readonly type: 'tool-call'; readonly call: ToolCall }
  /** What the provider wants back unchanged with this turn (signed thinking); at most one, before the end. */
  | { readonly type: 'carry'; readonly value: JsonValue }
  /** The whole picture of an image call. */
  | { readonly type: 'picture'; readonly mediaType: string; readonly bytes: Uint8Array }
  /** The provider's end marker arrived. Without it a stream is incomplete, not success. */
  | { readonly type: 'finished'; readonly reason: FinishReason };

export const FINISH_REASONS = ['stop', 'length', 'refusal', 'tool-calls', 'other'] as const;
export type FinishReason = (typeof FINISH_REASONS)[number];

/** What may be done after a call ended badly: `safe` = repeat by itself, `ask` = only when a person says so. */
export type RetryAdvice = 'safe' | 'ask' | 'never';

export const CALL_OUTCOMES = ['ok', 'error', 'aborted', 'unknown'] as const;
export type CallOutcome = (typeof CALL_OUTCOMES)[number];

/** The text of an ended call, in the log itself or, when long, as a blob of the run. */
export type CallText =
  | { readonly kind: 'inline'; readonly text: string }
  | { readonly kind: 'blob'; readonly hash: string; readonly bytes: number };

export const callTextSchema: z.ZodMiniType<CallText> = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('inline'), text: z.string() }),
  z.object({
    kind: z.literal('blob'),
    hash: z.string().check(z.length(64)),
    bytes: z.int().check(z.nonnegative()),
  }),
]);

/** How a call ended. Money is integer micro-dollars (1 USD = 1,000,000); null = price unknown. */
export interface CallEnd {
  readonly outcome: CallOutcome;
  readonly retry: RetryAdvice;
  readonly retryAfterMs?: number | undefined;
  readonly error?: WeftError | undefined;
  readonly text?: CallText | undefined;
  readonly reasoning?: CallText | undefined;
  /** Calls of tools, as JSON: `readToolCalls` of the text reads them. Left out = none. */
  readonly toolCalls?: CallText | undefined;
  /** What goes back unchanged with this turn (`SpokenMessage.carry`), as JSON. */
  readonly carry?: CallText | undefined;
  /** The picture of an image call; its bytes are a blob of the run before anybody is told. */
  readonly image?: BlobRef | undefined;
  /** What a server answered, beside its text. */
  readonly http?: HttpAnswer | undefined;
  readonly finishReason?: FinishReason | undefined;
  readonly usage?: TokenUsage | undefined;
  readonly costMicroUsd: number | null;
  /** Milliseconds the provider took, from sending to the end. */
  readonly durationMs: number;
  /** How the text was written: pairs of (characters so far, milliseconds since sending), flattened. For replays. */
  readonly timing?: readonly number[] | undefined;
}

export const callEndSchema: z.ZodMiniType<CallEnd> = z.object({
  outcome: z.enum(CALL_OUTCOMES),
  retry: z.enum(['safe', 'ask', 'never']),
  retryAfterMs: z.optional(z.number().check(z.nonnegative())),
  error: z.optional(weftErrorSchema),
  text: z.optional(callTextSchema),
  reasoning: z.optional(callTextSchema),
  toolCalls: z.optional(callTextSchema),
  carry: z.optional(callTextSchema),
  image: z.optional(blobRefSchema),
  http: z.optional(httpAnswerSchema),
  finishReason: z.optional(z.enum(FINISH_REASONS)),
  usage: z.optional(tokenUsageSchema),
  costMicroUsd: z.nullable(z.int().check(z.nonnegative())),
  durationMs: z.number().check(z.nonnegative()),
  timing: z.optional(z.array(z.number()).check(z.maxLength(4_000))),
});

/** The text parts of a message list, joined; for estimates and the demo. */
export function messageText(messages: readonly ChatMessage[]): string {
  return messages
    .flatMap((message) => message.content)
    .filter((part): part is TextPart => part.type === 'text')
    .map((part) => part.text)
    .join('\n\n');
}
