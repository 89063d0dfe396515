import OpenAI from 'openai';
import type { AdapterContext } from '../types.ts';

/** The SDK insists on a timeout; deadlines are the outbound's. The longest that a timer takes. */
const NO_TIMEOUT_MS = 2_147_483_647;

/** The SDK without any will of its own: no retries, deadlines, logs or account headers. */
export function createClient(context: AdapterContext): OpenAI {
  return new OpenAI({
    // Servers without a key still get the header: the SDK refuses an empty one.
    apiKey: context.apiKey === '' ? 'none' : context.apiKey,
    baseURL: context.baseUrl,
    fetch: context.fetch,
    maxRetries: 0,
    timeout: NO_TIMEOUT_MS,
    logLevel: 'off',
    organization: null,
    project: null,
  });
}
