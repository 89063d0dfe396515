import { z } from 'zod/mini';
import {
  agentSaidSchema,
  agentToolCallSchema,
  stateUpdatedSchema,
  type AgentSaid,
  type AgentToolCall,
  type StateUpdated,
} from './agent.ts';
import {
  approvalExpiredSchema,
  approvalReceivedSchema,
  approvalRequestedSchema,
  approvalWithdrawnSchema,
  type ApprovalExpired,
  type ApprovalReceived,
  type ApprovalRequested,
  type ApprovalWithdrawn,
} from './approval.ts';
import { callEndSchema, callRequestSchema, type CallEnd, type CallRequest } from './call.ts';
import { weftErrorSchema, type WeftError } from './errors.ts';
import { LIMITS } from '../protocol/limits.ts';
import { quickSchema } from '../quick-schema.ts';
import { fileWrittenSchema, type FileWritten } from './file-written.ts';
import { METRIC_NAMES, type Metric } from './metric.ts';
import { outputRefSchema, type OutputRef } from './output.ts';
import { planRefSchema, type PlanRef } from './plan.ts';

/**
 * The registry of log entries: the only place that names them. A fact is `{type, data}`; the room adds runId, seq, at,
 * by and (for the host's facts) epoch. Adding a type breaks every switch over FactOf until it is handled.
 */

export interface PersonRef {
  readonly personId: string;
  /** The person's own choice; proof of nothing. */
  readonly name: string;
}

export interface HostRef extends PersonRef {
  /** Random per engine worker. */
  readonly hostId: string;
}

export type { FileWritten };

/** Who pays for the calls of a run: nobody, the relay's own keys, or what somebody's key ring grants to its flow. */
export type Payer =
  | { readonly kind: 'demo' }
  | { readonly kind: 'environment' }
  | { readonly kind: 'ring'; readonly ringId: string; readonly grantId: string };

/** A long request is a blob of the run (canonical JSON of the request). */
export type RequestRef =
  | { readonly kind: 'inline'; readonly request: CallRequest }
  | { readonly kind: 'blob'; readonly hash: string; readonly bytes: number };

/** `parent` = taken as it was from the run that a branch left. */
export type NodeSource = 'call' | 'cache' | 'local' | 'manual' | 'passed' | 'parent';

export const RESOLUTIONS = ['retry', 'give-up', 'count-as-billed'] as const;
export type Resolution = (typeof RESOLUTIONS)[number];

/** The data of every fact, by type. Facts of the room first, then those of the host. */
export interface FactData {
  'execution.started': {
    readonly plan: PlanRef;
    readonly startedBy: PersonRef;
    readonly payer: Payer;
    /** The run that this one repeats in part. */
    readonly parent?: string | undefined;
  };
  'execution.paused': { readonly reason?: WeftError | undefined };
  'execution.resumed': Record<never, never>;
  'execution.cancelled': Record<never, never>;
  'execution.sealed': Record<never, never>;
  'execution.host.changed': {
    readonly epoch: number;
    /** null = parked: nobody drives the run. */
    readonly host: HostRef | null;
    readonly reason: 'started' | 'claimed' | 'released' | 'expired';
  };
  /** A person changed the plan of one node while the run lives: run it again (round rises) or skip it. */
  'execution.node.amended': {
    readonly nodeId: string;
    readonly action: 'retry' | 'skip';
    readonly round: number;
    readonly guidance?: string | undefined;
    readonly model?: { readonly provider: string; readonly model: string } | undefined;
  };
  'call.accepted': {
    readonly callId: string;
    readonly nodeId: string;
    readonly round: number;
    readonly ordinal: number;
    readonly try: number;
    readonly requestHash: string;
    readonly provider: string;
    readonly model: string;
    readonly task: string;
    readonly request: RequestRef;
  };
  /** Accepted, and not sent yet because others are before it, or hold the money: said in words. */
  'call.waiting': { readonly callId: string; readonly nodeId: string; readonly message: string };
  'call.sent': { readonly callId: string; readonly nodeId: string };
  'call.ended': { readonly callId: string; readonly nodeId: string; readonly end: CallEnd };
  /** A person's word on a call of unknown outcome, or on one whose next try waits: now, or never. */
  'call.resolved': { readonly callId: string; readonly nodeId: string; readonly resolution: Resolution };
  'cost.updated': {
    readonly callId: string;
    readonly nodeId: string;
    /** null = the price of this call is unknown. */
    readonly costMicroUsd: number | null;
    readonly totalMicroUsd: number;
    /** Calls of this run whose cost is not known. */
    readonly unknownCalls: number;
  };
  'file.created': FileWritten;
  /** A node wrote the file again. `version` counts from 2. */
  'file.updated': FileWritten & { readonly version: number };

