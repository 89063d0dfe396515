import type { FlowDocument } from '#shared/graph/document.ts';
import type { RunScope } from '#shared/graph/traverse.ts';
import type { JsonObject } from '#shared/json.ts';
import type { Delta, RunSummary } from '#shared/protocol/messages.ts';
import type { ProviderDescription } from '#shared/protocol/providers.ts';
import type { Role } from '#shared/protocol/roles.ts';
import type { ApprovalAnswer } from '#shared/run/approval.ts';
import type { WeftError } from '#shared/run/errors.ts';
import type { LogEntry, Resolution } from '#shared/run/events.ts';
import type { BlobRef, NodeOutput } from '#shared/run/output.ts';
import type { RunPicture } from '#shared/run/run-pictures.ts';
import type { PicturesWeight } from '#shared/run/weigh-pictures.ts';
import type { OutputComparison, RunComparison } from './core/comparison.ts';

/**
 * What the page and the engine's worker say to each other. The page calls EngineApi through comlink; the worker sends
 * back one EngineBatch per frame. Everything is plain data: comlink loses classes and cannot clone an AbortSignal, so
 * failures are values and cancelling is a method. The page folds the same entries with the same fold.
 */

export interface EngineOptions {
  readonly flowId: string;
  /** Secret of the link by which this browser may use the flow; never leaves worker and relay. */
  readonly secret: string;
  /** True when this browser made the flow and its room may not exist yet. */
  readonly mayCreate: boolean;
  readonly personName: string;
  /** Of this tab, kept over reloads: the same host comes back to its run at once. */
  readonly hostId: string;
  /** What the relay gave this browser to prove who it was before. */
  readonly person?: string | undefined;
  /** Shows every frame of the connection in the console of the worker. */
  readonly debug: boolean;
  /** 'polling' = never by socket; for tests and for finding out whether sockets are the trouble. */
  readonly transport?: 'polling' | undefined;
}

/** How large the file of a run is. */
export interface RunFileWeight extends PicturesWeight {
  /** Of everything but pictures. */
  readonly textBytes: number;
}

/** A problem found before a run. `nodeId` null = the flow as a whole. */
export interface NodeProblem {
  readonly nodeId: string | null;
  readonly error: WeftError;
}

export interface StartWish {
  readonly document: FlowDocument;
  /** As the person is called now; left out = as when the engine was opened. */
  readonly personName?: string | undefined;
  readonly scope: RunScope;
  /** Every model call goes to the built-in demo. */
  readonly demo: boolean;
  /** False = run again without the cache. */
  readonly useCache: boolean;
  /** The ended run that this one repeats in part. */
  readonly parent?: string | undefined;
  /** What a person asked for when repeating a node of an ended run. */
  readonly amendment?: NodeAmendment | undefined;
}

/** What a person wants to be different where a branch leaves. */
export interface BranchWish {
  /** The run that is left, and how many of its entries are shared. */
  readonly parent: string;
  readonly seq: number;
  /** Its number in the flow's list; null = not known. */
  readonly number: number | null;
  readonly nodeId: string;
  /** Goes into the step's prompt. */
  readonly guidance?: string | undefined;
  readonly model?: { readonly provider: string; readonly model: string } | undefined;
  /** Fields of the step's form that are to be different, by key. */
  readonly config?: JsonObject | undefined;
  /** Put in by hand: the step is not run. */
  readonly output?: NodeOutput | undefined;
}

/** A run that goes on from another, from one of its steps on (docs/spec/branches.md). */
export interface StartBranch {
  readonly wish: BranchWish;
  /** True = on the demo, also where the run that is left used models. */
  readonly demo: boolean;
  readonly personName?: string | undefined;
}

/** Who pays for the runs that are started: a grant of a key ring, and the providers that the ring has keys for. */
export interface RunPayer {
  readonly ringId: string;
  readonly grantId: string;
  readonly providers: readonly string[];
}

export interface NodeAmendment {
  readonly nodeId: string;
  /** Goes into the node's prompt. */
  readonly guidance?: string | undefined;
  readonly model?: { readonly provider: string; readonly model: string } | undefined;
}

