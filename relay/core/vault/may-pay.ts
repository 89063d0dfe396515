import type { WeftError } from '#shared/run/errors.ts';
import { dayOf, spentSince, type Sums } from './budget.ts';
import type { KeptGrant } from './vault-record.ts';
import type { Reserve, ReserveReply } from './vault-request.ts';
import { heldByRun, heldInAll, sliceOf, spentKey } from './set-aside.ts';
import { keyFor, stateOf, type VaultState } from './vault-state.ts';
import { grantEnded, noKey, unreadable } from './vault-words.ts';

/** Why nothing is paid for a call as things are, whatever the budget says; null = it may be. */
export function refusalOf(
  state: VaultState,
  grant: KeptGrant | null,
  { flowId, provider }: Reserve,
  now: number,
): ReserveReply | null {
  const ended = grantRefusal(grant, flowId, now);
  if (ended !== null) return { outcome: 'refused', error: ended };
  const isRing = state.record?.kind === 'ring';
  if (isRing && grant?.providers.includes(provider) === false) return { outcome: 'elsewhere' };
  const broken = keyRefusal(state, provider);
  return broken === null ? null : { outcome: 'refused', error: broken };
}

/** Why a grant gives nothing to this flow now, or null. Another flow's looks like none. */
export function grantRefusal(grant: KeptGrant | null, flowId: string, now: number): WeftError | null {
  if (grant === null || grant.flowId !== flowId) return grantEnded('unknown');
  if (grant.revokedAt !== null) return grantEnded('revoked');
  return grant.endsAt !== null && now >= grant.endsAt ? grantEnded('ended') : null;
}

function keyRefusal(state: VaultState, provider: string): WeftError | null {
  if (state.record?.kind !== 'ring') return null;
  const key = keyFor(state, provider);
  if (key === null) return noKey(provider);
  return stateOf(state, key) === 'unreadable' ? unreadable(provider) : null;
}

/** What a grant's run, day and all of it have spent, and hold: the run's own slice is there for it, those of others are not. */
export function sumsOf(
  state: VaultState,
  grant: KeptGrant,
  runId: string,
  now: number,
): { readonly spent: Sums; readonly held: Sums } {
  const { grantId, days, totalMicroUsd } = grant;
  const today = dayOf(now);
  const inAll = heldInAll(state, grantId) - sliceOf(state, { grantId, runId });
  return {
    spent: {
      run: state.runs.get(spentKey(grantId, runId))?.microUsd ?? 0,
      day: spentSince(days, today),
      total: totalMicroUsd,
    },
    // A call that began before midnight may end after it: whatever is held counts for today as well.
    held: { run: heldByRun(state, { grantId, runId }), day: inAll, total: inAll },
  };
}