  'approval.received': ApprovalReceived;
  'approval.expired': ApprovalExpired;

  'approval.requested': ApprovalRequested;
  'approval.withdrawn': ApprovalWithdrawn;
  'dag.created': { readonly nodes: number; readonly edges: number; readonly levelSizes: readonly number[] };
  /** A container has so many iterations now: nodes of the run are made of its templates (docs/spec/iterations.md). */
  'dag.updated': {
    /** Id of the container. */
    readonly template: string;
    /** The container's. */
    readonly round: number;
    /** In all, those told of before included. */
    readonly count: number;
    /** How many may be begun at once; left out = all. */
    readonly parallel?: number | undefined;
    /** True = when something in one fails, no other is begun. */
    readonly stops?: boolean | undefined;
  };
  'execution.node.status': {
    readonly nodeId: string;
    readonly status: 'running' | 'skipped';
    readonly round: number;
    /** Why it was skipped. */
    readonly reason?: WeftError | undefined;
  };
  'execution.node.progress': {
    readonly nodeId: string;
    readonly value: number;
    readonly max: number;
    readonly message?: string | undefined;
  };
  'execution.node.retrying': {
    readonly nodeId: string;
    readonly callId: string;
    /** The try that follows, from 2. */
    readonly try: number;
    /** Relay time in ms at which it will be made. */
    readonly dueAt: number;
    readonly error: WeftError;
  };
  'execution.node.completed': {
    readonly nodeId: string;
    readonly round: number;
    readonly source: NodeSource;
    /** null = the output must not be reused (no key could be made). */
    readonly cacheKey: string | null;
    readonly outputHash: string;
    readonly output: OutputRef;
    /** What the cache saved, when known. */
    readonly savedMicroUsd?: number | undefined;
    readonly warnings?: readonly string[] | undefined;
    /** Of a branch: the handle at which it goes on; left out = at all of them. */
    readonly exit?: string | undefined;
  };
  'execution.node.failed': { readonly nodeId: string; readonly round: number; readonly error: WeftError };
  'agent.message': AgentSaid;
  'agent.thinking': AgentSaid;
  'agent.tool_call': AgentToolCall;
  'state.updated': StateUpdated;
  /** What was measured of a node's round, before it ends, or of the run (without `nodeId`), before it completes. */
  'metric.updated': {
    readonly nodeId?: string | undefined;
    /** The node's. */
    readonly round?: number | undefined;
    readonly metrics: readonly Metric[];
  };
  'execution.completed': { readonly outcome: 'ok' | 'with-failures'; readonly outputs: readonly string[] };
  'execution.failed': { readonly error: WeftError };
  error: { readonly error: WeftError; readonly nodeId?: string | undefined };
}

export type FactType = keyof FactData;
export type FactOf<T extends FactType> = { [K in T]: { readonly type: K; readonly data: FactData[K] } }[T];
/** A fact that has not been numbered yet. */
export type Fact = FactOf<FactType>;

