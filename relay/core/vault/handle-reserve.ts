import { dayEnd, judge } from './budget.ts';
import { settleLapsed } from './handle-settle.ts';
import { refusalOf, sumsOf } from './may-pay.ts';
import type { RateName } from './rate-limits.ts';
import { mayGo, serveLine } from './serve-lines.ts';
import { giveUpSlice, lapseSlices } from './slices.ts';
import type { Hold, KeptGrant } from './vault-record.ts';
import { ENVIRONMENT_GRANT, type Reserve, type ReserveReply } from './vault-request.ts';
import { addHold, dropHold, holdKey } from './set-aside.ts';
import { keyFor, lineOf, setGrant, type VaultState, type VaultTurn } from './vault-state.ts';
import { budgetHeld, budgetUsed, grantEnded, notItsTurn, tooFast } from './vault-words.ts';

/** A call in the line asks again so soon, at most: the shell answers it as soon as its turn has come. */
const LINE_RETRY_MS = 50;
/** One that finds no place in the line comes again so soon. */
const FULL_RETRY_MS = 1_000;
/** Places of a line. */
const MOST_STANDING = 100;

/**
 * Sets aside all that a call may cost, before it is sent [CA2]. Once for each call: asked again it is the same hold, for
 * the latest attempt. A grant that was revoked or has ended gives nothing more, from the next call on [VA4].
 */
export function reserve(state: VaultState, turn: VaultTurn, wish: Reserve): ReserveReply {
  settleLapsed(state, turn);
  lapseSlices(state, turn);
  const grant = grantFor(state, turn, wish);
  const known = state.holds.get(holdKey(wish));
  if (wish.resumes && known) return heldReply(state, takeOver(state, turn, known, wish.attempt));
  const refused = refusalOf(state, grant, wish, turn.now);
  if (grant === null || refused !== null) {
    // It asks because it was not sent: what it was promised before goes back.
    if (known) giveBack(state, turn, known);
    lineOf(state, wish.provider).leave(holdKey(wish));
    return refused ?? { outcome: 'refused', error: grantEnded('unknown') };
  }
  if (known) return heldReply(state, takeOver(state, turn, known, wish.attempt));
  return queue(state, turn, grant, wish);
}

function giveBack(state: VaultState, turn: VaultTurn, hold: Hold): void {
  dropHold(state, hold);
  turn.holds.add(holdKey(hold));
}

/** Into the line, and out of it when it is its turn and the money is there. */
function queue(state: VaultState, turn: VaultTurn, grant: KeptGrant, wish: Reserve): ReserveReply {
  const { now } = turn;
  const key = holdKey(wish);
  const line = lineOf(state, wish.provider);
  const judgement = judge(wish.microUsd, grant.budget, sumsOf(state, grant, wish.runId, now));
  if (judgement.type === 'used') {
    line.leave(key);
    const more = { neededMicroUsd: wish.microUsd, dayEndsInMs: dayEnd(now) - now };
    return { outcome: 'refused', error: budgetUsed({ ...judgement, ...more }) };
  }
  if (line.get(key) === null) {
    if (line.size() >= MOST_STANDING)
      return { outcome: 'wait', afterMs: FULL_RETRY_MS, error: notItsTurn(line.size()) };
    const afterMs = state.rates.take(ratesOf(wish), now);
    if (afterMs > 0) return { outcome: 'wait', afterMs, error: tooFast(afterMs) };
  }
  line.join({ key, personId: wish.personId, runId: wish.runId, askedAt: now, wish });
  if (mayGo(state, now, wish)) serveLine(state, turn, line);
  const hold = state.holds.get(key);
  if (hold !== undefined) return heldReply(state, hold);
  if (judgement.type === 'held') giveUpSlice(state, turn, wish);
  const ahead = line.ahead(key);
  const error = judgement.type === 'held' ? budgetHeld() : notItsTurn(ahead);
  return { outcome: 'wait', afterMs: LINE_RETRY_MS, error, ahead };
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
  if (state.record !== null && state.record.kind !== 'purse') return null;
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
