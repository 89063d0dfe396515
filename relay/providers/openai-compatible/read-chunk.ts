import { z } from 'zod';
import type { CallStreamEvent, DeltaChannel } from '#shared/run/call.ts';
import type { JsonValue } from '#shared/json.ts';
import { CallFailed } from '../call-failed.ts';
import { joinDetails, reasoningDetailSchema, type CarriedMember } from './carried-reasoning.ts';
import { mapFinishReason } from './map-finish-reason.ts';
import { mapUsage, usageSchema } from './map-usage.ts';
import { createToolAssembler, toolDeltaSchema, type ToolAssembler } from './tool-assembler.ts';

/** Mistral's reasoning models send parts instead of a string. Source: docs.mistral.ai, "Reasoning". */
const partSchema = z.union([
  z.object({ type: z.literal('text'), text: z.string() }),
  z.object({ type: z.literal('thinking'), thinking: z.array(z.object({ text: z.string().nullish() })) }),
  z.object({ type: z.string() }).transform(() => null),
]);

const deltaSchema = z.object({
  content: z.union([z.string(), z.array(partSchema)]).nullish(),
  /** Z.ai, DeepSeek, older vLLM. */
  reasoning_content: z.string().nullish(),
  /** OpenRouter, Ollama, newer vLLM. */
  reasoning: z.string().nullish(),
  reasoning_details: z.array(reasoningDetailSchema).nullish(),
  refusal: z.string().nullish(),
  tool_calls: z.array(toolDeltaSchema).nullish(),
});

const chunkSchema = z.object({
  choices: z.array(z.object({ delta: deltaSchema.nullish(), finish_reason: z.string().nullish() })).nullish(),
  usage: usageSchema.nullish(),
});

type Delta = z.infer<typeof deltaSchema>;

/** Reads the chunks of one stream; remembers until the end marker what is only known then. */
export interface ChunkReader {
  /** @throws CallFailed when the chunk is not a chat-completion chunk, reports a failure, or is too much. */
  read(chunk: unknown): readonly CallStreamEvent[];
}

/** What goes out with the end marker. */
interface Turn {
  readonly tools: ToolAssembler;
  readonly details: z.infer<typeof reasoningDetailSchema>[];
  thoughts: string;
  refused: boolean;
}

/** Builds a reader for one stream of chat-completion chunks. */
export function createChunkReader(carries?: CarriedMember): ChunkReader {
  const turn: Turn = { tools: createToolAssembler(), details: [], thoughts: '', refused: false };
  return Object.freeze({
    read(chunk: unknown): readonly CallStreamEvent[] {
      const parsed = chunkSchema.safeParse(chunk);
      if (!parsed.success) throw malformed();
      const events: CallStreamEvent[] = [];
      const choice = parsed.data.choices?.[0];
      if (choice?.delta != null) {
        events.push(...readDelta(choice.delta));
        remember(turn, choice.delta, carries);
      }
      if (choice?.finish_reason != null && choice.finish_reason !== '') {
        events.push(...endOf(turn, choice.finish_reason, carries));
      }
      const usage = parsed.data.usage == null ? null : mapUsage(parsed.data.usage);
      if (usage !== null) events.push({ type: 'usage', usage });
      return events;
    },
  });
}

function remember(turn: Turn, delta: Delta, carries: CarriedMember | undefined): void {
  if (delta.refusal) turn.refused = true;
  if (delta.tool_calls != null) turn.tools.add(delta.tool_calls);
  if (carries === 'reasoning_details') joinDetails(turn.details, delta.reasoning_details ?? []);
  if (carries === 'reasoning_content') turn.thoughts += delta.reasoning_content ?? '';
}

/** Some servers call it a stop when a tool was called. */
function endOf(turn: Turn, finish: string, carries: CarriedMember | undefined): readonly CallStreamEvent[] {
  const end = finished(finish, turn.refused);
  const calls = turn.tools.calls();
  if (calls.length === 0 || end.type !== 'finished') return [end];
  const called = calls.map((call) => ({ type: 'tool-call', call }) as const);
  const value = carryOf(turn, carries);
  const carry: readonly CallStreamEvent[] = value === null ? [] : [{ type: 'carry', value }];
  const reason = end.reason === 'stop' || end.reason === 'other' ? 'tool-calls' : end.reason;
  return [...called, ...carry, { type: 'finished', reason }];
}

function carryOf(turn: Turn, carries: CarriedMember | undefined): JsonValue {
  if (carries === 'reasoning_details' && turn.details.length > 0)
    return { reasoning_details: turn.details as JsonValue };
  if (carries === 'reasoning_content' && turn.thoughts !== '') return { reasoning_content: turn.thoughts };
  return null;
}

function readDelta(delta: Delta): readonly CallStreamEvent[] {
  const reasoning = delta.reasoning_content ?? delta.reasoning ?? '';
  return [
    ...text('reasoning', reasoning),
    ...(typeof delta.content === 'string'
      ? text('text', delta.content)
      : (delta.content ?? []).flatMap(readPart)),
    ...text('text', delta.refusal ?? ''),
  ];
}

function readPart(part: z.infer<typeof partSchema>): readonly CallStreamEvent[] {
  if (part === null) return [];
  if ('text' in part) return text('text', part.text);
  return text('reasoning', part.thinking.map((piece) => piece.text ?? '').join(''));
}

function text(channel: DeltaChannel, value: string): readonly CallStreamEvent[] {
  return value === '' ? [] : [{ type: 'delta', channel, text: value }];
}

function finished(reason: string, refused: boolean): CallStreamEvent {
  const mapped = mapFinishReason(reason);
  if (mapped === 'error') throw new CallFailed({ code: 'provider-error', outcome: 'error', retry: 'ask' });
  return { type: 'finished', reason: refused ? 'refusal' : mapped };
}

function malformed(): CallFailed {
  return new CallFailed({ code: 'provider-malformed', outcome: 'error', retry: 'ask' });
}
