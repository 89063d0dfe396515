import {
  changeGrant,
  clearRing,
  makeGrant,
  makeRing,
  notePlace,
  offer,
  putKey,
  readPurse,
  readRing,
  removeKey,
  revokeGrant,
  setKeyState,
  use,
  type VaultReply,
} from './handle-ring.ts';
import { reserve } from './handle-reserve.ts';
import { judgeRow, settle, settleLapsed } from './handle-settle.ts';
import { noteFlow, noteListed } from './list-purses.ts';
import { prune, rowsToPrune } from './prune.ts';
import { serveLines } from './serve-lines.ts';
import { lapseSlices, restRun } from './slices.ts';
import type { KeptKey, MonthSum, StoredVault, VaultBatch, VaultRecord } from './vault-record.ts';
import type { VaultRequest } from './vault-request.ts';
import {
  createVaultState,
  newVaultTurn,
  vaultBatchOf,
  type VaultConfig,
  type VaultState,
  type VaultTurn,
} from './vault-state.ts';
import { gone, tooFast } from './vault-words.ts';
import { weftError } from '#shared/run/errors.ts';

/** What one request leads to; `store` is put before anything of the reply is told. */
export interface VaultStep {
  readonly store: VaultBatch | null;
  readonly reply: VaultReply;
  /** Calls that waited before and hold their money now, by `holdKey`. */
  readonly served: readonly string[];
}

/**
 * A room of the vault: a synchronous machine that knows no clock, storage, network or key. All that a grant pays for is
 * counted here and nowhere else, one request after the other, so that no two calls are promised the same money [CA2].
 */
export interface VaultRoom {
  /** @param now relay time, ms. */
  handle(request: VaultRequest, now: number): VaultStep;
  readonly record: () => VaultRecord | null;
  readonly key: (keyId: string) => KeptKey | null;
  readonly sums: () => readonly MonthSum[];
  readonly rowsToPrune: () => ReturnType<typeof rowsToPrune>;
}

export function createVaultRoom(stored: StoredVault | null, config: VaultConfig): VaultRoom {
  const state = createVaultState(stored, config);
  return Object.freeze({
    handle(request: VaultRequest, now: number): VaultStep {
      const turn = newVaultTurn(now);
      const reply = answer(state, turn, request);
      serveLines(state, turn);
      return { store: vaultBatchOf(state, turn), reply, served: turn.served };
    },
    record: () => state.record,
    key: (keyId: string) => state.keys.get(keyId) ?? null,
    sums: () => [...state.sums.values()],
    rowsToPrune: () => rowsToPrune(state),
  });
}

function answer(state: VaultState, turn: VaultTurn, request: VaultRequest): VaultReply {
  switch (request.type) {
    case 'ring.make':
      return makeRing(state, turn, request);
    case 'ring.read':
      settleLapsed(state, turn);
      lapseSlices(state, turn);
      return readRing(state, turn.now);
    case 'ring.clear':
      return clearRing(state, turn);
    case 'key.mayCheck':
      return mayCheck(state, turn.now);
    case 'key.put':
      return putKey(state, turn, request.key);
    case 'key.state':
      return setKeyState(state, turn, request);
    case 'key.remove':
      return removeKey(state, turn, request.keyId);
    case 'grant.make':
      return makeGrant(state, turn, request);
    case 'grant.change':
      return changeGrant(state, turn, request);
    case 'grant.revoke':
      return revokeGrant(state, turn, request.grantId);
    case 'verdict': {
      const row = judgeRow(state, turn, request.row, request.verdict);
      const known = weftError('out-of-turn', 'What this call cost is known.');
      return row === null ? { status: 409, body: { error: known } } : { status: 200, body: { row } };
    }
    case 'offer':
      return offer(state, turn.now, request);
    case 'use':
      return use(state, turn.now, request);
    case 'reserve':
      return { status: 200, body: reserve(state, turn, request.reserve) };
    case 'settle':
      settle(state, turn, request.settle);
      return { status: 204, body: null };
    case 'rest':
      restRun(state, turn, request.runId);
      return { status: 204, body: null };
    case 'purse.note':
      return notePlace(state, turn, request);
    case 'purse.read':
      lapseSlices(state, turn);
      return readPurse(state, turn.now);
    case 'purse.listed':
      return noteListed(state, turn);
    case 'flows.note':
      return noteFlow(state, turn, request.flowId);
    case 'flows.read':
      return { status: 200, body: { flowIds: [...state.flows] } };
    case 'prune':
      prune(state, turn, request.rows);
      return { status: 204, body: null };
    default:
      return request satisfies never;
  }
}

/** Nobody uses the relay to try keys out. */
function mayCheck(state: VaultState, now: number): VaultReply {
  if (state.record?.kind !== 'ring') return { status: 404, body: { error: gone() } };
  const afterMs = state.rates.take([{ kind: 'key-check', id: 'ring' }], now);
  return afterMs === 0 ? { status: 204, body: null } : { status: 429, body: { error: tooFast(afterMs) } };
}
