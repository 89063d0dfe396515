import { describe, expect, it } from 'vitest';
import type { ProviderDescription } from '#shared/protocol/providers.ts';
import { modelGroups, priceWords } from './model-words.ts';

const price = {
  inputMicroUsdPerMillion: 1_000_000,
  outputMicroUsdPerMillion: 3_600_000,
  source: 's',
  asOf: '2026-11-01',
};

const provider = (id: string, status: ProviderDescription['status']): ProviderDescription => ({
  id,
  label: id.toUpperCase(),
  about: '',
  keyUrl: '',
  keyVariable: '',
  status,
  free: false,
  demo: false,
  defaultModels: {},
  models: [
    {
      id: 'words',
      label: 'Words',
      kinds: ['text'],
      contextTokens: 1,
      maxOutputTokens: 1,
      price,
      parameters: {},
    },
    {
      id: 'pictures',
      label: 'Pictures',
      kinds: ['image'],
      contextTokens: 1,
      maxOutputTokens: 1,
      price: null,
      parameters: {},
    },
  ],
});

describe('words about models', () => {
  it('lists what can do the work, providers that are ready first', () => {
    const groups = modelGroups([provider('a', 'missing-key'), provider('b', 'ready')], 'text');
    expect(groups.map((group) => group.label)).toEqual(['B', 'A · no key yet']);
    expect(groups[0]?.items.map((item) => item.id)).toEqual(['b/words']);
  });

  it('[TC6] says in the list which models cannot call tools, where tools are offered', () => {
    const [whole] = modelGroups([provider('b', 'ready')], 'text', true);
    expect(whole?.items.map(({ detail }) => detail)).not.toContain('Cannot call tools');
    const { models, ...rest } = provider('b', 'ready');
    const mute = { ...rest, models: models.map((model) => ({ ...model, tools: false })) };
    expect(modelGroups([mute], 'text', true)[0]?.items[0]?.detail).toBe('Cannot call tools');
    expect(modelGroups([mute], 'text')[0]?.items[0]?.detail).not.toBe('Cannot call tools');
  });

  it('says a price, or that it is unknown', () => {
    expect(priceWords(price)).toBe('$1.00 in, $3.60 out per million tokens');
    expect(priceWords(null)).toBe('Price unknown');
  });
});