export const HOST_FACT_TYPES = [
  'dag.created',
  'dag.updated',
  'execution.node.status',
  'execution.node.progress',
  'execution.node.retrying',
  'execution.node.completed',
  'execution.node.failed',
  'metric.updated',
  'approval.requested',
  'approval.withdrawn',
  'agent.message',
  'agent.thinking',
  'agent.tool_call',
  'state.updated',
  'execution.completed',
  'execution.failed',
  'error',
] as const satisfies readonly FactType[];
export type HostFactType = (typeof HOST_FACT_TYPES)[number];
export type HostFact = FactOf<HostFactType>;
export type RoomFact = FactOf<Exclude<FactType, HostFactType>>;

/** An entry of the log. */
export type LogEntry = Fact & {
  readonly runId: string;
  /** Contiguous from 1. */
  readonly seq: number;
  /** Relay time, ms since 1970. */
  readonly at: number;
  /** Person; null for the room itself. */
  readonly by: string | null;
  /** Epoch of the host whose fact it is. */
  readonly epoch?: number | undefined;
};

const id = z.string().check(z.minLength(1), z.maxLength(100));
const round = z.int().check(z.minimum(0), z.maximum(10_000));
const person = z.object({ personId: id, name: z.string().check(z.maxLength(100)) });
const payer = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('demo') }),
  z.object({ kind: z.literal('environment') }),
  z.object({ kind: z.literal('ring'), ringId: id, grantId: id }),
]);
const requestRef = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('inline'), request: callRequestSchema }),
  z.object({
    kind: z.literal('blob'),
    hash: z.string().check(z.length(64)),
    bytes: z.int().check(z.nonnegative()),
  }),
]);

