import { describe, expect, it } from 'vitest';
import type { FlowGrant } from '#shared/protocol/vault-messages.ts';
import { budgetNotice } from './budget-notice.ts';

const grantOf = (
  state: FlowGrant['state'],
  budget: Partial<FlowGrant['grant']['budget']>,
  spent: Partial<FlowGrant['grant']['spent']> = {},
): FlowGrant => ({
  ...{ state, keys: [] },
  grant: {
    ...{ grantId: 'g', ringId: 'r', flowId: 'f', name: 'Imani', providers: ['p'], endsAt: null },
    budget: { perRunMicroUsd: null, perDayMicroUsd: null, totalMicroUsd: null, ...budget },
    ...{ madeAt: 0, revokedAt: null },
    spent: { totalMicroUsd: 0, todayMicroUsd: 0, heldMicroUsd: 0, ...spent },
  },
});

describe('what is said of a budget', () => {
  it('nothing while it has room', () => {
    expect(budgetNotice(grantOf('usable', { perDayMicroUsd: 1 }), 0, true)).toBeNull();
  });

  it('which limit is reached, and what helps whom', () => {
    const day = grantOf('used-up', { perDayMicroUsd: 2_000_000 }, { todayMicroUsd: 2_000_000 });
    const midnight = new Date(2026, 10, 22).getTime();
    expect(budgetNotice(day, midnight, true)).toEqual({
      title: 'Today’s $2.00 for this flow is spent.',
      text: 'Raise it, or run again at 00:00.',
    });
    const all = grantOf('used-up', { totalMicroUsd: 5_000_000 }, { totalMicroUsd: 5_000_000 });
    expect(budgetNotice(all, midnight, false)).toEqual({
      title: 'All of the $5.00 for this flow is spent.',
      text: 'Ask Imani to raise it, then run again.',
    });
  });
});
