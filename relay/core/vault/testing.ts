import { roomLimits } from '../room-config.ts';
import type {
  GrantPlace,
  Hold,
  KeptGrant,
  KeptKey,
  KeptRow,
  MonthSum,
  RunSpent,
  Slice,
  StoredVault,
  VaultBatch,
  VaultRecord,
} from './vault-record.ts';
import type { Reserve, ReserveReply, Settle, VaultRequest } from './vault-request.ts';
import { sumKey } from './prune.ts';
import { createVaultRoom, type VaultRoom } from './vault-room.ts';
import { holdKey, spentKey } from './set-aside.ts';
import { type VaultLimits } from './vault-state.ts';

export const RING_ID = 'ring-of-the-tests-aaaaaaa';
export const FLOW_ID = 'flow-of-the-tests-aaaaaaaa';
/** Noon of a day of UTC. */
export const NOON_MS = 20_780 * 86_400_000 + 43_200_000;
/** Calls without a limit of their speed. */
export const NO_RATES = { ratePersonPerMinute: 1e9, rateFlowPerMinute: 1e9, rateProviderPerMinute: 1e9 };
/** And without one of how many there are at once. */
export const MANY = { ...NO_RATES, callsPerProviderAndFlow: 1e9, callsPerProviderAndRing: 1e9 };
/** And without slices: each call takes what it needs, and nothing for the next ones. */
const FAST = { ...MANY, callsPerSlice: 1 };

export function keyOf(keyId: string, provider = 'openai'): KeptKey {
  const sealed = { ringId: RING_ID, keyId, provider, addresses: ['https://api'], sealedWith: 'now' };
  return {
    sealed: { ...sealed, iv: 'iv', ciphertext: 'ciphertext' },
    ...{ name: 'Mine', lastFour: '1234', addedAt: NOON_MS, lastUsedAt: null, state: 'works' },
  };
}

export function reserveOf(callId: string, more: Partial<Reserve> = {}): Reserve {
  const facts = { grantId: 'g', flowId: FLOW_ID, runId: 'run', nodeId: 'a', personId: 'p', person: 'Pia' };
  return {
    ...{ callId, ...facts, provider: 'openai', model: 'm', attempt: '1', microUsd: 100, resumes: false },
    ...more,
  };
}

export function endOf(
  countedMicroUsd: number,
  more: Partial<NonNullable<Settle['end']>> = {},
): Settle['end'] {
  return {
    ...{ outcome: 'ok', costMicroUsd: countedMicroUsd, countedMicroUsd, inputTokens: 1, outputTokens: 2 },
    ...{ key: 'works', ...more },
  } as const;
}

/** A room of the vault over a storage in memory that survives `restart`. */
export interface TestVault {
  now: number;
  readonly rows: Map<number, KeptRow>;
  /** Told by the last step: calls that hold their money since then, as `runId:callId`. */
  served: readonly string[];
  readonly room: () => VaultRoom;
  ask(request: VaultRequest): { readonly status: number; readonly body: unknown };
  reserve(wish: Reserve): ReserveReply;
  settle(callId: string, end: Settle['end'], attempt?: string, runId?: string): void;
  /** kill -9: only what was kept remains. */
  restart(): void;
  grant(): { readonly spent: { readonly totalMicroUsd: number; readonly heldMicroUsd: number } };
}

export function createTestVault(
  lower: Partial<VaultLimits> = FAST,
  isReadable: (key: { readonly sealedWith: string }) => boolean = () => true,
): TestVault {
  const config = { limits: { ...roomLimits(), ...lower }, isReadable };
  const kept = createKept();
  const runs = new Map<string, string>();
  // Tests name a call by its id alone: it is of the run that reserved it last.
  const runOf = (callId: string): string => runs.get(callId) ?? 'run';
  let room = createVaultRoom(null, config);
  const test: TestVault = {
    now: NOON_MS,
    rows: new Map(),
    served: [],
    room: () => room,
    ask(request) {
      const step = room.handle(request, test.now);
      test.served = step.served;
      if (step.store) {
        kept.write(step.store);
        for (const row of step.store.rows) test.rows.set(row.n, row);
        for (const n of step.store.droppedRows) test.rows.delete(n);
      }
      return step.reply;
    },
    reserve(wish) {
      runs.set(wish.callId, wish.runId);
      return test.ask({ type: 'reserve', reserve: wish }).body as ReserveReply;
    },
    settle: (callId, end, attempt = '1', runId = runOf(callId)) =>
      void test.ask({ type: 'settle', settle: { runId, callId, attempt, end } }),
    restart() {
      room = createVaultRoom(kept.load(), config);
    },
    grant() {
      const { grants } = test.ask({ type: 'ring.read' }).body as { grants: ReturnType<TestVault['grant']>[] };
      const [first] = grants;
      if (first === undefined) throw new Error('There is no grant.');
      return first;
    },
  };
  return test;
}

/** A ring with a key and a grant of some budget. */
export function createTestRing(
  budget: { run?: number; day?: number; total?: number },
  ...[lower, isReadable]: Parameters<typeof createTestVault>
): TestVault {
  const test = createTestVault(lower ?? FAST, isReadable);
  test.ask({ type: 'ring.make', ringId: RING_ID, secretHash: 'hash', name: 'Mine' });
  test.ask({ type: 'key.put', key: keyOf('k1') });
  const limits = {
    perRunMicroUsd: budget.run ?? null,
    perDayMicroUsd: budget.day ?? null,
    totalMicroUsd: budget.total ?? null,
  };
  const terms = { grantId: 'g', flowId: FLOW_ID, name: 'Mine', providers: ['openai'], endsAt: null };
  test.ask({ type: 'grant.make', ...terms, budget: limits });
  return test;
}

/** What a storage does, without one. */
function createKept() {
  let record: VaultRecord | null = null;
  const keys = new Map<string, KeptKey>();
  const grants = new Map<string, KeptGrant>();
  const runs = new Map<string, RunSpent>();
  const holds = new Map<string, Hold>();
  const slices = new Map<string, Slice>();
  const places = new Map<string, GrantPlace>();
  const sums = new Map<string, MonthSum>();
  const flows = new Set<string>();
  return {
    write(batch: VaultBatch) {
      record = batch.record ?? record;
      for (const key of batch.keys) keys.set(key.sealed.keyId, key);
      for (const keyId of batch.droppedKeys) keys.delete(keyId);
      for (const grant of batch.grants) grants.set(grant.grantId, grant);
      for (const run of batch.runs) runs.set(`${run.grantId}:${run.runId}`, run);
      for (const hold of batch.holds) holds.set(holdKey(hold), hold);
      for (const key of batch.droppedHolds) holds.delete(key);
      for (const slice of batch.slices) slices.set(spentKey(slice.grantId, slice.runId), slice);
      for (const key of batch.droppedSlices) slices.delete(key);
      for (const place of batch.places) places.set(place.grantId, place);
      for (const sum of batch.sums) sums.set(sumKey(sum), sum);
      for (const flowId of batch.flows) flows.add(flowId);
    },
    load(): StoredVault | null {
      if (record === null) return null;
      const listed = { keys: [...keys.values()], grants: [...grants.values()], runs: [...runs.values()] };
      return structuredClone({
        record,
        ...listed,
        holds: [...holds.values()],
        slices: [...slices.values()],
        places: [...places.values()],
        sums: [...sums.values()],
        flows: [...flows],
      });
    },
  };
}
