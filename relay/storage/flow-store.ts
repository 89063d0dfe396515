import type { FlowBatch } from '../core/flow/flow-step.ts';
import type { StoredFlow } from '../core/flow/stored-flow.ts';

/** Where a flow's room keeps what it must not lose. Two implementations, one contract suite (flow-store-contract.ts). */
export interface FlowStore {
  /** Everything but the documents of versions; null before anything was written. */
  load(): Promise<StoredFlow | null>;
  /** Keeps a batch: all of it or nothing. Begun synchronously, in the order of the calls (see putAll). */
  write(batch: FlowBatch): Promise<void>;
  /** Of a flow that is gone: drops everything but what its batches say of the flow itself and of its runs. */
  clear(): Promise<void>;
  /** The document of a version; null when there is none. */
  version(versionId: string): Promise<Uint8Array | null>;
}
