import { z } from 'zod/mini';
import { jsonObjectSchema, type JsonObject } from '../json.ts';
import { LIMITS } from '../protocol/limits.ts';

/** What a model may call, and what it called. Knows no provider: adapters in the relay convert both to a wire format. */

export interface ToolSpec {
  /** Letters, digits, `_` and `-`, at most 64: what every provider takes (TOOL_NAME). */
  readonly name: string;
  /** For the model. */
  readonly description: string;
  /** JSON Schema of an object. */
  readonly parameters: JsonObject;
}

export interface ToolCall {
  /** As the provider named it; unlike any other of the same turn. */
  readonly id: string;
  /** As the model wrote it: it may name a tool that nobody offered. */
  readonly name: string;
  /** null = what came is no JSON object, or one nested too deep. */
  readonly arguments: JsonObject | null;
  /** What came, where `arguments` is null; its beginning when it was long. */
  readonly raw?: string | undefined;
}

/** Sources: OpenAI "Function calling" and Anthropic "Tool use": `^[a-zA-Z0-9_-]{1,64}$`. */
export const TOOL_NAME = /^[\w-]{1,64}$/;

export const toolSpecSchema: z.ZodMiniType<ToolSpec> = z.strictObject({
  name: z.string().check(z.regex(TOOL_NAME)),
  description: z.string().check(z.maxLength(LIMITS.toolDescriptionCharacters)),
  parameters: jsonObjectSchema,
});

export const toolCallSchema: z.ZodMiniType<ToolCall> = z.strictObject({
  id: z.string().check(z.minLength(1), z.maxLength(200)),
  name: z.string().check(z.maxLength(200)),
  arguments: z.nullable(jsonObjectSchema),
  raw: z.optional(z.string().check(z.maxLength(LIMITS.toolRawCharacters))),
});

/** The calls of an ended call as its entry or blob holds them (`CallEnd.toolCalls`). */
export function writeToolCalls(calls: readonly ToolCall[]): string {
  return JSON.stringify(calls);
}

/** The way back. @returns none where the text is no list of tool calls. */
export function readToolCalls(text: string): readonly ToolCall[] {
  let parsed: unknown;
  try {
    parsed = JSON.parse(text);
  } catch {
    return [];
  }
  return Array.isArray(parsed) ? parsed.filter(isToolCall) : [];
}

function isToolCall(value: unknown): value is ToolCall {
  return toolCallSchema.safeParse(value).success;
}
