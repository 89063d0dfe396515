import type { Gravestone } from '../core/removal.ts';
import type { StoreBatch } from '../core/step.ts';
import type { StoredRun } from '../core/stored-run.ts';

/** Where a run's room keeps what it must not lose. Two implementations, one contract suite (run-store-contract.ts). */
export interface RunStore {
  /** Keeps this of the run and nothing else, not even beside it. Done again after it was broken off, it is done once. */
  bury(stone: Gravestone): Promise<void>;
  /** What stays of a run that was removed; null = it was not. */
  buried(): Promise<Gravestone | null>;
  /** Everything but the log; null before anything was written. */
  load(): Promise<StoredRun | null>;
  /**
   * Keeps a batch: all of it or nothing. The work is begun synchronously, so that batches are kept in the order of the
   * calls and whoever sends right afterwards sends behind it (see putAll).
   */
  write(batch: StoreBatch): Promise<void>;
  /** JSON of entries `from`…`to` in order, at most `maxBytes` of them but one at least. */
  entries(from: number, to: number, maxBytes: number): Promise<readonly string[]>;
  /** Keeps bytes under their hash; the caller has checked it. */
  putBlob(hash: string, bytes: Uint8Array): Promise<void>;
  blob(hash: string): Promise<Uint8Array | null>;
  /** How a blob begins: its first KiB at least, or all of it. */
  blobStart(hash: string): Promise<Uint8Array | null>;
}