/** zod schema of each fact's data; FactData above is the plain type of the same. */
export const FACT_SCHEMAS = {
  'execution.started': z.object({ plan: planRefSchema, startedBy: person, payer, parent: z.optional(id) }),
  'execution.paused': z.object({ reason: z.optional(weftErrorSchema) }),
  'execution.resumed': z.object({}),
  'execution.cancelled': z.object({}),
  'execution.sealed': z.object({}),
  'execution.host.changed': z.object({
    epoch: z.int().check(z.nonnegative()),
    host: z.nullable(z.extend(person, { hostId: id })),
    reason: z.enum(['started', 'claimed', 'released', 'expired']),
  }),
  'execution.node.amended': z.object({
    nodeId: id,
    action: z.enum(['retry', 'skip']),
    round,
    guidance: z.optional(z.string().check(z.maxLength(20_000))),
    model: z.optional(
      z.object({ provider: z.string().check(z.maxLength(64)), model: z.string().check(z.maxLength(200)) }),
    ),
  }),
  'call.accepted': z.object({
    callId: id,
    nodeId: id,
    round,
    ordinal: z.int().check(z.nonnegative()),
    try: z.int().check(z.minimum(1)),
    requestHash: z.string(),
    provider: z.string(),
    model: z.string(),
    task: z.string(),
    request: requestRef,
  }),
  'call.waiting': z.object({ callId: id, nodeId: id, message: z.string().check(z.maxLength(500)) }),
  'call.sent': z.object({ callId: id, nodeId: id }),
  'call.ended': z.object({ callId: id, nodeId: id, end: callEndSchema }),
  'call.resolved': z.object({ callId: id, nodeId: id, resolution: z.enum(RESOLUTIONS) }),
  'cost.updated': z.object({
    callId: id,
    nodeId: id,
    costMicroUsd: z.nullable(z.int().check(z.nonnegative())),
    totalMicroUsd: z.int().check(z.nonnegative()),
    unknownCalls: z.int().check(z.nonnegative()),
  }),
  'file.created': fileWrittenSchema,
  'file.updated': z.extend(fileWrittenSchema, { version: z.int().check(z.minimum(2)) }),
  'approval.received': approvalReceivedSchema,
  'approval.expired': approvalExpiredSchema,
  'approval.requested': approvalRequestedSchema,
  'approval.withdrawn': approvalWithdrawnSchema,
  'dag.created': z.object({
    nodes: z.int().check(z.nonnegative()),
    edges: z.int().check(z.nonnegative()),
    levelSizes: z.array(z.int().check(z.nonnegative())).check(z.maxLength(10_000)),
  }),
  'dag.updated': z.object({
    template: id,
    round,
    count: z.int().check(z.minimum(0), z.maximum(LIMITS.nodesPerRun)),
    parallel: z.optional(z.int().check(z.minimum(1), z.maximum(LIMITS.nodesPerRun))),
    stops: z.optional(z.boolean()),
  }),
  'execution.node.status': z.object({
    nodeId: id,
    status: z.enum(['running', 'skipped']),
    round,
    reason: z.optional(weftErrorSchema),
  }),
  'execution.node.progress': z.object({
    nodeId: id,
    value: z.number(),
    max: z.number().check(z.positive()),
    message: z.optional(z.string().check(z.maxLength(500))),
  }),
  'execution.node.retrying': z.object({
    nodeId: id,
    callId: id,
    try: z.int().check(z.minimum(2)),
    dueAt: z.number(),
    error: weftErrorSchema,
  }),
  'execution.node.completed': z.object({
    nodeId: id,
    round,
    source: z.enum(['call', 'cache', 'local', 'manual', 'passed', 'parent']),
    cacheKey: z.nullable(z.string().check(z.maxLength(100))),
    outputHash: z.string().check(z.length(64)),
    output: outputRefSchema,
    savedMicroUsd: z.optional(z.int().check(z.nonnegative())),
    warnings: z.optional(z.array(z.string().check(z.maxLength(500))).check(z.maxLength(20))),
    exit: z.optional(z.string().check(z.maxLength(100))),
  }),
  'execution.node.failed': z.object({ nodeId: id, round, error: weftErrorSchema }),
  'agent.message': agentSaidSchema,
  'agent.thinking': agentSaidSchema,
  'agent.tool_call': agentToolCallSchema,
  'state.updated': stateUpdatedSchema,
  'metric.updated': z.object({
    nodeId: z.optional(id),
    round: z.optional(round),
    metrics: z
      .array(
        z.object({
          name: z.enum(METRIC_NAMES),
          value: z.int().check(z.nonnegative()),
          unit: z.enum(['tokens', 'calls', 'ms']),
        }),
      )
      .check(z.maxLength(METRIC_NAMES.length)),
  }),
  'execution.completed': z.object({
    outcome: z.enum(['ok', 'with-failures']),
    outputs: z.array(id).check(z.maxLength(10_000)),
  }),
  'execution.failed': z.object({ error: weftErrorSchema }),
  error: z.object({ error: weftErrorSchema, nodeId: z.optional(id) }),
} as const satisfies { [T in FactType]: z.ZodMiniType };

function factSchemaFor<T extends FactType>(types: readonly T[]): z.ZodMiniType<FactOf<T>> {
  const options = types.map((type) => z.object({ type: z.literal(type), data: FACT_SCHEMAS[type] }));
  return quickSchema(z.discriminatedUnion('type', options as never)) as unknown as z.ZodMiniType<FactOf<T>>;
}

export const FACT_TYPES = Object.keys(FACT_SCHEMAS) as FactType[];

/** What a host may append. */
export const hostFactSchema: z.ZodMiniType<HostFact> = factSchemaFor(HOST_FACT_TYPES);

const entryFields = {
  runId: id,
  seq: z.int().check(z.positive()),
  at: z.number(),
  by: z.nullable(z.string().check(z.maxLength(100))),
  epoch: z.optional(z.int().check(z.nonnegative())),
};

/** An entry as it comes off the wire or out of a file. */
export const logEntrySchema: z.ZodMiniType<LogEntry> = quickSchema(
  z.discriminatedUnion(
    'type',
    FACT_TYPES.map((type) =>
      z.object({ type: z.literal(type), data: FACT_SCHEMAS[type], ...entryFields }),
    ) as never,
  ),
) as unknown as z.ZodMiniType<LogEntry>;
