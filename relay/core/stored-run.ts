import type { ApprovalRequested } from '#shared/run/approval.ts';
import type { CallRequest } from '#shared/run/call.ts';
import type { ApprovalRecord } from './approval-record.ts';
import type { CallRecord } from './call-record.ts';
import type { ClientRecord } from './client-record.ts';
import type { FileRecord } from './file-record.ts';
import type { LinkEnds } from './link-ends.ts';
import type { RunHeader } from './run-header.ts';

/** What a room finds in its storage when it wakes. */
export interface StoredRun {
  readonly header: RunHeader;
  readonly calls: readonly CallRecord[];
  readonly clients: readonly ClientRecord[];
  /** Requests of calls that were accepted and not sent, can be asked for, or are no model's; one whose bytes are gone is missing. */
  readonly requests: readonly (readonly [callId: string, CallRequest])[];
  /** Text of calls that had not ended, as far as it was kept. */
  readonly partials: readonly {
    readonly callId: string;
    readonly text: string;
    readonly reasoning: string;
    /** Number of stored chunks of each channel. */
    readonly chunks: { readonly text: number; readonly reasoning: number };
  }[];
  readonly blobs: readonly (readonly [hash: string, bytes: number])[];
  /** Pictures that the run names; runs kept before pictures lay with their flow have none. */
  readonly pictures?: readonly (readonly [hash: string, bytes: number])[] | undefined;
  /** In the order in which they were written; runs kept before there were files have none. */
  readonly files?: readonly FileRecord[] | undefined;
  /** Questions to people; runs kept before there were any have none. */
  readonly approvals?: readonly ApprovalRecord[] | undefined;
  /** What the open ones ask, in the order in which they were asked. */
  readonly questions?: readonly ApprovalRequested[] | undefined;
  readonly tickets: { readonly [jti: string]: number };
  /** Links that have ended; runs kept before links could end have none. */
  readonly linkEnds?: LinkEnds | undefined;
}
