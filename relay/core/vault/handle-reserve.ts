import type { WeftError } from '#shared/run/errors.ts';
import { dayEnd, dayOf, judge, spentSince, type Sums } from './budget.ts';
import { settleLapsed } from './handle-settle.ts';
import type { RateName } from './rate-limits.ts';
import type { Hold, KeptGrant } from './vault-record.ts';
import { ENVIRONMENT_GRANT, type Reserve, type ReserveReply } from './vault-request.ts';
import {
  addHold,
  dropHold,
  heldKeys,
  holdKey,
  keyFor,
  setGrant,
  spentKey,
  stateOf,
  type VaultState,
  type VaultTurn,
} from './vault-state.ts';
import { budgetHeld, budgetUsed, grantEnded, noKey, tooFast, unreadable } from './vault-words.ts';

/** A call that must wait for others asks again so soon. */
const HELD_RETRY_MS = 250;

/**
 * Sets aside all that a call may cost, before it is sent [CA2]. Once for each call: asked again it is the same hold, for
 * the latest attempt. A grant that was revoked or has ended gives nothing more, from the next call on [VA4].
 */
export function reserve(state: VaultState, turn: VaultTurn, wish: Reserve): ReserveReply {
  settleLapsed(state, turn);
  const grant = grantFor(state, turn, wish);
  const known = state.holds.get(holdKey(wish));
  if (wish.resumes && known) return heldReply(state, takeOver(state, turn, known, wish.attempt));
  const refused = refusalOf(state, grant, wish, turn.now);
  if (grant === null || refused !== null) {
    // It asks because it was not sent: what it was promised before goes back.
    if (known) giveBack(state, turn, known);
    return refused ?? { outcome: 'refused', error: grantEnded('unknown') };
  }
  if (known) return heldReply(state, takeOver(state, turn, known, wish.attempt));
  return setAside(state, turn, grant, wish);
}

function refusalOf(
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

function giveBack(state: VaultState, turn: VaultTurn, hold: Hold): void {
  dropHold(state, hold);
  turn.holds.add(holdKey(hold));
}

function setAside(state: VaultState, turn: VaultTurn, grant: KeptGrant, wish: Reserve): ReserveReply {
  const { now } = turn;
  const judgement = judge(wish.microUsd, grant.budget, sumsOf(state, grant, wish.runId, now));
  if (judgement.type === 'held') return { outcome: 'wait', afterMs: HELD_RETRY_MS, error: budgetHeld() };
  if (judgement.type === 'used') {
    const more = { neededMicroUsd: wish.microUsd, dayEndsInMs: dayEnd(now) - now };
    return { outcome: 'refused', error: budgetUsed({ ...judgement, ...more }) };
  }
  const afterMs = state.rates.take(ratesOf(wish), now);
  if (afterMs > 0) return { outcome: 'wait', afterMs, error: tooFast(afterMs) };
  const { resumes: _resumes, perDayMicroUsd: _perDay, ...facts } = wish;
  const hold: Hold = { ...facts, at: now, day: dayOf(now) };
  addHold(state, hold);
  turn.holds.add(holdKey(hold));
  return heldReply(state, hold);
}

function ratesOf({ personId, flowId, provider }: Reserve): readonly RateName[] {
  return [
    { kind: 'person', id: personId },
    { kind: 'flow', id: flowId },
    { kind: 'provider', id: provider },
  ];
}

function takeOver(state: VaultState, turn: VaultTurn, known: Hold, attempt: string): Hold {
  const next = { ...known, attempt };
  dropHold(state, known);
  addHold(state, next);
  turn.holds.add(holdKey(next));
  return next;
}

function heldReply(state: VaultState, { provider, microUsd }: Hold): ReserveReply {
  const key = state.record?.kind === 'ring' ? (keyFor(state, provider)?.sealed ?? null) : null;
  return { outcome: 'held', microUsd, key };
}

/** Of a ring the one that was made; of a purse the one for the relay's own keys, with today's setting of its budget. */
function grantFor(state: VaultState, turn: VaultTurn, wish: Reserve): KeptGrant | null {
  const known = state.grants.get(wish.grantId) ?? null;
  if (wish.grantId !== ENVIRONMENT_GRANT) return known;
  if (state.record?.kind === 'ring') return null;
  if (state.record === null) {
    state.record = { kind: 'purse', flowId: wish.flowId, madeAt: turn.now, rows: 0 };
    turn.recordChanged = true;
  }
  const perDayMicroUsd = wish.perDayMicroUsd ?? null;
  if (known?.budget.perDayMicroUsd === perDayMicroUsd) return known;
  const budget = { perRunMicroUsd: null, perDayMicroUsd, totalMicroUsd: null };
  const grant = { ...(known ?? newEnvironmentGrant(wish.flowId, turn.now)), budget };
  setGrant(state, turn, grant);
  return grant;
}

function newEnvironmentGrant(flowId: string, now: number): Omit<KeptGrant, 'budget'> {
  const place = { grantId: ENVIRONMENT_GRANT, flowId, name: 'The relay', providers: [] };
  return { ...place, endsAt: null, madeAt: now, revokedAt: null, totalMicroUsd: 0, days: {} };
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

/** What a grant's run, day and all of it have spent, and hold. */
export function sumsOf(
  state: VaultState,
  grant: KeptGrant,
  runId: string,
  now: number,
): { readonly spent: Sums; readonly held: Sums } {
  const { grantId, days, totalMicroUsd } = grant;
  const today = dayOf(now);
  const [total, run] = heldKeys({ grantId, runId });
  const held = (key: string): number => state.held.get(key) ?? 0;
  return {
    spent: {
      run: state.runs.get(spentKey(grantId, runId))?.microUsd ?? 0,
      day: spentSince(days, today),
      total: totalMicroUsd,
    },
    // A call that began before midnight may end after it: whatever is held counts for today as well.
    held: { run: held(run), day: held(total), total: held(total) },
  };
}
