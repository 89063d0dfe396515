import type { KeyState } from '#shared/protocol/vault-messages.ts';
import { sumKey } from './prune.ts';
import { createRateLimits, type RateLimits } from './rate-limits.ts';
import { createTurnLine, type Standing, type TurnLine } from './turn-line.ts';
import type {
  GrantPlace,
  Hold,
  KeptGrant,
  KeptKey,
  KeptRow,
  MonthSum,
  RunSpent,
  SealedKey,
  StoredVault,
  VaultBatch,
  VaultRecord,
} from './vault-record.ts';
import type { Reserve } from './vault-request.ts';

export interface VaultLimits {
  readonly ratePersonPerMinute: number;
  readonly rateFlowPerMinute: number;
  readonly rateProviderPerMinute: number;
  readonly keyChecksPerMinute: number;
  readonly keysPerRing: number;
  readonly grantsPerRing: number;
  readonly grantsPerFlow: number;
  readonly callsPerProviderAndFlow: number;
  readonly callsPerProviderAndRing: number;
  readonly turnLapseMs: number;
  readonly holdLapseMs: number;
  readonly ledgerRows: number;
}

/** A call that waits for its turn, or for money that others hold. */
export interface WaitingCall extends Standing {
  readonly wish: Reserve;
}

export interface VaultConfig {
  readonly limits: VaultLimits;
  /** Whether this relay can open a key, and would send it where it may go. */
  readonly isReadable: (sealed: SealedKey) => boolean;
}

/** The room's memory. Only the modules of this folder touch it, and only inside one step. */
export interface VaultState {
  readonly config: VaultConfig;
  record: VaultRecord | null;
  readonly keys: Map<string, KeptKey>;
  readonly grants: Map<string, KeptGrant>;
  /** By `spentKey`. */
  readonly runs: Map<string, RunSpent>;
  /** By `holdKey`, in the order in which they were made. */
  readonly holds: Map<string, Hold>;
  /** Sums over the holds, by `heldKeys`. */
  readonly held: Map<string, number>;
  /** The holds that count against each limit of calls at once, by `turnKeys`. */
  readonly turns: Map<string, Set<string>>;
  /** Who waits, by provider. In memory: after a restart everybody asks again. */
  readonly lines: Map<string, TurnLine<WaitingCall>>;
  readonly places: Map<string, GrantPlace>;
  /** By `sumKey`. */
  readonly sums: Map<string, MonthSum>;
  readonly flows: Set<string>;
  readonly rates: RateLimits;
}

/** What one step has changed so far. */
export interface VaultTurn {
  readonly now: number;
  recordChanged: boolean;
  readonly keys: Set<string>;
  readonly grants: Set<string>;
  readonly runs: Set<string>;
  readonly holds: Set<string>;
  /** Calls that waited and hold their money now, by `holdKey`. */
  readonly served: string[];
  readonly rows: KeptRow[];
  readonly droppedRows: number[];
  readonly sums: Set<string>;
  readonly flows: Set<string>;
  readonly places: Set<string>;
}

/** A call's id is its run's own: those of another run may be the same, by chance or on purpose. */
export const holdKey = ({ runId, callId }: { readonly runId: string; readonly callId: string }): string =>
  `${runId}:${callId}`;

export const spentKey = (grantId: string, runId: string): string => `${grantId}:${runId}`;

/** The sums that a hold counts in: all of its grant, and its run. */
export function heldKeys({
  grantId,
  runId,
}: Pick<Hold, 'grantId' | 'runId'>): readonly [total: string, run: string] {
  return [`total:${grantId}`, `run:${spentKey(grantId, runId)}`];
}

/** What a call at a provider counts against: all calls of the ring there, and those of its flow. */
export function turnKeys({
  provider,
  flowId,
}: Pick<Hold, 'provider' | 'flowId'>): readonly [ring: string, flow: string] {
  return [provider, `${provider}:${flowId}`];
}

/** The line of a provider. */
export function lineOf({ lines }: VaultState, provider: string): TurnLine<WaitingCall> {
  const known = lines.get(provider);
  if (known !== undefined) return known;
  const line = createTurnLine<WaitingCall>();
  lines.set(provider, line);
  return line;
}

