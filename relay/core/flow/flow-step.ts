import type { FlowVersion } from '#shared/protocol/flow-messages.ts';
import type { RunSummary } from '#shared/protocol/messages.ts';
import type { ClientRecord } from '../client-record.ts';
import type { FlowRecord } from './flow-record.ts';
import type { LinkPush } from './link-push.ts';
import type { DocumentWrite } from './room-document.ts';

/** A version and the bytes that its list entry stands for. */
export interface KeptVersion extends FlowVersion {
  readonly bytes: number;
}

/** Everything one step wants kept, as one batch: all of it or nothing. null and empty = unchanged. */
export interface FlowBatch {
  readonly record: FlowRecord | null;
  readonly runs: readonly RunSummary[];
  /** To be forgotten, by id. */
  readonly droppedRuns: readonly string[];
  readonly document: DocumentWrite | null;
  readonly clients: readonly ClientRecord[];
  readonly droppedClients: readonly string[];
  readonly versions: readonly { readonly version: KeptVersion; readonly document: Uint8Array }[];
  /** To be forgotten with their documents. */
  readonly droppedVersions: readonly KeptVersion[];
  /** What run rooms still have to be told, by link; `runIds` empty = everybody has been. */
  readonly pushes: readonly LinkPush[];
  readonly tickets: { readonly [jti: string]: number } | null;
}

/** What is counted at the relay, without any content. */
export type FlowCount = 'update' | 'presence' | 'refused';

export type FlowEffect =
  | { readonly type: 'send'; readonly connectionId: string; readonly frame: string }
  | { readonly type: 'close'; readonly connectionId: string; readonly code: number; readonly reason: string }
  | { readonly type: 'respond'; readonly requestId: string; readonly status: number; readonly body: unknown }
  /** Tells a run's room when a link's rights end there (null = no longer); answered by the input `pushed`. */
  | {
      readonly type: 'push';
      readonly runId: string;
      readonly flowId: string;
      readonly linkId: string;
      readonly at: number | null;
    }
  /** Asks a run's room to remove its run, because its flow is gone; answered by the input `run-removed`. */
  | { readonly type: 'remove-run'; readonly runId: string; readonly flowId: string; readonly by: string }
  | { readonly type: 'count'; readonly what: FlowCount };

/**
 * What one input leads to. `store` comes first: whoever carries this out puts the batch before the first effect.
 * `wakeAt` = relay time of the next tick, null for none; it replaces the one before. `alarmAt` = the same for what must
 * happen although nobody is connected and the process may have been killed.
 */
export interface FlowStep {
  readonly store: FlowBatch | null;
  readonly effects: readonly FlowEffect[];
  readonly wakeAt: number | null;
  readonly alarmAt: number | null;
}