export type StartOutcome =
  | { readonly ok: true; readonly runId: string }
  | { readonly ok: false; readonly problems: readonly NodeProblem[] };

export type Outcome = { readonly ok: true } | { readonly ok: false; readonly error: WeftError };

/** Wishes of people about a run. */
export type RunWish =
  | { readonly type: 'pause' }
  | { readonly type: 'resume' }
  | { readonly type: 'cancel' }
  | {
      readonly type: 'retry-node';
      readonly nodeId: string;
      readonly guidance?: string | undefined;
      readonly model?: { readonly provider: string; readonly model: string } | undefined;
    }
  | { readonly type: 'skip-node'; readonly nodeId: string }
  | { readonly type: 'resolve-unknown'; readonly callId: string; readonly resolution: Resolution }
  /** To a question of the run; `personName` = as the person is called now. */
  | ({
      readonly type: 'answer';
      readonly approvalId: string;
      readonly personName?: string | undefined;
    } & ApprovalAnswer)
  /** Take over a parked run. */
  | { readonly type: 'go-on' };

export type ConnectionState = 'connecting' | 'live' | 'polling' | 'lost' | 'refused';

export interface ConnectionHealth {
  readonly state: ConnectionState;
  /** Round trip in ms, null before the first pong. */
  readonly latencyMs: number | null;
  readonly reconnects: number;
  readonly gaps: number;
  /** Commands not yet acknowledged. */
  readonly queued: number;
  /** Relay time of the last sign of life, null before the first. */
  readonly lastSeenAt: number | null;
  readonly error: WeftError | null;
}

/** Everything new since the last frame, at most one message per 16 ms. */
export interface EngineBatch {
  /** In order per run; a plan given as a blob is already put in place. */
  readonly entries: readonly LogEntry[];
  /** News of open calls, by run. An offset of 0 replaces what was known of that call and channel. */
  readonly deltas: readonly { readonly runId: string; readonly deltas: readonly Delta[] }[];
  readonly connection: ConnectionHealth | null;
  /** Relay time minus this computer's Date.now(), when it changed. */
  readonly clockOffsetMs: number | null;
  /** Whether this worker drives the run, when it changed. */
  readonly hosting: readonly { readonly runId: string; readonly hosting: boolean }[];
  readonly notices: readonly { readonly id: string; readonly error: WeftError }[];
  /** Pictures of the document on their way to the flow's room, all of them, when something about them changed. */
  readonly uploads?: readonly PictureUpload[] | undefined;
}

/** A picture that the flow's room does not have yet. It lies in this browser until it does, also over a reload. */
export interface PictureUpload {
  readonly hash: string;
  /** Bytes that the room has said it has. */
  readonly sent: number;
  readonly bytes: number;
  /** Why it does not go on; a retryable one goes on by itself. */
  readonly error: WeftError | null;
}

export interface Session {
  readonly personId: string;
  readonly role: Role;
  /** To be kept by the browser and given back in EngineOptions. */
  readonly person: string;
  /** When the link ends, relay time in ms; null = when somebody revokes it. */
  readonly linkEndsAt?: number | null | undefined;
}

/** What the page needs for its own requests to the relay: the worker alone holds the link's secret. */
export interface EngineToken {
  readonly token: string;
  readonly personId: string;
  readonly role: Role;
  /** Relay time, ms. */
  readonly now: number;
}

