import type { Settle } from '../core/vault/vault-request.ts';
import type { PartyStorage } from './party-storage.ts';

/** A call for which a room of the vault holds money, as the run's room remembers it. */
export interface MoneyRecord {
  readonly runId: string;
  readonly callId: string;
  /** The room of the vault. */
  readonly room: string;
  readonly attempt: string;
  readonly microUsd: number;
  /** How it ended, until the vault has heard it; null = it has not ended. */
  readonly settle: Settle | null;
}

/**
 * Where a run's room keeps what it owes the vault, beside the run's own store. A put that is made in the same turn as the
 * run's batch is kept together with it.
 */
export interface MoneyStore {
  load(): Promise<readonly MoneyRecord[]>;
  put(record: MoneyRecord): void;
  drop(callId: string): void;
}

const PREFIX = 'money:';

export function createPartyMoneyStore(storage: PartyStorage): MoneyStore {
  // When storage fails the run's own store notices: nothing is sent then.
  const quietly = (work: Promise<unknown>): void => void work.catch(() => undefined);
  return Object.freeze({
    load: async () => [...(await storage.list<MoneyRecord>({ prefix: PREFIX })).values()],
    put: (record: MoneyRecord) => quietly(storage.put({ [PREFIX + record.callId]: record })),
    drop: (callId: string) => quietly(storage.delete([PREFIX + callId])),
  });
}
