import { z } from 'zod';
import type { ModelDescription, ProviderDescription } from '#shared/protocol/providers.ts';
import { callLimits } from './call-limits.ts';
import { shownProvider } from './list-providers.ts';
import { createOutbound } from './outbound.ts';
import { resolveProviders, type ResolvedProvider } from './resolve-provider.ts';
import type { OutboundFetch, RelayEnvironment, Timers } from './types.ts';

interface ListPorts {
  readonly fetch: OutboundFetch;
  readonly timers: Timers;
}

/** Somebody is waiting for the page: a server of one's own that is slower is shown without its models. */
const DEADLINE_MS = 2_000;
const MAX_MODELS = 200;

/** Small: Ollama's /models says neither. */
const CONTEXT_TOKENS = 8_192;

const modelsSchema = z.object({ data: z.array(z.object({ id: z.string().min(1).max(200) })) });

/**
 * All providers, with the models that custom servers list under /models. Never throws: a server that does not answer
 * has an empty list, and its models can be typed by hand.
 */
export async function listProvidersWithCustomModels(
  environment: RelayEnvironment,
  ports: ListPorts,
): Promise<readonly ProviderDescription[]> {
  return Promise.all(
    resolveProviders(environment).map(async (provider) => {
      const asked = provider.baseUrl !== '' && provider.description.id.split('@')[0] === 'custom';
      return asked
        ? withModels(provider, await modelsOf(provider, ports))
        : shownProvider(provider.description);
    }),
  );
}

async function modelsOf(
  provider: ResolvedProvider,
  { fetch, timers }: ListPorts,
): Promise<readonly string[]> {
  const { baseUrl, allowHttp, apiKey } = provider;
  const outbound = createOutbound({
    fetch,
    timers,
    now: () => 0,
    baseUrl,
    allowHttp,
    limits: callLimits({
      headersDeadlineMs: DEADLINE_MS,
      idleDeadlineMs: DEADLINE_MS,
      totalDeadlineMs: DEADLINE_MS,
    }),
    signal: new AbortController().signal,
    accept: 'json',
  });
  try {
    const headers = new Headers(
      apiKey === null || apiKey === '' ? [] : [['authorization', `Bearer ${apiKey}`]],
    );
    const response = await outbound.fetch(`${baseUrl}/models`, { headers });
    const parsed = modelsSchema.safeParse(JSON.parse(await response.text()));
    return parsed.success ? parsed.data.data.slice(0, MAX_MODELS).map(({ id }) => id) : [];
  } catch {
    // Not running, slow or not what it says it is: its models can still be typed.
    return [];
  } finally {
    outbound.close();
  }
}

function withModels(provider: ResolvedProvider, ids: readonly string[]): ProviderDescription {
  const models = ids.map((id): ModelDescription => ({
    id,
    label: id,
    kinds: ['text'],
    contextTokens: CONTEXT_TOKENS,
    maxOutputTokens: CONTEXT_TOKENS,
    price: null,
    parameters: provider.otherModelParameters,
  }));
  const [first] = models;
  const defaultModels = first === undefined ? {} : { text: first.id };
  return { ...provider.description, models, defaultModels };
}