export function createVaultState(stored: StoredVault | null, config: VaultConfig): VaultState {
  const state: VaultState = {
    config,
    record: stored?.record ?? null,
    keys: new Map((stored?.keys ?? []).map((key) => [key.sealed.keyId, key])),
    grants: new Map((stored?.grants ?? []).map((grant) => [grant.grantId, grant])),
    runs: new Map((stored?.runs ?? []).map((run) => [spentKey(run.grantId, run.runId), run])),
    holds: new Map(),
    held: new Map(),
    turns: new Map(),
    lines: new Map(),
    places: new Map((stored?.places ?? []).map((place) => [place.grantId, place])),
    sums: new Map((stored?.sums ?? []).map((sum) => [sumKey(sum), sum])),
    flows: new Set(stored?.flows ?? []),
    rates: createRateLimits(config.limits),
  };
  const inOrder = [...(stored?.holds ?? [])].sort((one, other) => one.at - other.at);
  for (const hold of inOrder) addHold(state, hold);
  return state;
}

export function newVaultTurn(now: number): VaultTurn {
  return {
    now,
    recordChanged: false,
    keys: new Set(),
    grants: new Set(),
    runs: new Set(),
    holds: new Set(),
    served: [],
    rows: [],
    droppedRows: [],
    sums: new Set(),
    flows: new Set(),
    places: new Set(),
  };
}

export function addHold(state: VaultState, hold: Hold): void {
  state.holds.set(holdKey(hold), hold);
  for (const key of turnKeys(hold)) {
    const calls = state.turns.get(key) ?? new Set<string>();
    state.turns.set(key, calls.add(holdKey(hold)));
  }
  for (const key of heldKeys(hold)) state.held.set(key, (state.held.get(key) ?? 0) + hold.microUsd);
}

export function dropHold(state: VaultState, hold: Hold): void {
  state.holds.delete(holdKey(hold));
  for (const key of turnKeys(hold)) {
    const calls = state.turns.get(key);
    calls?.delete(holdKey(hold));
    if (calls?.size === 0) state.turns.delete(key);
  }
  for (const key of heldKeys(hold)) {
    const rest = (state.held.get(key) ?? 0) - hold.microUsd;
    if (rest > 0) state.held.set(key, rest);
    else state.held.delete(key);
  }
}

export function setGrant(state: VaultState, turn: VaultTurn, grant: KeptGrant): void {
  state.grants.set(grant.grantId, grant);
  turn.grants.add(grant.grantId);
}

export function setKey(state: VaultState, turn: VaultTurn, key: KeptKey): void {
  state.keys.set(key.sealed.keyId, key);
  turn.keys.add(key.sealed.keyId);
}

export function keyFor(state: VaultState, provider: string): KeptKey | null {
  return [...state.keys.values()].find((key) => key.sealed.provider === provider) ?? null;
}

export function stateOf({ config }: VaultState, key: KeptKey): KeyState {
  return config.isReadable(key.sealed) ? key.state : 'unreadable';
}

/** The batch of this turn, or null when nothing is to be kept. */
export function vaultBatchOf(state: VaultState, turn: VaultTurn): VaultBatch | null {
  const isEmpty =
    !turn.recordChanged &&
    turn.rows.length === 0 &&
    [turn.keys, turn.grants, turn.runs, turn.holds, turn.places, turn.flows].every(({ size }) => size === 0);
  if (isEmpty) return null;
  const gone = (ids: ReadonlySet<string>, kept: ReadonlyMap<string, unknown>): string[] =>
    [...ids].filter((id) => !kept.has(id));
  return {
    record: turn.recordChanged ? state.record : null,
    keys: pick(state.keys, turn.keys),
    droppedKeys: gone(turn.keys, state.keys),
    grants: pick(state.grants, turn.grants),
    runs: pick(state.runs, turn.runs),
    holds: pick(state.holds, turn.holds),
    droppedHolds: gone(turn.holds, state.holds),
    rows: turn.rows,
    droppedRows: turn.droppedRows,
    sums: pick(state.sums, turn.sums),
    flows: [...turn.flows],
    places: pick(state.places, turn.places),
  };
}

function pick<Value>(map: ReadonlyMap<string, Value>, keys: ReadonlySet<string>): Value[] {
  return [...keys].flatMap((key) => map.get(key) ?? []);
}
