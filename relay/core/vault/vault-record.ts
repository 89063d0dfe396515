import type { Budget, KeyState, LedgerRow } from '#shared/protocol/vault-messages.ts';

/**
 * What a room of the vault keeps. There are two kinds: a ring of a person, and the purse of a flow, which counts what the
 * relay's own keys may be used for and knows which grants were made for the flow.
 */
export type VaultRecord =
  | {
      readonly kind: 'ring';
      readonly ringId: string;
      readonly name: string;
      readonly madeAt: number;
      /** Hash of the secret; it is known to whoever has the ring, and to nobody here. */
      readonly secretHash: string;
      /** Number of the last row of the ledger. */
      readonly rows: number;
      /** Number of the first that is still there; left out = 1. */
      readonly firstRow?: number;
    }
  | {
      readonly kind: 'purse';
      readonly flowId: string;
      readonly madeAt: number;
      readonly rows: number;
      readonly firstRow?: number;
      /** The list of all purses has it. */
      readonly listed?: boolean;
    }
  /** The list of the flows that have a purse, for whoever runs the relay. */
  | { readonly kind: 'index'; readonly madeAt: number };

/** A key as it is kept and handed from room to room: nothing of it can be read without the relay's encryption key. */
export interface SealedKey {
  readonly ringId: string;
  readonly keyId: string;
  readonly provider: string;
  /** Every address that it may be sent to; bound to the ciphertext. */
  readonly addresses: readonly string[];
  /** Which of the relay's encryption keys opens it. */
  readonly sealedWith: string;
  /** Base64url. */
  readonly iv: string;
  readonly ciphertext: string;
}

export interface KeptKey {
  readonly sealed: SealedKey;
  readonly name: string;
  readonly lastFour: string;
  readonly addedAt: number;
  readonly lastUsedAt: number | null;
  readonly state: Exclude<KeyState, 'unreadable'>;
}

export interface KeptGrant {
  readonly grantId: string;
  readonly flowId: string;
  readonly name: string;
  readonly providers: readonly string[];
  readonly budget: Budget;
  readonly endsAt: number | null;
  readonly madeAt: number;
  readonly revokedAt: number | null;
  readonly totalMicroUsd: number;
  /** What was spent on a day, by its number; the last ones only. */
  readonly days: { readonly [day: string]: number };
}

/** What a run has spent of a grant. */
export interface RunSpent {
  readonly grantId: string;
  readonly runId: string;
  readonly microUsd: number;
  readonly at: number;
}

/** Who calls, for what: as the ledger tells it. */
export type CallFacts = Pick<
  LedgerRow,
  'callId' | 'grantId' | 'flowId' | 'runId' | 'nodeId' | 'personId' | 'person' | 'provider' | 'model'
>;

/** Money set aside for a call at work. */
export interface Hold extends CallFacts {
  readonly microUsd: number;
  /** Tells one start of the call from the next: only the last one may give the money back. */
  readonly attempt: string;
  readonly at: number;
  readonly day: number;
}

/** Money set aside for the next calls of a run, beside what its calls at work hold. */
export interface Slice {
  readonly grantId: string;
  readonly runId: string;
  readonly microUsd: number;
  /** Relay time at which a call of the run last took from it or gave to it, ms. */
  readonly usedAt: number;
}

/** A row of the ledger, with what a verdict on it needs. */
export interface KeptRow extends LedgerRow {
  /** What it counted before anybody said anything of it. */
  readonly fullMicroUsd: number;
  readonly day: number;
}

/** What the rows of a month came to that are no longer kept one by one, for each grant, flow, person and model. */
export interface MonthSum {
  /** `2026-08`, of UTC. */
  readonly month: string;
  readonly grantId: string;
  readonly flowId: string;
  readonly personId: string;
  /** The name they had last. */
  readonly person: string;
  readonly provider: string;
  readonly model: string;
  readonly calls: number;
  /** Of them, those whose cost is not known. */
  readonly unknownCalls: number;
  readonly inputTokens: number;
  readonly outputTokens: number;
  readonly costMicroUsd: number;
  readonly countedMicroUsd: number;
}

/** A grant for the flow of this purse, by where it is kept. */
export interface GrantPlace {
  readonly ringId: string;
  readonly grantId: string;
}

/** Everything one step wants kept: all of it or nothing. */
export interface VaultBatch {
  readonly record: VaultRecord | null;
  readonly keys: readonly KeptKey[];
  readonly droppedKeys: readonly string[];
  readonly grants: readonly KeptGrant[];
  readonly runs: readonly RunSpent[];
  readonly holds: readonly Hold[];
  /** By `holdKey`. */
  readonly droppedHolds: readonly string[];
  readonly slices: readonly Slice[];
  /** By `spentKey`. */
  readonly droppedSlices: readonly string[];
  readonly rows: readonly KeptRow[];
  /** By number. */
  readonly droppedRows: readonly number[];
  readonly sums: readonly MonthSum[];
  readonly places: readonly GrantPlace[];
  /** Ids of flows that have a purse. */
  readonly flows: readonly string[];
}

/** What a room finds when it wakes; the ledger stays where it is. */
export interface StoredVault {
  readonly record: VaultRecord;
  readonly keys: readonly KeptKey[];
  readonly grants: readonly KeptGrant[];
  readonly runs: readonly RunSpent[];
  readonly holds: readonly Hold[];
  readonly slices: readonly Slice[];
  readonly sums: readonly MonthSum[];
  readonly places: readonly GrantPlace[];
  readonly flows: readonly string[];
}
