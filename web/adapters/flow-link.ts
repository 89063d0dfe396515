import type { Participant, Presence } from '#shared/protocol/flow-messages.ts';
import type { RunSummary } from '#shared/protocol/messages.ts';
import type { Role } from '#shared/protocol/roles.ts';
import type { ConnectionHealth } from '../engine/api.ts';
import type { RoomLink } from './connection-context.ts';
import type { FlowHttp } from './flow-http.ts';
import type { Ack } from './outbox.ts';

/** A message about the document that waits for its acknowledgement. */
export interface FlowEdit {
  /** A sync step 2 or update of y-protocols. */
  readonly message: Uint8Array;
}

export interface FlowSessionNews {
  /** Of this connection; by polling nobody else sees it. */
  readonly connectionId: string;
  readonly personId: string;
  readonly role: Role;
  /** Relay time, ms. */
  readonly now: number;
}

export interface FlowConnectionEvents {
  /** Who one is to the room; told again when that changes. */
  readonly session: (session: FlowSessionNews) => void;
  /** A new way to the room is open: it tells anew what is missing, which runs there are and who is here. */
  readonly opened: () => void;
  /** A message of y-protocols: sync step 1, step 2 or update. */
  readonly document: (message: Uint8Array) => void;
  /** Who is new or has changed, and whose connection is gone. */
  readonly people: (people: readonly Participant[], gone: readonly string[]) => void;
  /** Runs that are new or have changed. */
  /** @param gone ids of runs that were removed for good */
  readonly runs: (runs: readonly RunSummary[], gone?: readonly string[]) => void;
  readonly versionsChanged: () => void;
  readonly linksChanged: () => void;
  readonly health: (health: ConnectionHealth) => void;
}

/** What the two ways to a flow's room share. */
export interface FlowLink extends RoomLink<FlowEdit, Ack> {
  readonly flowId: string;
  readonly http: Pick<FlowHttp, 'poll'>;
  readonly personId: () => Promise<string>;
  readonly events: FlowConnectionEvents;
  /** A sync step 1 of the document as it is. */
  readonly syncStep: () => Uint8Array;
  /** What this person shows now; null = nothing yet. */
  readonly presence: () => Presence | null;
}
