import type { ApprovalRequested } from '#shared/run/approval.ts';
import type { ServerMessage, AckMessage } from '#shared/protocol/messages.ts';
import type { Action } from '#shared/protocol/roles.ts';
import type { CallRequest } from '#shared/run/call.ts';
import { isAllowed } from '../auth/decide.ts';
import type { ApprovalRecord } from './approval-record.ts';
import type { CallRecord } from './call-record.ts';
import { createCallQueue, type CallQueue } from './call-queue.ts';
import type { ClientRecord } from './client-record.ts';
import { createDeltaStreams, type DeltaStreams } from './delta-streams.ts';
import type { FileRecord } from './file-record.ts';
import type { EntryFilter } from './filter.ts';
import type { Grant } from './grant.ts';
import { FREE_LEASE, type Lease } from './lease.ts';
import type { LinkEnds } from './link-ends.ts';
import type { LogRecord } from './log-record.ts';
import type { RoomConfig } from './room-config.ts';
import type { RunHeader } from './run-header.ts';
import type { Effect, PartialChunk, StoreBatch } from './step.ts';
import type { StoredRun } from './stored-run.ts';
import { createTail, type Tail } from './tail.ts';
import { createTokenBucket, type TokenBucket } from './token-bucket.ts';
import { unknownCallsOf } from './unknown-calls.ts';

/** A live stream to one connection. */
export interface Viewer {
  readonly filter: EntryFilter;
  /** Everything up to here was sent or filtered out. */
  through: number;
  /** Characters sent of every open text. */
  readonly offsets: Map<string, number>;
}

export interface Connection {
  readonly id: string;
  grant: Grant | null;
  readonly openedAt: number;
  heardAt: number;
  readonly commands: TokenBucket;
  readonly frames: TokenBucket;
  viewer: Viewer | null;
  /** Frames that may still be sent before the reader says that it has dealt with some. */
  credit: number;
}

/** The room's memory. Only the modules of this folder touch it, and only inside one step. */
export interface RoomState {
  readonly config: RoomConfig;
  header: RunHeader | null;
  lease: Lease;
  readonly tail: Tail;
  readonly calls: Map<string, CallRecord>;
  readonly requests: Map<string, CallRequest>;
  /** Every question to people that was ever asked, by its id. */
  readonly approvals: Map<string, ApprovalRecord>;
  /** What the open ones ask, in the order in which they were asked. */
  readonly questions: Map<string, ApprovalRequested>;
  /** Calls that may have been billed and wait for a person's word, with their nodes. */
  readonly unknownCalls: Map<string, string>;
  readonly queue: CallQueue;
  readonly clients: Map<string, ClientRecord>;
  readonly blobs: Map<string, number>;
  /** Pictures that the run names, with their sizes; 0 = not told. */
  readonly pictures: Map<string, number>;
  /** Every writing of a file, by its effect. */
  readonly files: Map<string, FileRecord>;
  readonly streams: DeltaStreams;
  readonly connections: Map<string, Connection>;
  /** Command buckets of people who poll, by person. */
  readonly pollers: Map<string, TokenBucket>;
  tickets: { readonly [jti: string]: number };
  linkEnds: LinkEnds;
  deltasSentAt: number;
  deltasDueAt: number | null;
  checkpointAt: number | null;
  /** When calls that wait for their turn are told so; null = none waits. */
  tellWaitingAt: number | null;
  /** How many were before them when they were told. */
  readonly toldAhead: Map<string, number>;
  /** The last write failed: nothing is promised until one has worked again. */
  storageFailed: boolean;
  sealing: boolean;
  /** What the flow's list was last told: only people can move the run on. */
  toldWaits: boolean;
}

/** What one step has gathered so far. */
export interface Turn {
  readonly now: number;
  readonly records: LogRecord[];
  readonly calls: Set<string>;
  readonly approvals: Set<string>;
  readonly clients: Set<string>;
  readonly files: Set<string>;
  readonly blobs: { hash: string; text: string }[];
  readonly pictures: Set<string>;
  partials: readonly PartialChunk[];
  readonly droppedPartials: Omit<PartialChunk, 'text'>[];
  ticketsChanged: boolean;
  linkEndsChanged: boolean;
  headerChanged: boolean;
  readonly effects: Effect[];
  /** Acks that go to a poll's answer instead of a socket. */
  readonly pollAcks: AckMessage[];
}

