/**
 * Where packs of outputs are kept: many outputs in one record, because a record of its own for each costs twenty times
 * as much. Knows nothing of what is in a pack.
 */

/** What is known of a pack without reading it. */
export interface PackIndex {
  readonly id: string;
  /** Keys that lead to outputs, of this pack or another. */
  readonly keys: readonly (readonly [key: string, hash: string, costMicroUsd: number | null])[];
  /** Outputs in this pack; empty once its bytes were evicted. */
  readonly hashes: readonly string[];
  readonly bytes: number;
  /** Wall clock, ms. */
  readonly usedAt: number;
}

export interface Pack {
  readonly id: string;
  /** JSON of each output, in the order of the index's hashes. */
  readonly outputs: readonly string[];
}

/** One batch is one transaction: all of it is stored or nothing. */
export interface PackBatch {
  readonly indexes: readonly PackIndex[];
  readonly packs: readonly Pack[];
  /** Packs whose bytes go. */
  readonly evicted: readonly string[];
}

export interface PackStore {
  readonly loadIndexes: () => Promise<readonly PackIndex[]>;
  /** null = not there any more. */
  readonly loadPack: (id: string) => Promise<Pack | null>;
  /** @throws QuotaExceededError and whatever else the browser refuses with */
  readonly write: (batch: PackBatch) => Promise<void>;
  readonly clear: () => Promise<void>;
}
