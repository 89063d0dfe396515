import type { KeyState } from '#shared/protocol/vault-messages.ts';
import { sumKey } from './prune.ts';
import { createRateLimits, type RateLimits } from './rate-limits.ts';
import { createTurnLine, type Standing, type TurnLine } from './turn-line.ts';
import type {
  GrantPlace,
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
import { addHold, createSetAside, setSlice, spentKey, type SetAside } from './set-aside.ts';
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
  readonly callsPerSlice: number;
  readonly sliceIdleMs: number;
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
export interface VaultState extends SetAside {
  readonly config: VaultConfig;
  record: VaultRecord | null;
  readonly keys: Map<string, KeptKey>;
  readonly grants: Map<string, KeptGrant>;
  /** By `spentKey`. */
  readonly runs: Map<string, RunSpent>;
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
  readonly slices: Set<string>;
  /** Money went back to all. */
  freed: boolean;
  /** Calls that waited and hold their money now, by `holdKey`. */
  readonly served: string[];
  readonly rows: KeptRow[];
  readonly droppedRows: number[];
  readonly sums: Set<string>;
  readonly flows: Set<string>;
  readonly places: Set<string>;
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
    ...createSetAside(),
    lines: new Map(),
    places: new Map((stored?.places ?? []).map((place) => [place.grantId, place])),
    sums: new Map((stored?.sums ?? []).map((sum) => [sumKey(sum), sum])),
    flows: new Set(stored?.flows ?? []),
    rates: createRateLimits(config.limits),
  };
  const inOrder = [...(stored?.holds ?? [])].sort((one, other) => one.at - other.at);
  for (const hold of inOrder) addHold(state, hold);
  const asUsed = [...(stored?.slices ?? [])].sort((one, other) => one.usedAt - other.usedAt);
  for (const slice of asUsed) setSlice(state, slice);
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
    slices: new Set(),
    freed: false,
    served: [],
    rows: [],
    droppedRows: [],
    sums: new Set(),
    flows: new Set(),
    places: new Set(),
  };
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
    [turn.keys, turn.grants, turn.runs, turn.holds, turn.slices, turn.places, turn.flows].every(
      ({ size }) => size === 0,
    );
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
    slices: pick(state.slices, turn.slices),
    droppedSlices: gone(turn.slices, state.slices),
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
