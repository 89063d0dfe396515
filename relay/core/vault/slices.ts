import { leftBeside } from './budget.ts';
import { grantRefusal, sumsOf } from './may-pay.ts';
import type { Hold, KeptGrant } from './vault-record.ts';
import { heldByRun, setSlice, sliceOf, spentKey, type SliceOwner } from './set-aside.ts';
import { type VaultState, type VaultTurn } from './vault-state.ts';

/**
 * What a run has set aside for its next calls, beside what its calls at work hold. So at the edge of a budget the runs
 * that have begun go on to their end and those that come later wait, instead of all of them stopping half-way [VA12]. A
 * slice is no promise to the run's room: each call asks nevertheless, so that a grant that was taken back pays for nothing
 * from the next call on [VA4], and what lies idle goes back to the others.
 */

/** A slice takes this part of what nobody has at most, so that the first run does not take all of it. */
const SHARE_OF_FREE = 1 / 4;

/**
 * After a call of the run has got its hold: the slice gives what it has for it. One that has not enough grows by what the
 * next calls may cost, if they are like this one, as far as the budget leaves it free.
 */
export function drawOn(state: VaultState, turn: VaultTurn, grant: KeptGrant, hold: Hold): void {
  const before = sliceOf(state, hold);
  putSlice(state, turn, hold, Math.max(0, before - hold.microUsd));
  if (before >= hold.microUsd || !isShared(grant)) return;
  const free = leftBeside(grant.budget, sumsOf(state, grant, hold.runId, turn.now));
  const share = Math.floor(Math.min(free.day, free.total) * SHARE_OF_FREE);
  putSlice(state, turn, hold, Math.max(0, Math.min(mostOf(state, hold), share, free.run)));
}

/** After a call has ended: what it has not cost stays with its run, as long as somebody pays for more of its calls. */
export function giveToSlice(state: VaultState, turn: VaultTurn, hold: Hold, countedMicroUsd: number): void {
  const grant = state.grants.get(hold.grantId);
  if (grant === undefined || !isShared(grant) || grantRefusal(grant, hold.flowId, turn.now) !== null) return;
  const before = sliceOf(state, hold);
  const { run } = leftBeside(grant.budget, sumsOf(state, grant, hold.runId, turn.now));
  const grown = before + Math.max(0, hold.microUsd - countedMicroUsd);
  putSlice(state, turn, hold, Math.max(before, Math.min(mostOf(state, hold), grown, run)));
}

/** The run wants nothing now: it has ended, or is paused. */
export function restRun(state: VaultState, turn: VaultTurn, runId: string): void {
  for (const slice of state.slices.values()) if (slice.runId === runId) giveUpSlice(state, turn, slice);
}

/** Its terms have changed: every run takes what it needs anew. */
export function cutSlices(state: VaultState, turn: VaultTurn, grantId: string): void {
  for (const slice of state.slices.values()) if (slice.grantId === grantId) giveUpSlice(state, turn, slice);
}

/**
 * Gives back the slices of runs of which nothing was heard for long. The first ones are those that were used longest ago;
 * a run whose calls are at work keeps its slice, for as long as a call may take.
 */
export function lapseSlices(state: VaultState, turn: VaultTurn): void {
  const { sliceIdleMs, turnLapseMs } = state.config.limits;
  for (const slice of state.slices.values()) {
    // A clock that jumps in either direction makes them old sooner.
    const idleMs = Math.abs(turn.now - slice.usedAt);
    if (idleMs <= sliceIdleMs) return;
    if (heldByRun(state, slice) === 0 || idleMs > turnLapseMs) giveUpSlice(state, turn, slice);
  }
}

/** Also when a call of the run has to wait for money: runs that wait do not keep from each other what they cannot use. */
export function giveUpSlice(state: VaultState, turn: VaultTurn, of: SliceOwner): void {
  if (sliceOf(state, of) === 0) return;
  putSlice(state, turn, of, 0);
  turn.freed = true;
}

/** Whether runs take from each other what they take. A limit for each run alone is nobody else's. */
function isShared({ budget }: KeptGrant): boolean {
  return budget.perDayMicroUsd !== null || budget.totalMicroUsd !== null;
}

function mostOf({ config }: VaultState, { microUsd }: Hold): number {
  return (config.limits.callsPerSlice - 1) * microUsd;
}

/** The slice of a run is so large from now on; of nothing none is kept. */
function putSlice(
  state: VaultState,
  turn: VaultTurn,
  { grantId, runId }: SliceOwner,
  microUsd: number,
): void {
  if (microUsd === 0 && sliceOf(state, { grantId, runId }) === 0) return;
  setSlice(state, { grantId, runId, microUsd, usedAt: turn.now });
  turn.slices.add(spentKey(grantId, runId));
}
