import { describe, expect, it } from 'vitest';
import { dollars } from '#shared/dollars.ts';
import type { ProviderDescription } from '#shared/protocol/providers.ts';
import { budgetFields, budgetOf, FIRST_BUDGET, keyChip, keyLine, spentLine, used } from './key-words.ts';

const provider: ProviderDescription = {
  ...{ id: 'p', label: 'Orrery', about: '', keyUrl: '', keyVariable: 'P_KEY', free: false, demo: false },
  status: 'missing-key',
  defaultModels: {},
  models: [
    {
      ...{ id: 'm', label: 'M', kinds: ['text', 'vision'] as const, contextTokens: 1, maxOutputTokens: 1 },
      ...{ price: null, parameters: {} },
    },
  ],
};
const key = {
  ...{ keyId: 'k', provider: 'p', name: '', lastFour: '4f2c', addedAt: 0, lastUsedAt: null },
  state: 'works',
} as const;
const grant = (perDayMicroUsd: number | null, todayMicroUsd: number) => ({
  grant: {
    ...{ grantId: 'g', ringId: 'r', flowId: 'f', name: 'N', providers: ['p'] },
    budget: { perRunMicroUsd: null, perDayMicroUsd, totalMicroUsd: 5_000_000 },
    ...{ endsAt: null, madeAt: 0, revokedAt: null },
    spent: { totalMicroUsd: 1_000_000, todayMicroUsd, heldMicroUsd: 0 },
  },
});

describe('words of keys and money', () => {
  it('a provider says whose key it has', () => {
    expect(keyLine(key, provider)).toBe('Text, vision · ends in 4f2c');
    expect(keyLine(null, provider)).toBe('Text, vision');
    expect(keyLine(null, { ...provider, status: 'ready' })).toBe('Text, vision · key of the relay');
    expect(keyChip(null, provider)).toEqual({ status: 'idle', word: 'No key' });
    expect(keyChip({ ...key, state: 'refused' }, provider).status).toBe('failed');
  });

  it('money is rounded up, never down', () => {
    expect([0, 1, 410_000, 410_001, 2_000_000].map(dollars)).toEqual([
      ...['$0.00', '$0.0001', '$0.41', '$0.42', '$2.00'],
    ]);
  });

  it('a cap of nothing is used up, and none at all never is', () => {
    expect([used(0, 0), used(1, 2), used(3, 2), used(1, null)]).toEqual([1, 0.5, 1, null]);
  });

  it('what is spent counts against the day, else against all of it', () => {
    expect(spentLine(grant(2_000_000, 1_860_000))).toEqual({
      ...{ words: '$1.86 of $2.00 today', part: 0.93, status: 'waiting' },
    });
    expect(spentLine(grant(null, 0)).words).toBe('$1.00 of $5.00 in all');
    expect(spentLine(grant(1_000_000, 1_000_000)).status).toBe('failed');
  });

  it('a budget says at least one limit, and comes back as it was put in', () => {
    expect(budgetOf({ perRun: null, perDay: null, total: null })).toBeNull();
    const budget = budgetOf({ ...FIRST_BUDGET, perRun: 0.1 });
    expect(budget).toEqual({ perRunMicroUsd: 100_000, perDayMicroUsd: 2_000_000, totalMicroUsd: null });
    expect(budget && budgetFields(budget)).toEqual({ ...FIRST_BUDGET, perRun: 0.1 });
  });
});
