import { z } from 'zod';
import type { CallStreamEvent, DeltaChannel } from '#shared/run/call.ts';
import { CallFailed } from '../call-failed.ts';
import { mapFinishReason } from './map-finish-reason.ts';
import { mapUsage, usageSchema } from './map-usage.ts';

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
  refusal: z.string().nullish(),
});

const chunkSchema = z.object({
  choices: z.array(z.object({ delta: deltaSchema.nullish(), finish_reason: z.string().nullish() })).nullish(),
  usage: usageSchema.nullish(),
});

/** Reads the chunks of one stream; remembers a refusal until the end marker. */
export interface ChunkReader {
  /** @throws CallFailed when the chunk is not a chat-completion chunk or reports a failure. */
  read(chunk: unknown): readonly CallStreamEvent[];
}

/** Builds a reader for one stream of chat-completion chunks. */
export function createChunkReader(): ChunkReader {
  let refused = false;
  return Object.freeze({
    read(chunk: unknown): readonly CallStreamEvent[] {
      const parsed = chunkSchema.safeParse(chunk);
      if (!parsed.success) throw malformed();
      const events: CallStreamEvent[] = [];
      const choice = parsed.data.choices?.[0];
      if (choice?.delta != null) {
        if (choice.delta.refusal) refused = true;
        events.push(...readDelta(choice.delta));
      }
      if (choice?.finish_reason != null && choice.finish_reason !== '') {
        events.push(finished(choice.finish_reason, refused));
      }
      const usage = parsed.data.usage == null ? null : mapUsage(parsed.data.usage);
      if (usage !== null) events.push({ type: 'usage', usage });
      return events;
    },
  });
}

function readDelta(delta: z.infer<typeof deltaSchema>): readonly CallStreamEvent[] {
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
