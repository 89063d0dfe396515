import { describe, expect, it } from 'vitest';
import type { FlowGrant } from '#shared/protocol/vault-messages.ts';
import { chooseGrant, payerOf } from './choose-payer.ts';

const grantOf = (
  grantId: string,
  more: Partial<FlowGrant> & { readonly ringId?: string; readonly madeAt?: number } = {},
): FlowGrant => ({
  state: more.state ?? 'usable',
  keys: more.keys ?? [{ provider: 'mistral', state: 'works' }],
  grant: {
    ...{ grantId, ringId: more.ringId ?? 'ring-of-others', flowId: 'f', name: 'N', providers: ['mistral'] },
    budget: { perRunMicroUsd: null, perDayMicroUsd: 2_000_000, totalMicroUsd: null },
    ...{ endsAt: null, madeAt: more.madeAt ?? 0, revokedAt: null },
    spent: { totalMicroUsd: 0, todayMicroUsd: 0, heldMicroUsd: 0 },
  },
});

const chosen = (...grants: readonly FlowGrant[]) => chooseGrant(grants, 'my-ring')?.grant.grantId ?? null;

describe('who pays for a run', () => {
  it('nobody where nothing can be used', () => {
    expect(chosen()).toBeNull();
    expect(chosen(grantOf('a', { state: 'revoked' }), grantOf('b', { state: 'ended' }))).toBeNull();
    expect(chosen(grantOf('a', { keys: [{ provider: 'mistral', state: 'refused' }] }))).toBeNull();
  });

  it('one’s own ring before somebody else’s, more keys before fewer, the older before the newer', () => {
    const two = [
      { provider: 'mistral', state: 'works' },
      { provider: 'openai', state: 'works' },
    ] as const;
    expect(chosen(grantOf('a', { keys: [...two] }), grantOf('mine', { ringId: 'my-ring' }))).toBe('mine');
    expect(chosen(grantOf('one'), grantOf('two', { keys: [...two] }))).toBe('two');
    expect(chosen(grantOf('new', { madeAt: 2 }), grantOf('old', { madeAt: 1 }))).toBe('old');
  });

  it('what is used up is asked last, so that a run says what is spent', () => {
    const mine = grantOf('mine', { ringId: 'my-ring', state: 'used-up' });
    expect(chosen(mine, grantOf('theirs'))).toBe('theirs');
    expect(chosen(mine)).toBe('mine');
  });

  it('names the providers whose keys work', () => {
    const keys = [
      { provider: 'mistral', state: 'works' },
      { provider: 'openai', state: 'refused' },
    ] as const;
    expect(payerOf(grantOf('a', { keys: [...keys] }))).toEqual({
      ...{ ringId: 'ring-of-others', grantId: 'a', providers: ['mistral'] },
    });
  });
});
