import { withSpent } from './budget.ts';
import type { Hold, KeptRow } from './vault-record.ts';
import { giveToSlice } from './slices.ts';
import type { Settle } from './vault-request.ts';
import { dropHold, holdKey, spentKey } from './set-aside.ts';
import { keyFor, setGrant, setKey, type VaultState, type VaultTurn } from './vault-state.ts';

const MINUTE_MS = 60_000;

/**
 * Gives back what a call held and counts what it cost. Once: a hold that is gone was settled before. Only the attempt
 * that holds the money now may say so, except for how a call ended that was sent.
 */
export function settle(state: VaultState, turn: VaultTurn, wish: Settle): void {
  const hold = state.holds.get(holdKey(wish));
  if (hold === undefined) leaveLines(state, wish);
  if (hold === undefined || hold.attempt !== wish.attempt) return;
  dropHold(state, hold);
  turn.holds.add(holdKey(hold));
  if (wish.end === null) return giveToSlice(state, turn, hold, 0);
  const { key, ...end } = wish.end;
  countSpent(state, turn, hold, end.countedMicroUsd);
  giveToSlice(state, turn, hold, end.countedMicroUsd);
  addRow(state, turn, hold, end);
  noteKey(state, turn, hold, key);
}

/** It was stopped while it waited. */
function leaveLines({ lines }: VaultState, wish: Settle): void {
  const key = holdKey(wish);
  for (const line of lines.values()) if (line.get(key)?.wish.attempt === wish.attempt) line.leave(key);
}

/** Calls of which nobody said how they ended count with all that they held, for good. */
export function settleLapsed(state: VaultState, turn: VaultTurn): void {
  for (const hold of state.holds.values()) {
    if (turn.now - hold.at < state.config.limits.holdLapseMs) return;
    dropHold(state, hold);
    turn.holds.add(holdKey(hold));
    countSpent(state, turn, hold, hold.microUsd);
    const unknown = {
      outcome: 'unknown',
      costMicroUsd: null,
      inputTokens: null,
      outputTokens: null,
    } as const;
    addRow(state, turn, hold, { ...unknown, countedMicroUsd: hold.microUsd });
  }
}

type RowEnd = Pick<KeptRow, 'outcome' | 'costMicroUsd' | 'countedMicroUsd' | 'inputTokens' | 'outputTokens'>;

/** The run, the day on which it was reserved, and all of the grant. `microUsd` may be negative: it counts no more. */
export function countSpent(
  state: VaultState,
  turn: VaultTurn,
  { grantId, runId, day }: Pick<Hold, 'grantId' | 'runId' | 'day'>,
  microUsd: number,
): void {
  const grant = state.grants.get(grantId);
  if (grant === undefined) return;
  const totalMicroUsd = Math.max(0, grant.totalMicroUsd + microUsd);
  setGrant(state, turn, { ...grant, totalMicroUsd, days: withSpent(grant.days, day, microUsd) });
  // The relay's own keys have no budget of a run: there would be one sum more for each, for good.
  if (state.record?.kind === 'purse') return;
  const key = spentKey(grantId, runId);
  const before = state.runs.get(key)?.microUsd ?? 0;
  state.runs.set(key, { grantId, runId, microUsd: Math.max(0, before + microUsd), at: turn.now });
  turn.runs.add(key);
}

function addRow(state: VaultState, turn: VaultTurn, hold: Hold, end: RowEnd): void {
  if (state.record === null || state.record.kind === 'index') return;
  const n = state.record.rows + 1;
  state.record = { ...state.record, rows: n };
  turn.recordChanged = true;
  const { microUsd: _microUsd, attempt: _attempt, ...facts } = hold;
  turn.rows.push({ ...facts, ...end, n, fullMicroUsd: end.countedMicroUsd, verdict: null });
}

function noteKey(
  state: VaultState,
  turn: VaultTurn,
  { provider, at }: Hold,
  said: 'works' | 'refused' | null,
): void {
  const key = state.record?.kind === 'ring' ? keyFor(state, provider) : null;
  if (key === null) return;
  const lastUsedAt = Math.floor(at / MINUTE_MS) * MINUTE_MS;
  const next = said ?? key.state;
  if (next !== key.state || lastUsedAt !== key.lastUsedAt)
    setKey(state, turn, { ...key, lastUsedAt, state: next });
}

/**
 * What the ring's owner says of a call whose cost is not known: not billed = it counts no more. Said again it changes
 * nothing. @returns null for a call whose cost is known, and for one that is no row of its own any more.
 */
export function judgeRow(
  state: VaultState,
  turn: VaultTurn,
  row: KeptRow,
  verdict: 'billed' | 'not-billed',
): KeptRow | null {
  if (row.costMicroUsd !== null || isSummedUp(state, row)) return null;
  const countedMicroUsd = verdict === 'not-billed' ? 0 : row.fullMicroUsd;
  const next = { ...row, verdict, countedMicroUsd };
  if (row.verdict === verdict) return row;
  countSpent(state, turn, row, countedMicroUsd - row.countedMicroUsd);
  turn.rows.push(next);
  return next;
}

/** It was read before it was summed up with its month. */
function isSummedUp({ record }: VaultState, { n }: KeptRow): boolean {
  return record === null || record.kind === 'index' || n < (record.firstRow ?? 1);
}
