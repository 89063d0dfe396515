import { dayOf, judge } from './budget.ts';
import { refusalOf, sumsOf } from './may-pay.ts';
import { drawOn } from './slices.ts';
import type { TurnLine } from './turn-line.ts';
import type { Hold } from './vault-record.ts';
import type { Reserve } from './vault-request.ts';
import { addHold, holdKey, turnKeys } from './set-aside.ts';
import { type VaultState, type VaultTurn, type WaitingCall } from './vault-state.ts';

/** Who waits asks again all the time; of whom nothing was heard for so long is gone. */
const GONE_MS = 10_000;

/**
 * After something was given back or has changed: whoever's turn it is now gets it at once, and its money with it, whether
 * it asks at this moment or a moment later. So a turn is never lost between two questions.
 */
export function serveLines(state: VaultState, turn: VaultTurn): void {
  const hasChanged = turn.freed || turn.grants.size > 0 || turn.keys.size > 0;
  if (!hasChanged && [...turn.holds].every((key) => state.holds.has(key))) return;
  for (const [provider, line] of state.lines) {
    serveLine(state, turn, line);
    if (line.size() === 0) state.lines.delete(provider);
  }
}

export function serveLine(state: VaultState, turn: VaultTurn, line: TurnLine<WaitingCall>): void {
  const { now } = turn;
  line.forget(({ askedAt }) => Math.abs(now - askedAt) > GONE_MS);
  for (;;) {
    const next = line.take(({ wish }) => mayGo(state, now, wish));
    if (next === null) return;
    setAside(state, turn, next.wish);
    turn.served.push(next.key);
  }
}

function setAside(state: VaultState, turn: VaultTurn, wish: Reserve): void {
  const { resumes: _resumes, perDayMicroUsd: _perDay, ...facts } = wish;
  const hold: Hold = { ...facts, at: turn.now, day: dayOf(turn.now) };
  addHold(state, hold);
  turn.holds.add(holdKey(hold));
  const grant = state.grants.get(hold.grantId);
  if (grant !== undefined) drawOn(state, turn, grant, hold);
}

/** Whether a call may be sent now: somebody pays for it, the money is there, and it is not one too many at once. */
export function mayGo(state: VaultState, now: number, wish: Reserve): boolean {
  if (!isTurn(state, now, wish)) return false;
  const grant = state.grants.get(wish.grantId) ?? null;
  if (grant === null || refusalOf(state, grant, wish, now) !== null) return false;
  return judge(wish.microUsd, grant.budget, sumsOf(state, grant, wish.runId, now)).type === 'fits';
}

function isTurn(state: VaultState, now: number, wish: Reserve): boolean {
  const { callsPerProviderAndFlow, callsPerProviderAndRing } = state.config.limits;
  const [ring, flow] = turnKeys(wish);
  return (
    isBelow(state, now, { key: flow, limit: callsPerProviderAndFlow }) &&
    isBelow(state, now, { key: ring, limit: callsPerProviderAndRing })
  );
}

/** Calls of which nothing was heard for long are not counted; a clock that jumps makes them old sooner. */
function isBelow(state: VaultState, now: number, { key, limit }: { key: string; limit: number }): boolean {
  const calls = state.turns.get(key);
  if (calls === undefined || calls.size < limit) return true;
  const { turnLapseMs } = state.config.limits;
  const isAtWork = (of: string): boolean => Math.abs(now - (state.holds.get(of)?.at ?? 0)) < turnLapseMs;
  return [...calls].filter(isAtWork).length < limit;
}
