import { canonicalJson } from '#shared/json.ts';
import {
  messageText,
  type CallStreamEvent,
  type FinishReason,
  type ImageCallRequest,
  type TextCallRequest,
  type TokenUsage,
} from '#shared/run/call.ts';
import { writeToolCalls } from '#shared/run/tool-call.ts';
import { CallFailed } from '../call-failed.ts';
import type { AdapterContext, PictureContext, ProviderAdapter } from '../types.ts';
import type { Turn } from './agent/work-in-turns.ts';
import { countTokens } from './count-tokens.ts';
import { pause } from '../pause.ts';
import { wordDelayMs, wordPieces } from './pace.ts';
import { describePicture } from './picture/describe-picture.ts';
import { drawPicture } from './picture/draw-picture.ts';
import { createRandom, seedOf } from './random.ts';
import { respond } from './respond.ts';

/** A picture takes as long as so many words. */
const PICTURE_WORDS = 25;

/** The demo: the answer is there at once and is told at a pace that people can read. */
export const demoAdapter: ProviderAdapter = Object.freeze({ stream, paint });

async function* stream(request: TextCallRequest, context: AdapterContext): AsyncGenerator<CallStreamEvent> {
  const random = createRandom(seedOf(canonicalJson(request)));
  const whole = respond(request, random, await look(request, context));
  const text = cut(whole.text, request.maxOutputTokens);
  const thought = cut(whole.thought, request.thinking?.budgetTokens ?? 0);
  const delayInMs = wordDelayMs(context.variables['WEFT_DEMO_PACE']);
  for (const [channel, said] of [['reasoning', thought] as const, ['text', text] as const]) {
    for (const piece of delayInMs === 0 ? [said] : wordPieces(said)) {
      if (delayInMs > 0 && !(await pause(context.timers, delayInMs, context.signal))) return;
      if (piece !== '') yield { type: 'delta', channel, text: piece };
    }
  }
  for (const call of whole.calls) yield { type: 'tool-call', call };
  yield { type: 'usage', usage: usageOf(request, { ...whole, text, thought }) };
  yield { type: 'finished', reason: endOf(whole, text) };
}

function usageOf({ messages }: TextCallRequest, { thought, text, calls }: Turn): TokenUsage {
  const written = calls.length === 0 ? '' : writeToolCalls(calls);
  const reasoningTokens = countTokens(thought);
  return {
    inputTokens: countTokens(messageText(messages)),
    outputTokens: countTokens(text) + countTokens(written) + reasoningTokens,
    ...(reasoningTokens === 0 ? {} : { reasoningTokens }),
  };
}

function endOf({ text: whole, calls }: Turn, text: string): FinishReason {
  if (text.length < whole.length) return 'length';
  return calls.length === 0 ? 'stop' : 'tool-calls';
}

async function* paint(request: ImageCallRequest, context: PictureContext): AsyncGenerator<CallStreamEvent> {
  const random = createRandom(seedOf(canonicalJson([request.prompt, context.parameters])));
  const bytes = await drawPicture(request.prompt, request.size, random);
  const delayInMs = wordDelayMs(context.variables['WEFT_DEMO_PACE']) * PICTURE_WORDS;
  if (delayInMs > 0 && !(await pause(context.timers, delayInMs, context.signal))) return;
  yield { type: 'picture', mediaType: 'image/png', bytes };
  yield { type: 'finished', reason: 'stop' };
}

/** What the pictures of a call show, by their pixels. @throws CallFailed blob-missing */
async function look(request: TextCallRequest, { loadBlob }: AdapterContext): Promise<readonly string[]> {
  const parts = request.messages.flatMap((message) => message.content);
  const pictures = parts.filter((part) => part.type === 'image');
  return Promise.all(
    pictures.map(async ({ blob }) => {
      const bytes = await loadBlob(blob);
      if (bytes === null)
        throw new CallFailed({ code: 'blob-missing', outcome: 'error', retry: 'never', unbilled: true });
      return describePicture(bytes);
    }),
  );
}

/** Keeps to the limit that the node set, as models do: in the middle of a sentence if need be. */
function cut(text: string, maxOutputTokens: number | undefined): string {
  return maxOutputTokens === undefined ? text : text.slice(0, maxOutputTokens * 4);
}
