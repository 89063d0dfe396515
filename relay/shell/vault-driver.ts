import type { VaultReply } from '../core/vault/handle-ring.ts';
import type { KeptKey, SealedKey, StoredVault, VaultBatch } from '../core/vault/vault-record.ts';
import type { ReserveReply, VaultRequest } from '../core/vault/vault-request.ts';
import { createVaultRoom, type VaultRoom } from '../core/vault/vault-room.ts';
import { holdKey } from '../core/vault/set-aside.ts';
import { encryptionKeyNames, resealKey } from '../providers/key-seal.ts';
import { keyAddresses } from '../providers/key-addresses.ts';
import type { RelayEnvironment, Timers } from '../providers/types.ts';
import type { VaultStore } from '../storage/vault-store.ts';
import { operatorLimits } from './environment.ts';
import { loadOnce } from './load-once.ts';
import { countOne } from './metrics.ts';
import { createTurnWaits } from './turn-waits.ts';

export interface VaultDriverPorts {
  readonly store: VaultStore;
  readonly environment: RelayEnvironment;
  readonly timers: Timers;
  readonly now: () => number;
}

/** Carries out what the core of the vault decides: what it wants kept is kept before its reply is told. */
export interface VaultDriver {
  /** Loads the room once. Every request awaits it. */
  ready(): Promise<void>;
  /**
   * null = it could not be stored, so nothing of it is true; the room is read again. A call that stands in a line is
   * answered when its turn has come, or after a moment.
   */
  ask(request: VaultRequest): Promise<VaultReply | null>;
  readonly room: () => VaultRoom;
}

export function createVaultDriver({ store, environment, timers, now }: VaultDriverPorts): VaultDriver {
  let room: VaultRoom | null = null;
  const waits = createTurnWaits(timers);
  let ready = loadOnce(load);
  async function load(): Promise<void> {
    const [stored, names] = await Promise.all([store.load(), encryptionKeyNames(environment)]);
    const isReadable = (sealed: SealedKey): boolean =>
      names.includes(sealed.sealedWith) && isAt(sealed, environment);
    const present = stored && (await withPresentSeals(stored, store, environment));
    room = createVaultRoom(present, { limits: operatorLimits(environment), isReadable });
  }
  const roomNow = (): VaultRoom => {
    if (room === null) throw new Error('The room has not been loaded.');
    return room;
  };
  const answer = async (request: VaultRequest): Promise<VaultReply | null> => {
    const step = roomNow().handle(request, now());
    if (step.store === null) return step.reply;
    try {
      await store.write(step.store);
      waits.serve(step.served);
      void pruneIfDue();
      return step.reply;
    } catch {
      // What the room believes is not what is kept: it begins again from there.
      countOne('weft_writes_failed_total');
      ready = loadOnce(load);
      await ready();
      return null;
    }
  };
  let isPruning = false;
  /** Beside everything else: nobody waits for it. */
  const pruneIfDue = async (): Promise<void> => {
    const due = roomNow().rowsToPrune();
    if (due === null || isPruning) return;
    isPruning = true;
    const rows = await store.rowsFrom(due.from, due.limit).catch(() => []);
    isPruning = false;
    await answer({ type: 'prune', rows });
  };
  return Object.freeze({
    ready: () => ready(),
    async ask(request: VaultRequest) {
      const reply = await answer(request);
      if (request.type !== 'reserve' || reply === null || !standsInLine(reply)) return reply;
      await waits.until(holdKey(request.reserve));
      return answer(request);
    },
    room: roomNow,
  });
}

function standsInLine({ body }: VaultReply): boolean {
  const reply = body as ReserveReply;
  return reply.outcome === 'wait' && reply.ahead !== undefined;
}

/** Whether a key's provider still has the addresses that the key was put in for. */
function isAt({ provider, addresses }: SealedKey, environment: RelayEnvironment): boolean {
  return JSON.stringify(keyAddresses(provider, environment)) === JSON.stringify(addresses);
}

/** After a rotation keys are sealed anew as soon as their ring is opened; what cannot be opened stays as it is. */
async function withPresentSeals(
  stored: StoredVault,
  store: VaultStore,
  environment: RelayEnvironment,
): Promise<StoredVault> {
  const resealed = await Promise.all(
    stored.keys.map(async (key): Promise<KeptKey | null> => {
      const sealed = await resealKey(environment, key.sealed);
      return sealed && { ...key, sealed };
    }),
  );
  const keys = resealed.filter((key) => key !== null);
  if (keys.length > 0) await store.write({ ...NOTHING, keys });
  return { ...stored, keys: stored.keys.map((key, index) => resealed[index] ?? key) };
}

const NOTHING: VaultBatch = {
  ...{ record: null, keys: [], droppedKeys: [], grants: [], runs: [], holds: [], droppedHolds: [] },
  ...{ slices: [], droppedSlices: [] },
  ...{ rows: [], droppedRows: [], sums: [], places: [], flows: [] },
};
