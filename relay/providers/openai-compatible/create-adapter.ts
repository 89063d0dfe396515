import OpenAI from 'openai';
import type { TextCallRequest, CallStreamEvent } from '#shared/run/call.ts';
import { CallFailed } from '../call-failed.ts';
import { loadPictures } from '../load-pictures.ts';
import type { AdapterContext, ProviderAdapter } from '../types.ts';
import { buildBody } from './build-body.ts';
import { createClient } from './create-client.ts';
import type { Dialect } from './dialect.ts';
import { createChunkReader } from './read-chunk.ts';

/** An adapter for any server that speaks OpenAI's chat completions, through the `openai` SDK. */
export function createOpenAiCompatibleAdapter(dialect: Dialect): ProviderAdapter {
  return Object.freeze({
    stream: (request: TextCallRequest, context: AdapterContext) => stream(dialect, request, context),
  });
}

async function* stream(
  dialect: Dialect,
  request: TextCallRequest,
  context: AdapterContext,
): AsyncGenerator<CallStreamEvent> {
  const pictures = await loadPictures(request.messages, context.loadBlob);
  const body = buildBody(request, context.parameters, pictures, dialect, context.model?.maxOutputTokens);
  const chunks = await createClient(context).chat.completions.create(body, { signal: context.signal });
  const reader = createChunkReader(dialect.carries);
  try {
    for await (const chunk of chunks) yield* reader.read(chunk);
  } catch (thrown) {
    throw classify(thrown);
  }
}

/** Without a status an APIError is the server's own error event; broken JSON is a SyntaxError. */
function classify(thrown: unknown): unknown {
  if (thrown instanceof CallFailed) return thrown;
  if (thrown instanceof OpenAI.APIConnectionError) return thrown;
  if (thrown instanceof OpenAI.APIError) {
    return new CallFailed({ code: 'provider-error', outcome: 'error', retry: 'ask' });
  }
  return thrown;
}
