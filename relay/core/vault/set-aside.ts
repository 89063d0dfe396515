import type { Hold, Slice } from './vault-record.ts';

/** Money that is set aside, and the turns at providers that go with it. */
export interface SetAside {
  /** By `holdKey`, in the order in which they were made. */
  readonly holds: Map<string, Hold>;
  /** By `spentKey`, in the order in which they were last used. */
  readonly slices: Map<string, Slice>;
  /** Sums over the holds, by `heldKeys`; in those of grants the slices count as well. */
  readonly held: Map<string, number>;
  /** The holds that count against each limit of calls at once, by `turnKeys`. */
  readonly turns: Map<string, Set<string>>;
}

export function createSetAside(): SetAside {
  return { holds: new Map(), slices: new Map(), held: new Map(), turns: new Map() };
}

/** A call's id is its run's own: those of another run may be the same, by chance or on purpose. */
export const holdKey = ({ runId, callId }: { readonly runId: string; readonly callId: string }): string =>
  `${runId}:${callId}`;

export const spentKey = (grantId: string, runId: string): string => `${grantId}:${runId}`;

/** Whose a slice is. */
export type SliceOwner = Pick<Slice, 'grantId' | 'runId'>;

/** The sums that a hold counts in: all of its grant, and its run. */
function heldKeys({ grantId, runId }: SliceOwner): readonly [total: string, run: string] {
  return [`total:${grantId}`, `run:${spentKey(grantId, runId)}`];
}

/** What a call at a provider counts against: all calls of the ring there, and those of its flow. */
export function turnKeys({
  provider,
  flowId,
}: Pick<Hold, 'provider' | 'flowId'>): readonly [ring: string, flow: string] {
  return [provider, `${provider}:${flowId}`];
}

export function addHold(state: SetAside, hold: Hold): void {
  state.holds.set(holdKey(hold), hold);
  for (const key of turnKeys(hold)) {
    const calls = state.turns.get(key) ?? new Set<string>();
    state.turns.set(key, calls.add(holdKey(hold)));
  }
  for (const key of heldKeys(hold)) addHeld(state, key, hold.microUsd);
}

export function dropHold(state: SetAside, hold: Hold): void {
  state.holds.delete(holdKey(hold));
  for (const key of turnKeys(hold)) {
    const calls = state.turns.get(key);
    calls?.delete(holdKey(hold));
    if (calls?.size === 0) state.turns.delete(key);
  }
  for (const key of heldKeys(hold)) addHeld(state, key, -hold.microUsd);
}

function addHeld({ held }: SetAside, key: string, microUsd: number): void {
  const sum = (held.get(key) ?? 0) + microUsd;
  if (sum > 0) held.set(key, sum);
  else held.delete(key);
}

/** What the calls of a run hold, micro-dollars; its slice is beside that. */
export function heldByRun(state: SetAside, owner: SliceOwner): number {
  return state.held.get(heldKeys(owner)[1]) ?? 0;
}

/** What is set aside of a grant, for calls at work and in slices. */
export function heldInAll(state: SetAside, grantId: string): number {
  return state.held.get(heldKeys({ grantId, runId: '' })[0]) ?? 0;
}

/** What a run has set aside for its next calls, micro-dollars. */
export function sliceOf({ slices }: SetAside, { grantId, runId }: SliceOwner): number {
  return slices.get(spentKey(grantId, runId))?.microUsd ?? 0;
}

/** Of nothing none is kept. */
export function setSlice(state: SetAside, slice: Slice): void {
  const key = spentKey(slice.grantId, slice.runId);
  addHeld(state, heldKeys(slice)[0], slice.microUsd - sliceOf(state, slice));
  state.slices.delete(key);
  if (slice.microUsd > 0) state.slices.set(key, slice);
}
