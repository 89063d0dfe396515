import type { RunSummary } from '#shared/protocol/messages.ts';
import type { ClientRecord } from '../client-record.ts';
import type { FlowRecord } from './flow-record.ts';
import type { KeptVersion } from './flow-step.ts';
import type { LinkPush } from './link-push.ts';
import type { StoredDocument } from './room-document.ts';

/** What a flow's room finds in its storage when it wakes; versions without their documents. */
export interface StoredFlow {
  readonly record: FlowRecord;
  readonly runs: readonly RunSummary[];
  readonly document: StoredDocument | null;
  readonly clients: readonly ClientRecord[];
  readonly versions: readonly KeptVersion[];
  readonly pushes: readonly LinkPush[];
  readonly tickets: { readonly [jti: string]: number };
}
