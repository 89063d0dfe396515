import type { KeptRow, StoredVault, VaultBatch } from '../core/vault/vault-record.ts';

/** Where a room of the vault keeps things. */
export interface VaultStore {
  /** All of it or nothing. Rejects when it could not be kept. */
  write(batch: VaultBatch): Promise<void>;
  /** null = nothing was ever kept here. */
  load(): Promise<StoredVault | null>;
  /** Rows of the ledger before a number, newest first. */
  rowsBefore(n: number, limit: number): Promise<readonly KeptRow[]>;
  /** Rows from a number on, oldest first. */
  rowsFrom(n: number, limit: number): Promise<readonly KeptRow[]>;
  row(n: number): Promise<KeptRow | null>;
}
