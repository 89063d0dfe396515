import Anthropic from '@anthropic-ai/sdk';
import type { TextCallRequest, CallStreamEvent } from '#shared/run/call.ts';
import { CallFailed } from '../call-failed.ts';
import { loadPictures } from '../load-pictures.ts';
import type { AdapterContext, ProviderAdapter } from '../types.ts';
import { buildBody } from './build-body.ts';
import { createEventReader } from './read-event.ts';

/** The SDK insists on a timeout; deadlines are the outbound's. The longest that a timer takes. */
const NO_TIMEOUT_MS = 2_147_483_647;

/** Claude through `@anthropic-ai/sdk`, by its raw events: the helpers hide a stream that ended too early. */
export const claudeAdapter: ProviderAdapter = Object.freeze({ stream });

async function* stream(request: TextCallRequest, context: AdapterContext): AsyncGenerator<CallStreamEvent> {
  const pictures = await loadPictures(request.messages, context.loadBlob);
  const body = buildBody(request, context.parameters, pictures, context.model?.maxOutputTokens);
  const client = new Anthropic({
    apiKey: context.apiKey,
    authToken: null,
    baseURL: context.baseUrl,
    fetch: context.fetch,
    maxRetries: 0,
    timeout: NO_TIMEOUT_MS,
    logLevel: 'off',
  });
  const reader = createEventReader();
  try {
    const events = await client.messages.create(body, { signal: context.signal });
    for await (const event of events) yield* reader.read(event);
  } catch (thrown) {
    throw classify(thrown);
  }
}

/** Without a status an APIError is an `error` event; broken JSON is a SyntaxError and stays one. */
function classify(thrown: unknown): unknown {
  if (thrown instanceof Anthropic.APIConnectionError || !(thrown instanceof Anthropic.APIError))
    return thrown;
  return new CallFailed({ code: 'provider-error', outcome: 'error', retry: 'ask' });
}
