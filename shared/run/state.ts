import type { JsonObject, JsonValue } from '../json.ts';
import type { ToolCallPhase, ToolCategory } from './agent.ts';
import type { ApprovalOutcome, ApprovalRequest } from './approval.ts';
import type { CallEnd, CallText } from './call.ts';
import type { Chunked } from './chunked.ts';
import type { WeftError } from './errors.ts';
import type { FileWritten, HostRef, NodeSource, Payer, PersonRef, Resolution } from './events.ts';
import type { Metric } from './metric.ts';
import type { OutputRef } from './output.ts';
import type { Amendment } from './plan.ts';
import type { PlanIndex } from './plan-index.ts';

/** What the fold makes of a log. Everything on the screen is read from here. */

/** `empty` = nothing folded yet. */
export type RunPhase = 'empty' | 'running' | 'paused' | 'cancelled' | 'completed' | 'failed';

export type NodePhase = 'pending' | 'running' | 'completed' | 'failed' | 'skipped';

export interface CallState {
  readonly callId: string;
  readonly round: number;
  readonly ordinal: number;
  readonly try: number;
  readonly provider: string;
  readonly model: string;
  readonly task: string;
  readonly requestHash: string;
  readonly phase: 'accepted' | 'sent' | 'ended';
  readonly acceptedAt: number;
  /** Why it is not sent yet, in words; left out when nothing was said. */
  readonly waits?: string | undefined;
  readonly sentAt: number | null;
  readonly endedAt: number | null;
  /** Set when the phase is `ended`. */
  readonly end: CallEnd | null;
  /** A person's word on an unknown outcome, or on a try that waits for its time. */
  readonly resolution: Resolution | null;
}

/** A question to people. */
export interface ApprovalState {
  readonly approvalId: string;
  readonly round: number;
  readonly ordinal: number;
  readonly requestHash: string;
  readonly request: ApprovalRequest;
  /** `withdrawn` = its step ran again or ended without an answer. */
  readonly phase: 'open' | 'answered' | 'expired' | 'withdrawn';
  /** Relay time, ms; a deadline counts from it. */
  readonly requestedAt: number;
  readonly endedAt: number | null;
  /** Set when it was answered or expired. */
  readonly answer: {
    readonly outcome: ApprovalOutcome;
    readonly values: JsonObject | null;
    readonly text: CallText | null;
    readonly feedback: string | null;
    /** null = nobody: the deadline passed. */
    readonly by: PersonRef | null;
  } | null;
}

/** One tool call of an agent's turn. */
export interface AgentToolState {
  /** n-th of its turn, from 0. */
  readonly index: number;
  readonly tool: string;
  /** null = there is no such tool. */
  readonly category: ToolCategory | null;
  readonly phase: ToolCallPhase;
  /** Set where a person changed what the model had written. */
  readonly arguments: JsonObject | null;
  /** What the model was told; null until it is over. */
  readonly result: CallText | null;
  /** The value that it sets stands in the log. */
  readonly kept?: true | undefined;
  /** Relay time, ms; of the last step. */
  readonly at: number;
}

/** One turn of a node that works in turns. */
export interface AgentTurn {
  /** From 1. */
  readonly turn: number;
  /** The model call of the turn: its text, its thinking and what it wanted of tools. */
  readonly callId: string;
  readonly hasMessage: boolean;
  readonly hasThinking: boolean;
  readonly tools: readonly AgentToolState[];
}

