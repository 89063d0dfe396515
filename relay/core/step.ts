import type { RunSummary } from '#shared/protocol/messages.ts';
import type { CallRequest, DeltaChannel } from '#shared/run/call.ts';
import type { ApprovalRecord } from './approval-record.ts';
import type { CallRecord, HandedIn } from './call-record.ts';
import type { ClientRecord } from './client-record.ts';
import type { FileRecord } from './file-record.ts';
import type { LinkEnds } from './link-ends.ts';
import type { LogRecord } from './log-record.ts';
import type { RunHeader } from './run-header.ts';

/** Part of an open call's text as it is kept: chunks of one size, the last one growing. */
export interface PartialChunk {
  readonly callId: string;
  readonly channel: DeltaChannel;
  readonly index: number;
  readonly text: string;
}

/** Everything one step wants kept, as one batch: all of it or nothing. */
export interface StoreBatch {
  readonly header: RunHeader;
  readonly entries: readonly LogRecord[];
  readonly calls: readonly CallRecord[];
  readonly approvals: readonly ApprovalRecord[];
  readonly clients: readonly ClientRecord[];
  readonly files: readonly FileRecord[];
  readonly blobs: readonly { readonly hash: string; readonly text: string }[];
  /** Pictures that the run names since this step. */
  readonly pictures: readonly (readonly [hash: string, bytes: number])[];
  readonly partials: readonly PartialChunk[];
  /** Chunks of calls that have ended. */
  readonly droppedPartials: readonly Omit<PartialChunk, 'text'>[];
  /** Used tickets until they end, by their id; null = unchanged. */
  readonly tickets: { readonly [jti: string]: number } | null;
  /** Links that have ended; null = unchanged. */
  readonly linkEnds: LinkEnds | null;
}

/** A reader whom the stream has left behind; one who gave no credit any more. */
export type RunCount = 'behind' | 'stalled';

export type Effect =
  | { readonly type: 'send'; readonly connectionId: string; readonly frame: string }
  | { readonly type: 'close'; readonly connectionId: string; readonly code: number; readonly reason: string }
  | { readonly type: 'respond'; readonly requestId: string; readonly status: number; readonly body: unknown }
  | {
      readonly type: 'call.start';
      readonly callId: string;
      readonly request: CallRequest;
      /** Its provider has it already: nothing is sent, one asks for it. */
      readonly handedIn?: HandedIn | undefined;
    }
  | { readonly type: 'call.abort'; readonly callId: string }
  /** The call must not be sent: it waits again, and nobody wants to hear how this attempt ended. */
  | { readonly type: 'call.withdraw'; readonly callId: string }
  /** Something of the streams is counted, without any content. */
  | { readonly type: 'count'; readonly what: RunCount }
  /** Tells the flow's room what its list of runs should say. */
  | { readonly type: 'report'; readonly flowId: string; readonly summary: Omit<RunSummary, 'number'> };

/**
 * What one input leads to. `store` comes first: whoever carries this out puts the batch before the first effect.
 * `wakeAt` = relay time of the next tick, null for none; it replaces the one before.
 */
export interface Step {
  readonly store: StoreBatch | null;
  readonly effects: readonly Effect[];
  readonly wakeAt: number | null;
}
