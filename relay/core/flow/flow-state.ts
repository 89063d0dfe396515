import type { FlowServerMessage, Presence } from '#shared/protocol/flow-messages.ts';
import type { RunSummary } from '#shared/protocol/messages.ts';
import type { AckData } from './handle-update.ts';
import type { ClientRecord } from '../client-record.ts';
import type { Grant } from '../grant.ts';
import type { RoomLimits } from '../room-config.ts';
import { createTokenBucket, type TokenBucket } from '../token-bucket.ts';
import type { Assembly } from './doc-parts.ts';
import type { FlowRecord } from './flow-record.ts';
import type { FlowBatch, FlowEffect, KeptVersion } from './flow-step.ts';
import { createLinkPushes, type LinkPush, type LinkPushes } from './link-push.ts';
import { newOutbox, type Outbox } from './outbox.ts';
import { createRoomDocument, type RoomDocument } from './room-document.ts';
import type { StoredFlow } from './stored-flow.ts';

export interface FlowRoomConfig {
  readonly limits: RoomLimits;
}

export interface FlowConnection {
  readonly id: string;
  /** null before its hello. */
  grant: Grant | null;
  readonly openedAt: number;
  heardAt: number;
  readonly commands: TokenBucket;
  readonly frames: TokenBucket;
  /** As the person shows it; null before they have said anything. */
  presence: Presence | null;
  /** Gets the live stream of updates: it has asked for the document. */
  isFollowing: boolean;
  assembly: Assembly | null;
  readonly outbox: Outbox;
}

/** The room's memory. Only the modules of this folder touch it, and only inside one step. */
export interface FlowState {
  readonly config: FlowRoomConfig;
  record: FlowRecord | null;
  /** By run id, in no order. */
  runs: readonly RunSummary[];
  /** Runs that are gone since the room woke: what was told of them before may still be on its way. */
  readonly forgotten: Set<string>;
  readonly document: RoomDocument;
  readonly clients: Map<string, ClientRecord>;
  versions: readonly KeptVersion[];
  readonly pushes: LinkPushes;
  /** Rooms of runs that have to go, of a flow that is gone. Not stored: it follows from the list of runs. */
  readonly removals: LinkPushes;
  readonly connections: Map<string, FlowConnection>;
  /** Buckets of people who poll or ask by HTTP, by person. */
  readonly pollers: Map<string, TokenBucket>;
  tickets: { readonly [jti: string]: number };
  /** Connections whose presence has changed since the last window, and those that are gone. */
  readonly changedPresence: Set<string>;
  readonly gone: Set<string>;
  presenceSentAt: number;
  presenceDueAt: number | null;
  storageFailed: boolean;
}

/** What one step has gathered so far. */
export interface FlowTurn {
  readonly now: number;
  readonly runs: Map<string, RunSummary>;
  readonly droppedRuns: Set<string>;
  readonly clients: Set<string>;
  readonly droppedClients: Set<string>;
  readonly versions: { version: KeptVersion; document: Uint8Array }[];
  readonly droppedVersions: KeptVersion[];
  recordChanged: boolean;
  ticketsChanged: boolean;
  readonly effects: FlowEffect[];
  /** Acks that go to a poll's answer instead of a socket. */
  readonly pollAcks: AckData[];
}

export function createFlowState(stored: StoredFlow | null, config: FlowRoomConfig): FlowState {
  return {
    config,
    record: stored?.record ?? null,
    runs: stored?.runs ?? [],
    forgotten: new Set(),
    document: createRoomDocument(stored?.document ?? null, config.limits),
    clients: new Map((stored?.clients ?? []).map((client) => [client.clientId, client])),
    versions: stored?.versions ?? [],
    pushes: createLinkPushes(stored?.pushes ?? []),
    removals: createLinkPushes([]),
    connections: new Map(),
    pollers: new Map(),
    tickets: stored?.tickets ?? {},
    changedPresence: new Set(),
    gone: new Set(),
    presenceSentAt: Number.NEGATIVE_INFINITY,
    presenceDueAt: null,
    storageFailed: false,
  };
}

export function newFlowTurn(now: number): FlowTurn {
  return {
    now,
    runs: new Map(),
    droppedRuns: new Set(),
    clients: new Set(),
    droppedClients: new Set(),
    versions: [],
    droppedVersions: [],
    recordChanged: false,
    ticketsChanged: false,
    effects: [],
    pollAcks: [],
  };
}

/** Frames of all kinds that a connection may send for each command it may send: parts, presence and pings come on top. */
const FRAMES_PER_COMMAND = 4;

export function newFlowConnection(id: string, { config }: FlowState, now: number): FlowConnection {
  const { clientCommandsPerSecond: perSecond, clientCommandBurst: burst } = config.limits;
  return {
    id,
    grant: null,
    openedAt: now,
    heardAt: now,
    commands: createTokenBucket(perSecond, burst),
    frames: createTokenBucket(perSecond * FRAMES_PER_COMMAND, burst * FRAMES_PER_COMMAND),
    presence: null,
    isFollowing: false,
    assembly: null,
    outbox: newOutbox(),
  };
}

/** The connections that have said who they are. */
export function present(state: FlowState): readonly FlowConnection[] {
  return [...state.connections.values()].filter(({ grant }) => grant !== null);
}

/** Answers one connection, whatever it has not read yet: it has asked. */
export function send(turn: FlowTurn, connection: FlowConnection, message: FlowServerMessage): void {
  sendFrame(turn, connection, JSON.stringify(message));
}

export function sendFrame(turn: FlowTurn, connection: FlowConnection, frame: string): void {
  connection.outbox.sent(frame.length);
  turn.effects.push({ type: 'send', connectionId: connection.id, frame });
}

/** The batch of this turn, or null when nothing is to be kept. */
export function flowBatchOf(state: FlowState, turn: FlowTurn): FlowBatch | null {
  if (state.record === null) return null;
  const pushes: readonly LinkPush[] = state.pushes.takeChanged();
  const document = state.document.takeWrite();
  const isEmpty =
    !turn.recordChanged &&
    !turn.ticketsChanged &&
    turn.runs.size + turn.droppedRuns.size + turn.clients.size + turn.droppedClients.size === 0 &&
    turn.versions.length + turn.droppedVersions.length === 0 &&
    pushes.length === 0 &&
    document === null;
  if (isEmpty) return null;
  return {
    record: turn.recordChanged ? state.record : null,
    runs: [...turn.runs.values()],
    droppedRuns: [...turn.droppedRuns],
    document,
    clients: [...turn.clients].flatMap((id) => state.clients.get(id) ?? []),
    droppedClients: [...turn.droppedClients],
    versions: turn.versions,
    droppedVersions: turn.droppedVersions,
    pushes,
    tickets: turn.ticketsChanged ? state.tickets : null,
  };
}
