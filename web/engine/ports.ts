import type { FlowDocument } from '#shared/graph/document.ts';
import type { UploadState } from '#shared/protocol/pictures.ts';
import type { AckMessage, CommandBody, Delta } from '#shared/protocol/messages.ts';
import type { Role } from '#shared/protocol/roles.ts';
import type { LogEntry } from '#shared/run/events.ts';
import type { NodeOutput } from '#shared/run/output.ts';
import type { PlanBranch } from '#shared/run/plan.ts';
import type { JsonValue } from '#shared/json.ts';
import type { CodeWish, NodeDefinition, NodeRunner, NodeWiring } from '../node-kit/types.ts';
import type { ConnectionHealth } from './api.ts';

/** What the engine needs of the world. Real ones are in web/adapters, doubles in testing.ts. */

export interface Clock {
  /** Milliseconds that only grow; where they start means nothing. */
  readonly now: () => number;
  /** Calls once after the delay; returns what calls it off. */
  readonly after: (delayInMs: number, callback: () => void) => () => void;
  /** Calls once, after the promises that are settled now have had their turn. */
  readonly soon: (callback: () => void) => void;
}

export type CommandAck = AckMessage['data'];

/** One run's connection to the relay: commands out, entries in. Losing and finding the network is its own affair. */
export interface RunConnection {
  /**
   * Sends a command and resolves with its acknowledgement, however many connections that takes. Commands arrive in the
   * order in which they were given. Never rejects; after close() it may never resolve.
   */
  readonly send: (command: CommandBody) => Promise<CommandAck>;
  /** The network or the tab may have come back: connect now. */
  readonly wake: () => void;
  readonly close: () => void;
}

export interface RunConnectionEvents {
  /** In order, without gap or repetition, from `after` + 1. A plan given as a blob is already put in place. */
  readonly entries: (entries: readonly LogEntry[]) => void;
  readonly deltas: (deltas: readonly Delta[]) => void;
  /** Relay time in ms, whenever it is told. */
  readonly time: (now: number) => void;
  readonly session: (session: { readonly personId: string; readonly role: Role }) => void;
  /** Everything up to here has been given to `entries` since the connection was made. */
  readonly caughtUp: (head: number) => void;
  readonly wanted: (wanted: { readonly epoch: number; readonly auto: boolean }) => void;
  readonly health: (health: ConnectionHealth) => void;
}

/** The bytes of a run that are too long for its log. */
export interface RunBlobs {
  /** Resolves with the SHA-256 once the relay has stored it. @throws WeftFailure */
  readonly put: (bytes: Uint8Array) => Promise<string>;
  /** @throws WeftFailure blob-missing, relay-unreachable */
  readonly get: (hash: string) => Promise<Uint8Array>;
  /**
   * Resolves when the relay has this picture, so that the run may name it: its flow's room has it, or gets it from this
   * browser. @throws WeftFailure blob-missing when nobody has it
   */
  readonly keep: (hash: string) => Promise<void>;
}

/** Pictures that this browser has seen, by the SHA-256 of their bytes. Neither ever rejects: it is only a memory. */
export interface PictureStore {
  readonly get: (hash: string) => Promise<Uint8Array | null>;
  readonly put: (hash: string, bytes: Uint8Array) => Promise<void>;
  readonly clear: () => Promise<void>;
}

/** A picture that the relay does not have yet. */
export interface WaitingPicture {
  readonly hash: string;
  readonly bytes: number;
}

/** Pictures on their way to one flow's room. Nothing in it goes before the room has said that it has it. */
export interface PictureOutbox {
  /** In the order in which they came. */
  readonly list: () => Promise<readonly WaitingPicture[]>;
  readonly get: (hash: string) => Promise<Uint8Array | null>;
  /** @throws when the browser's disk refuses */
  readonly put: (hash: string, bytes: Uint8Array) => Promise<void>;
  readonly remove: (hash: string) => Promise<void>;
}

/** The flow's room, as far as it keeps pictures. All reject with WeftFailure. */
export interface PictureRoom {
  /** How much of a picture is there. */
  readonly uploaded: (hash: string) => Promise<UploadState>;
  /** `bytes` from `offset` on, of a picture of `total` bytes; what is there already is passed over. */
  readonly putPiece: (
    hash: string,
    piece: { readonly offset: number; readonly total: number; readonly bytes: Uint8Array },
  ) => Promise<UploadState>;
  readonly getPicture: (hash: string) => Promise<Uint8Array>;
}

/** What a step had put out in the run that a branch left. */
export interface EarlierOutput {
  readonly output: NodeOutput;
  readonly cacheKey: string | null;
  /** What is saved by taking it, in micro-dollars; null = unknown. */
  readonly savedMicroUsd: number | null;
}

export interface EarlierRun {
  /**
   * By its hash; a picture in it is brought `into` the run that takes it.
   * @throws WeftFailure blob-missing when it is not what was put out then, or is gone
   */
  readonly output: (nodeId: string, hash: string, into: RunBlobs) => Promise<EarlierOutput>;
}

/** Reads the run that a branch left. Rejects when that fails. */
export type OpenEarlierRun = (branch: PlanBranch) => Promise<EarlierRun>;

export interface CachedOutput {
  readonly outputHash: string;
  readonly output: NodeOutput;
  /** What making it cost, in micro-dollars; null = unknown. */
  readonly costMicroUsd: number | null;
}

/** Content-addressed outputs of this browser: key → output hash is kept, only bytes are evicted. */
export interface OutputCache {
  /** The hash of the output that goes with the key; its bytes may be evicted. null = never seen. */
  readonly hashOf: (key: string) => string | null;
  /** Whether the output itself is there too. */
  readonly has: (key: string) => boolean;
  /** The output itself, at once where it is in memory. null when it is gone. */
  readonly read: (key: string) => CachedOutput | null | Promise<CachedOutput | null>;
  /** Is kept at once for hashOf and read; reaches the disk with the next batch. */
  readonly write: (key: string, entry: CachedOutput) => void;
  /** Resolves when everything written so far is on the disk, or is known to stay in memory. */
  readonly flush: () => Promise<void>;
  readonly clear: () => Promise<void>;
}

export interface NodeRegistry {
  readonly definitions: ReadonlyMap<string, NodeDefinition>;
  /** At once when it was loaded before. @throws (or rejects) when there is none for this type. */
  readonly runnerOf: (type: string) => NodeRunner | Promise<NodeRunner>;
  /** Runs a person's own code; left out = it cannot be run here. @throws WeftFailure when the code failed */
  readonly compute?: (wish: CodeWish) => Promise<JsonValue>;
  /** Checks that are not with the definitions, for the types of this document; left out = there are none. */
  readonly lateChecks?: (
    document: Pick<FlowDocument, 'nodes'>,
    known: Pick<NodeWiring, 'httpHosts'>,
  ) => Promise<LateChecks>;
}

/** By node type. */
export type LateChecks = ReadonlyMap<string, NodeDefinition['check']>;

/** Tabs of one browser agree on which of them claims a run. */
export interface HostLock {
  /** Resolves with what gives the lock back, or with null when another tab of this browser has it. */
  readonly take: (runId: string) => Promise<(() => void) | null>;
}