export interface EngineApi {
  /** Once, first. `listener` is a comlink proxy. */
  readonly open: (options: EngineOptions, listener: (batch: EngineBatch) => void) => Promise<void>;
  /** Registers the flow with the relay and gets a token; resolves when that worked, fails as a value when offline. */
  readonly connect: () => Promise<
    { readonly ok: true; readonly session: Session } | { readonly ok: false; readonly error: WeftError }
  >;
  /** The current token, renewed before it ends: one browser is one person, in the worker and on the page. */
  readonly token: () => Promise<
    { readonly ok: true; readonly session: EngineToken } | { readonly ok: false; readonly error: WeftError }
  >;
  /** The relay refused this token: the next `token` brings another. */
  readonly forgetToken: (token: string) => Promise<void>;
  readonly providers: () => Promise<
    | { readonly ok: true; readonly providers: readonly ProviderDescription[] }
    | { readonly ok: false; readonly error: WeftError }
  >;
  readonly listRuns: () => Promise<
    | { readonly ok: true; readonly runs: readonly RunSummary[] }
    | { readonly ok: false; readonly error: WeftError }
  >;
  /** Who pays for the runs that are started from now on; null = the relay's own keys, or nobody on the demo. */
  readonly payBy: (payer: RunPayer | null) => Promise<void>;
  readonly start: (wish: StartWish) => Promise<StartOutcome>;
  readonly branch: (wish: StartBranch) => Promise<StartOutcome>;
  /** Two runs of the flow beside each other, by their logs up to now. */
  readonly compareRuns: (
    one: string,
    other: string,
  ) => Promise<
    | { readonly ok: true; readonly comparison: RunComparison }
    | { readonly ok: false; readonly error: WeftError }
  >;
  /** What a step had put out in both, where it differs. */
  readonly compareStep: (
    one: string,
    other: string,
    nodeId: string,
  ) => Promise<
    | { readonly ok: true; readonly output: OutputComparison }
    | { readonly ok: false; readonly error: WeftError }
  >;
  /** Follows a run from its first entry; with the right to host, claims it when it has no host and may go on by itself. */
  readonly watch: (runId: string) => Promise<Outcome>;
  readonly unwatch: (runId: string) => Promise<void>;
  readonly wish: (runId: string, wish: RunWish) => Promise<Outcome>;
  /** A finished node's output with its bytes; from the log, the run's blobs or the cache. */
  readonly output: (
    runId: string,
    nodeId: string,
  ) => Promise<
    { readonly ok: true; readonly output: NodeOutput } | { readonly ok: false; readonly error: WeftError }
  >;
  /** Ids of nodes whose stored output is a hit for this document as it is: for the estimate and "saved". */
  readonly usable: (document: FlowDocument, demo: boolean) => Promise<readonly string[]>;
  /** Text of a `.run.jsonl`, with its pictures up to LIMITS.runFilePictureBytes unless they are not wanted. */
  readonly exportRun: (runId: string, options?: { readonly pictures: boolean }) => Promise<string>;
  /** How large that file is, before anything is made. */
  readonly weighRun: (runId: string) => Promise<RunFileWeight>;
  /** A text of the run that its log names by hash. */
  readonly blobText: (
    runId: string,
    hash: string,
  ) => Promise<
    { readonly ok: true; readonly text: string } | { readonly ok: false; readonly error: WeftError }
  >;
  /** A picture of the run by its hash; its kind is read from the bytes, which are one of four kinds that show and never act. */
  readonly picture: (
    runId: string,
    hash: string,
  ) => Promise<
    | { readonly ok: true; readonly bytes: Uint8Array; readonly mediaType: string }
    | { readonly ok: false; readonly error: WeftError }
  >;
  /** All pictures that stand in a run, with what is known of them: of its log up to now, followed or not. */
  readonly runPictures: (
    runId: string,
  ) => Promise<
    | { readonly ok: true; readonly pictures: readonly RunPicture[] }
    | { readonly ok: false; readonly error: WeftError }
  >;
  /**
   * Takes a picture into the flow: it is looked at, kept in this browser at once and brought to the flow's room in the
   * background. What is none of the four kinds, or too large, is refused. Its name is the hash of its bytes.
   */
  readonly addPicture: (
    bytes: Uint8Array,
  ) => Promise<
    { readonly ok: true; readonly picture: BlobRef } | { readonly ok: false; readonly error: WeftError }
  >;
  /** A picture that the flow's document names: from this browser, else from the flow's room. */
  readonly flowPicture: (
    hash: string,
  ) => Promise<
    | { readonly ok: true; readonly bytes: Uint8Array; readonly mediaType: string }
    | { readonly ok: false; readonly error: WeftError }
  >;
  readonly clearCache: () => Promise<void>;
  readonly page: (state: { readonly visible: boolean; readonly online: boolean }) => void;
  /** Releases leases and closes everything; called on pagehide. */
  readonly close: () => void;
}
