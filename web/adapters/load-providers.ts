import { providersResponseSchema, type ProviderDescription } from '#shared/protocol/providers.ts';
import { weftError, type WeftError } from '#shared/run/errors.ts';

/** Asks the relay what it can call. Failures are values. */
export async function loadProviders(): Promise<
  | { readonly ok: true; readonly providers: readonly ProviderDescription[] }
  | { readonly ok: false; readonly error: WeftError }
> {
  try {
    const response = await fetch('/api/providers');
    if (!response.ok) throw new Error(`status ${response.status}`);
    return { ok: true, ...providersResponseSchema.parse(await response.json()) };
  } catch {
    const message = 'The relay did not say which models there are. Check that it runs, then reload the page.';
    return { ok: false, error: weftError('relay-unreachable', message, { retryable: true }) };
  }
}
