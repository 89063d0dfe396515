import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import {
  startProviderServer,
  type ProviderServer,
} from '../../e2e/fixtures/provider-server/start-provider-server.ts';
import { defaultParameters, providersResponseSchema } from '#shared/protocol/providers.ts';
import { listProvidersWithCustomModels } from './list-custom-models.ts';
import { listProviders } from './list-providers.ts';
import { PROVIDER_MODULES } from './registry.ts';
import { resolveProvider } from './resolve-provider.ts';
import { platformFetch, realTimers } from './testing/harness.ts';

const KEYS = { MISTRAL_API_KEY: 'canary-key-1', ANTHROPIC_API_KEY: ' ' };

describe('GET /api/providers', () => {
  it('[SE1] says what there is, without key or address', () => {
    const providers = listProviders({ ...KEYS, WEFT_CUSTOM_ORIGINS: 'http://10.0.0.7:8000' });
    expect(providersResponseSchema.parse({ providers })).toEqual({ providers });
    const text = JSON.stringify(providers);
    for (const secret of ['canary-key-1', 'baseUrl', 'api.mistral.ai', '10.0.0.7'])
      expect(text).not.toContain(secret);
  });

  it('says which are ready', () => {
    const status = Object.fromEntries(listProviders(KEYS).map((provider) => [provider.id, provider.status]));
    expect(status).toEqual({
      demo: 'ready',
      mistral: 'ready',
      glm: 'missing-key',
      openrouter: 'missing-key',
      huggingface: 'missing-key',
      fireworks: 'missing-key',
      openai: 'missing-key',
      claude: 'missing-key',
      custom: 'not-configured',
    });
  });

  it('further custom servers carry their host', () => {
    const environment = {
      WEFT_CUSTOM_ORIGINS: 'http://localhost:1,http://localhost:2',
      WEFT_CUSTOM_API_KEY: 'k',
    };
    expect(resolveProvider('custom', environment)).toMatchObject({
      baseUrl: 'http://localhost:1/v1',
      apiKey: 'k',
    });
    expect(resolveProvider('custom@localhost:2', environment)).toMatchObject({
      baseUrl: 'http://localhost:2/v1',
      apiKey: '',
    });
    expect(resolveProvider('custom@localhost:3', environment)).toBeNull();
  });
});

describe('descriptions', () => {
  it.each(PROVIDER_MODULES.map(({ description }) => [description.id, description] as const))(
    '%s is sound',
    (_id, description) => {
      expect(description.baseUrl === '' || description.baseUrl.startsWith('https://')).toBe(true);
      for (const [kind, modelId] of Object.entries(description.defaultModels)) {
        const model = description.models.find((candidate) => candidate.id === modelId);
        expect(model?.kinds, `${modelId} as default for ${kind}`).toContain(kind);
      }
      expect(new Set(description.models.map((model) => model.id)).size).toBe(description.models.length);
      for (const model of description.models) {
        expect(model.maxOutputTokens).toBeLessThanOrEqual(model.contextTokens);
        expect(model.price === null || /^\d{4}-\d\d-\d\d$/.test(model.price.asOf)).toBe(true);
        expect(Object.values(defaultParameters(model)).every((value) => value !== null)).toBe(true);
      }
    },
  );
});

describe('models of custom servers', () => {
  let server: ProviderServer;
  beforeAll(async () => {
    server = await startProviderServer();
  });
  afterAll(() => server.close());

  it('come from the server, and none when it is not there', async () => {
    const environment = {
      WEFT_CUSTOM_ORIGINS: `${server.url},http://127.0.0.1:1`,
      WEFT_CUSTOM_API_KEY: server.key,
    };
    const providers = await listProvidersWithCustomModels(environment, {
      fetch: platformFetch,
      timers: realTimers,
    });
    const models = providers
      .filter(({ id }) => id.startsWith('custom'))
      .map((provider) => provider.models.map(({ id }) => id));
    expect(models).toEqual([['ok'], []]);
  });
});
