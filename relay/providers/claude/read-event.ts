import { z } from 'zod';
import type { CallStreamEvent, FinishReason, TokenUsage } from '#shared/run/call.ts';
import { LIMITS } from '#shared/protocol/limits.ts';
import { CallFailed } from '../call-failed.ts';
import { createTurnBlocks, type TurnBlocks } from './turn-blocks.ts';

const count = z.number().nonnegative().nullish();

const usageSchema = z.object({
  input_tokens: count,
  cache_read_input_tokens: count,
  cache_creation_input_tokens: count,
  output_tokens: count,
  output_tokens_details: z.object({ thinking_tokens: count }).nullish(),
});

const eventSchema = z.object({
  type: z.string(),
  message: z.object({ usage: usageSchema.nullish() }).nullish(),
  usage: usageSchema.nullish(),
  index: z.number().nullish(),
  content_block: z
    .object({
      type: z.string(),
      id: z.string().nullish(),
      name: z.string().nullish(),
      data: z.string().nullish(),
      input: z.unknown().optional(),
    })
    .nullish(),
  delta: z
    .object({
      type: z.string().nullish(),
      text: z.string().nullish(),
      thinking: z.string().nullish(),
      signature: z.string().nullish(),
      partial_json: z.string().nullish(),
      stop_reason: z.string().nullish(),
    })
    .nullish(),
});

/** Source: platform.claude.com, "Stop reasons". */
const REASONS: { readonly [reason: string]: FinishReason } = {
  end_turn: 'stop',
  stop_sequence: 'stop',
  max_tokens: 'length',
  model_context_window_exceeded: 'length',
  tool_use: 'tool-calls',
  refusal: 'refusal',
};

/** Reads the events of one message stream. The end is `message_stop`; why it ended comes a little before. */
export interface EventReader {
  /** @throws CallFailed when it is not a message event, or too much. */
  read(event: unknown): readonly CallStreamEvent[];
}

/** Builds a reader for one stream of Anthropic's message events. */
export function createEventReader(): EventReader {
  let usage: TokenUsage = { inputTokens: 0, outputTokens: 0 };
  let reason: FinishReason = 'other';
  const blocks = createTurnBlocks();
  return Object.freeze({
    read(raw: unknown): readonly CallStreamEvent[] {
      const parsed = eventSchema.safeParse(raw);
      if (!parsed.success)
        throw new CallFailed({ code: 'provider-malformed', outcome: 'error', retry: 'ask' });
      const event = parsed.data;
      const counts = event.message?.usage ?? event.usage;
      if (counts != null) usage = addCounts(usage, counts);
      switch (event.type) {
        case 'content_block_start':
          if (event.content_block != null) blocks.start(event.index ?? 0, event.content_block);
          checkSize(blocks);
          return [];
        case 'content_block_delta':
          blocks.add(event.index ?? 0, event.delta ?? {});
          checkSize(blocks);
          return [
            ...(event.delta?.thinking ? [delta('reasoning', event.delta.thinking)] : []),
            ...(event.delta?.text ? [delta('text', event.delta.text)] : []),
          ];
        case 'message_delta':
          reason = REASONS[event.delta?.stop_reason ?? ''] ?? 'other';
          return [{ type: 'usage', usage }];
        case 'message_stop':
          return [...blocks.end(), { type: 'finished', reason }];
        default:
          // Stops of blocks, pings and whatever is added later carry nothing that a call needs.
          return [];
      }
    },
  });
}

/** @throws CallFailed when arguments are longer than any output may be */
function checkSize(blocks: TurnBlocks): void {
  if (blocks.size() <= LIMITS.textOutputBytes) return;
  const detail = `${Math.round(LIMITS.textOutputBytes / 1024)} KiB`;
  throw new CallFailed({ code: 'output-too-large', outcome: 'error', retry: 'ask', detail });
}

function delta(channel: 'text' | 'reasoning', text: string): CallStreamEvent {
  return { type: 'delta', channel, text };
}

/** The counts of `message_delta` are totals; `input_tokens` leaves out what came from the cache. */
function addCounts(before: TokenUsage, counts: z.infer<typeof usageSchema>): TokenUsage {
  const cached = counts.cache_read_input_tokens ?? before.cachedInputTokens;
  const reasoning = counts.output_tokens_details?.thinking_tokens ?? before.reasoningTokens;
  const input = counts.input_tokens;
  return {
    inputTokens:
      input == null ? before.inputTokens : input + (cached ?? 0) + (counts.cache_creation_input_tokens ?? 0),
    outputTokens: counts.output_tokens ?? before.outputTokens,
    ...(cached == null ? {} : { cachedInputTokens: cached }),
    ...(reasoning == null ? {} : { reasoningTokens: reasoning }),
  };
}