export interface NodeState {
  readonly phase: NodePhase;
  /** Rises when a person runs the node again. */
  readonly round: number;
  readonly startedAt: number | null;
  readonly endedAt: number | null;
  /** Why it failed or was skipped. */
  readonly error: WeftError | null;
  readonly source: NodeSource | null;
  readonly cacheKey: string | null;
  readonly outputHash: string | null;
  readonly output: OutputRef | null;
  /** Of a branch that completed: the handle at which it goes on; null = at all, as every other node does. */
  readonly exit: string | null;
  readonly savedMicroUsd: number | null;
  readonly warnings: readonly string[];
  readonly calls: readonly CallState[];
  /** Of all rounds, in the order in which they were asked. */
  readonly approvals: readonly ApprovalState[];
  /** A try that waits for its time; null when none does. */
  readonly retry: {
    readonly callId: string;
    readonly try: number;
    readonly dueAt: number;
    readonly error: WeftError;
  } | null;
  readonly progress: { readonly value: number; readonly max: number; readonly message: string | null } | null;
  /** As the log measures this round, once it is over; of nodes that made calls. */
  readonly metrics?: readonly Metric[] | undefined;
  /** What a person asked for when running it again. */
  readonly amendment: Amendment | null;
  /** Turns of this round, in order; only nodes that work in turns have any. */
  readonly agent?: readonly AgentTurn[] | undefined;
}

export const PENDING_NODE: NodeState = {
  phase: 'pending',
  round: 0,
  startedAt: null,
  endedAt: null,
  error: null,
  source: null,
  cacheKey: null,
  outputHash: null,
  output: null,
  exit: null,
  savedMicroUsd: null,
  warnings: [],
  calls: [],
  approvals: [],
  retry: null,
  progress: null,
  amendment: null,
};

/** One writing of a file. */
export interface FileVersion extends Pick<
  FileWritten,
  'effectId' | 'round' | 'asked' | 'mediaType' | 'bytes' | 'blob'
> {
  /** Relay time, ms. */
  readonly at: number;
}

/** A file of the run, as it was last written. */
export interface RunFile extends Pick<
  FileWritten,
  'fileId' | 'nodeId' | 'name' | 'mediaType' | 'bytes' | 'blob'
> {
  /** From 1. */
  readonly version: number;
  /** Relay time of the last writing, ms. */
  readonly at: number;
  /** Every writing, the last one included. */
  readonly versions: readonly FileVersion[];
}

export interface RunState {
  readonly runId: string;
  readonly phase: RunPhase;
  /** True once `execution.sealed` is folded: nothing follows. */
  readonly sealed: boolean;
  readonly outcome: 'ok' | 'with-failures' | null;
  /** Why the run as a whole failed, or why it is paused. */
  readonly error: WeftError | null;
  /** The last entry folded; 0 = none. */
  readonly seq: number;
  /** Relay time of the last entry. */
  readonly at: number;
  readonly startedAt: number | null;
  readonly endedAt: number | null;
  readonly startedBy: PersonRef | null;
  readonly payer: Payer | null;
  readonly parent: string | null;
  readonly epoch: number;
  /** null = parked. */
  readonly host: HostRef | null;
  readonly plan: PlanIndex | null;
  /** By plan index. */
  readonly nodes: Chunked<NodeState>;
  /** How many nodes are in each phase. */
  readonly counts: { readonly [phase in NodePhase]: number };
  readonly totalMicroUsd: number;
  /** Calls whose cost is not known. */
  readonly unknownCostCalls: number;
  readonly levelSizes: readonly number[];
  /** Plan indices of the nodes that ever asked people something. */
  readonly askedNodes: readonly number[];
  /** As the log measures the run, once it is over. */
  readonly metrics?: readonly Metric[] | undefined;
  /** In the order in which they were first written. */
  readonly files: readonly RunFile[];
  /** What nodes keep for themselves and each other, by path. */
  readonly values: { readonly [path: string]: JsonValue };
}

/** The state before the first entry. */
export function emptyRun(runId: string): RunState {
  return {
    runId,
    phase: 'empty',
    sealed: false,
    outcome: null,
    error: null,
    seq: 0,
    at: 0,
    startedAt: null,
    endedAt: null,
    startedBy: null,
    payer: null,
    parent: null,
    epoch: 0,
    host: null,
    plan: null,
    nodes: { length: 0, chunks: [] },
    counts: { pending: 0, running: 0, completed: 0, failed: 0, skipped: 0 },
    totalMicroUsd: 0,
    unknownCostCalls: 0,
    levelSizes: [],
    askedNodes: [],
    files: [],
    values: {},
  };
}
