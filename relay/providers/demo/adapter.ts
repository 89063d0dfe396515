import { canonicalJson } from '#shared/json.ts';
import {
  messageText,
  type CallStreamEvent,
  type ImageCallRequest,
  type TextCallRequest,
} from '#shared/run/call.ts';
import { CallFailed } from '../call-failed.ts';
import type { AdapterContext, PictureContext, ProviderAdapter } from '../types.ts';
import { answer } from './answer.ts';
import { countTokens } from './count-tokens.ts';
import { pause } from '../pause.ts';
import { wordDelayMs, wordPieces } from './pace.ts';
import { describePicture } from './picture/describe-picture.ts';
import { drawPicture } from './picture/draw-picture.ts';
import { createRandom, seedOf } from './random.ts';

/** A picture takes as long as so many words. */
const PICTURE_WORDS = 25;

/** The demo: the answer is there at once and is told at a pace that people can read. */
export const demoAdapter: ProviderAdapter = Object.freeze({ stream, paint });

async function* stream(request: TextCallRequest, context: AdapterContext): AsyncGenerator<CallStreamEvent> {
  const random = createRandom(seedOf(canonicalJson(request)));
  const whole = answer(request, random, await look(request, context));
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