export function createRoomState(stored: StoredRun | null, config: RoomConfig): RoomState {
  return {
    config,
    header: stored?.header ?? null,
    lease: FREE_LEASE,
    tail: createTail(stored?.header.head ?? 0, config.limits),
    calls: new Map((stored?.calls ?? []).map((call) => [call.callId, call])),
    requests: new Map(stored?.requests ?? []),
    approvals: new Map((stored?.approvals ?? []).map((approval) => [approval.approvalId, approval])),
    questions: new Map((stored?.questions ?? []).map((question) => [question.approvalId, question])),
    unknownCalls: unknownCallsOf(stored?.calls ?? []),
    queue: createCallQueue(config.limits),
    clients: new Map((stored?.clients ?? []).map((client) => [client.clientId, client])),
    blobs: new Map(stored?.blobs ?? []),
    pictures: new Map(stored?.pictures ?? []),
    files: new Map((stored?.files ?? []).map((file) => [file.effectId, file])),
    streams: createDeltaStreams(),
    connections: new Map(),
    pollers: new Map(),
    tickets: stored?.tickets ?? {},
    linkEnds: stored?.linkEnds ?? {},
    deltasSentAt: Number.NEGATIVE_INFINITY,
    deltasDueAt: null,
    checkpointAt: null,
    tellWaitingAt: null,
    toldAhead: new Map(),
    storageFailed: false,
    sealing: false,
    toldWaits: false,
  };
}

export function newTurn(now: number): Turn {
  return {
    now,
    records: [],
    calls: new Set(),
    approvals: new Set(),
    clients: new Set(),
    files: new Set(),
    blobs: [],
    pictures: new Set(),
    partials: [],
    droppedPartials: [],
    ticketsChanged: false,
    linkEndsChanged: false,
    headerChanged: false,
    effects: [],
    pollAcks: [],
  };
}

export function newConnection(id: string, state: RoomState, now: number): Connection {
  const { clientCommandsPerSecond, clientCommandBurst, creditFrames } = state.config.limits;
  return {
    id,
    grant: null,
    openedAt: now,
    heardAt: now,
    commands: createTokenBucket(clientCommandsPerSecond, clientCommandBurst),
    frames: createTokenBucket(
      clientCommandsPerSecond * FRAMES_PER_COMMAND,
      clientCommandBurst * FRAMES_PER_COMMAND,
    ),
    viewer: null,
    credit: creditFrames,
  };
}

/** Frames of all kinds that a connection may send for each command it may send: credit and pings come on top. */
const FRAMES_PER_COMMAND = 4;

export function send(turn: Turn, connectionId: string, message: ServerMessage): void {
  turn.effects.push({ type: 'send', connectionId, frame: JSON.stringify(message) });
}

/** Tells one person, in every tab of theirs whose link allows the action; nobody else hears of it. */
export function sendToPerson(
  state: RoomState,
  turn: Turn,
  to: { readonly personId: string; readonly action: Action },
  message: ServerMessage,
): void {
  for (const { id, grant } of state.connections.values())
    if (grant?.personId === to.personId && isAllowed(grant.role, to.action)) send(turn, id, message);
}

/** The batch of this turn, or null when nothing is to be kept. */
export function batchOf(state: RoomState, turn: Turn): StoreBatch | null {
  const isEmpty =
    turn.records.length === 0 &&
    turn.calls.size === 0 &&
    turn.approvals.size === 0 &&
    turn.clients.size === 0 &&
    turn.files.size === 0 &&
    turn.blobs.length === 0 &&
    turn.pictures.size === 0 &&
    turn.partials.length === 0 &&
    turn.droppedPartials.length === 0 &&
    !turn.ticketsChanged &&
    !turn.linkEndsChanged &&
    !turn.headerChanged;
  if (isEmpty || state.header === null) return null;
  return {
    header: state.header,
    entries: turn.records,
    calls: pick(state.calls, turn.calls),
    approvals: pick(state.approvals, turn.approvals),
    clients: pick(state.clients, turn.clients),
    files: pick(state.files, turn.files),
    blobs: turn.blobs,
    pictures: [...turn.pictures].map((hash) => [hash, state.pictures.get(hash) ?? 0] as const),
    partials: turn.partials,
    droppedPartials: turn.droppedPartials,
    tickets: turn.ticketsChanged ? state.tickets : null,
    linkEnds: turn.linkEndsChanged ? state.linkEnds : null,
  };
}

function pick<Value>(map: ReadonlyMap<string, Value>, keys: ReadonlySet<string>): Value[] {
  return [...keys].flatMap((key) => map.get(key) ?? []);
}
