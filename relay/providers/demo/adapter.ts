import { canonicalJson } from '#shared/json.ts';
import { messageText, type CallRequest, type CallStreamEvent } from '#shared/run/call.ts';
import type { AdapterContext, ProviderAdapter } from '../types.ts';
import { answer } from './answer.ts';
import { countTokens } from './count-tokens.ts';
import { pause, wordDelayMs, wordPieces } from './pace.ts';
import { createRandom, seedOf } from './random.ts';

/** The demo: the answer is there at once and is told at a pace that people can read. */
export const demoAdapter: ProviderAdapter = Object.freeze({ stream });

async function* stream(request: CallRequest, context: AdapterContext): AsyncGenerator<CallStreamEvent> {
  const random = createRandom(seedOf(canonicalJson(request)));
  const whole = answer(request, random);
  const text = cut(whole, request.maxOutputTokens);
  const delayInMs = wordDelayMs(context.variables['WEFT_DEMO_PACE']);
  if (delayInMs === 0) yield { type: 'delta', channel: 'text', text };
  else {
    for (const piece of wordPieces(text)) {
      if (!(await pause(context.timers, delayInMs, context.signal))) return;
      yield { type: 'delta', channel: 'text', text: piece };
    }
  }
  const usage = { inputTokens: countTokens(messageText(request.messages)), outputTokens: countTokens(text) };
  yield { type: 'usage', usage };
  yield { type: 'finished', reason: text.length < whole.length ? 'length' : 'stop' };
}

/** Keeps to the limit that the node set, as models do: in the middle of a sentence if need be. */
function cut(text: string, maxOutputTokens: number | undefined): string {
  return maxOutputTokens === undefined ? text : text.slice(0, maxOutputTokens * 4);
}
