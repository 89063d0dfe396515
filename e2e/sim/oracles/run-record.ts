import type { JsonObject } from '#shared/json.ts';
import type { ApprovalKind, ApprovalOutcome } from '#shared/run/approval.ts';
import type { LogEntry } from '#shared/run/events.ts';
import type { NodeOutput } from '#shared/run/output.ts';
import type { ApprovalReceived } from '#shared/run/approval.ts';
import type { StateUpdated, ToolCallPhase } from '#shared/run/agent.ts';
import type { CallEnd, RetryAdvice, TextCallRequest } from '#shared/run/call.ts';
import type { HttpMethod } from '#shared/run/http-call.ts';
import type { Plan, PlanBody, PlanNode } from '#shared/run/plan.ts';
import type { RunHeader } from '../../../relay/core/run-header.ts';

/**
 * What the laws know of a run: its log as the room has numbered it, and a small reading of it that shares nothing with
 * the product's fold. Thrown away and read again when a kill has taken the end of the log.
 */
export interface RunRecord {
  readonly runId: string;
  /** JSON of every entry; the first is entry 1. */
  readonly json: string[];
  readonly entries: LogEntry[];
  /** The last entry that anybody outside the room has been told. */
  told: number;
  plan: Plan | null;
  /** Under this epoch and in this process of the room, so that the relay knows the worker. */
  hostHasSpoken: boolean;
  /** The worker that speaks for the host, as far as it has spoken. */
  hostClient: string | null;
  /** The last number of each client that the room has considered. */
  clients: Map<string, number>;
  header: HeaderReading;
  readonly nodes: Map<string, NodeReading>;
  readonly calls: Map<string, CallReading>;
  /** `node/round` of every start there was. */
  readonly starts: Set<string>;
  /** The same of every end. */
  readonly ends: Set<string>;
  /** How much of a call's text somebody outside had been sent, and when. */
  readonly toldTexts: Map<string, { readonly at: number; readonly length: number }[]>;
  /** Every writing of a file, in order. */
  readonly files: FileReading[];
  /** Every question to people, by its id. */
  readonly approvals: Map<string, ApprovalReading>;
  /** By container. */
  readonly iterations: Map<string, IterationsReading>;
  /** What nodes have put out, as far as it stands in the log, by `node/round`. */
  readonly outputs: Map<string, NodeOutput>;
  /** What agents did, by `node/round`: their turns, the first one first. */
  readonly agents: Map<string, AgentTurnReading[]>;
  /** Values that were kept, in order. */
  readonly kept: StateUpdated[];
  readonly costs: { total: number; unknown: number };
}

/** What the header must say. */
export interface HeaderReading {
  phase: RunHeader['phase'];
  sealed: boolean;
  outcome: RunHeader['outcome'];
  epoch: number;
  hostId: string | null;
  hostPerson: string | null;
}

export interface NodeReading {
  phase: 'pending' | 'running' | 'completed' | 'failed' | 'skipped';
  round: number;
  /** Of an iteration whose container runs again. */
  isOver?: boolean;
  /** Never begun, because something else in its container failed. */
  isStopped?: boolean;
}

/** What a container has begun. */
export interface IterationsReading {
  round: number;
  count: number;
  /** As many as there were in any round. */
  most: number;
  parallel: number;
  /** Nothing is begun when something failed. */
  stops: boolean;
}

export interface FileReading {
  readonly effectId: string;
  readonly fileId: string;
  readonly nodeId: string;
  readonly round: number;
  readonly name: string;
}

export interface ApprovalReading {
  readonly approvalId: string;
  readonly nodeId: string;
  readonly round: number;
  readonly ordinal: number;
  readonly kind: ApprovalKind;
  readonly form: JsonObject | null;
  readonly options: readonly ApprovalOutcome[];
  /** Whoever has a link for answering may answer it, not editors alone. */
  readonly isForLinks: boolean;
  /** Relay time, ms; null = never. */
  readonly deadlineAt: number | null;
  /** Nobody can answer it any more. */
  isOver: boolean;
  isAnswered: boolean;
  /** What a person answered. */
  answer: ApprovalReceived | null;
}

export interface AgentTurnReading {
  readonly callId: string;
  readonly tools: ToolReading[];
}

export interface ToolReading {
  readonly tool: string;
  readonly category: string | null;
  phase: ToolCallPhase;
  /** What a person said when it was asked whether it may. */
  leave: ApprovalOutcome | null;
  /** What the model is told; null = not over, or a blob that was not seen. */
  result: string | null;
}

export interface CallReading {
  readonly callId: string;
  readonly nodeId: string;
  readonly round: number;
  readonly ordinal: number;
  readonly try: number;
  readonly provider: string;
  readonly requestHash: string;
  /** Of a request to the open web. */
  readonly method: HttpMethod | null;
  /** null when the request lies in a blob that was not seen. */
  readonly question: string | null;
  readonly acceptedAt: number;
  /** Tools that it may use, and results of earlier ones that it is told; in order. */
  readonly asked: TextCallRequest | null;
  phase: 'accepted' | 'sent' | 'ended';
  endedAt: number;
  end: CallEnd | null;
  retry: RetryAdvice | null;
  resolution: string | null;
}

export function newRunRecord(runId: string): RunRecord {
  return {
    runId,
    json: [],
    entries: [],
    told: 0,
    plan: null,
    hostHasSpoken: false,
    hostClient: null,
    clients: new Map(),
    header: { phase: 'empty', sealed: false, outcome: null, epoch: 0, hostId: null, hostPerson: null },
    nodes: new Map(),
    calls: new Map(),
    starts: new Set(),
    ends: new Set(),
    toldTexts: new Map(),
    files: [],
    approvals: new Map(),
    ...{ agents: new Map(), kept: [], iterations: new Map(), outputs: new Map() },
    costs: { total: 0, unknown: 0 },
  };
}

/** Nodes that one node's output reaches, the node itself left out. */
export function descendantsOf(plan: Plan, nodeId: string): ReadonlySet<string> {
  const found = new Set<string>();
  const queue = [plan.nodes.findIndex(({ id }) => id === nodeId)];
  for (let index = queue.pop(); index !== undefined; index = queue.pop())
    for (const { source, target } of plan.edges) {
      const id = plan.nodes[target]?.id ?? '';
      if (source !== index || found.has(id)) continue;
      found.add(id);
      queue.push(target);
    }
  return found;
}

/** A node of the plan, or the template that a node of an iteration was made from. */
export function plannedNode({ plan }: Pick<RunRecord, 'plan'>, nodeId: string): PlanNode | undefined {
  const { template } = iterationOf(nodeId);
  return (
    plan?.nodes.find(({ id }) => id === template) ??
    plan?.bodies?.flatMap(({ nodes }) => nodes).find(({ id }) => id === template)
  );
}

/** It does nothing: what it put out before is handed on, or somebody has put its output in by hand. */
export const isGiven = ({ policy, override }: PlanNode): boolean => policy === 'feed' || override !== null;

/** `template@iteration.iteration`, the outermost first. */
export function iterationOf(nodeId: string): { readonly template: string; readonly path: readonly number[] } {
  const [template = nodeId, path] = nodeId.split('@');
  return { template, path: path === undefined ? [] : path.split('.').map(Number) };
}

/** The container that a node of an iteration stands in, by its own id in the run; null = it stands in none. */
export function containerOf(
  { plan }: Pick<RunRecord, 'plan'>,
  nodeId: string,
): { readonly body: PlanBody; readonly container: string } | null {
  const { template, path } = iterationOf(nodeId);
  if (path.length === 0) return null;
  const body = plan?.bodies?.find(({ nodes }) => nodes.some(({ id }) => id === template));
  return body === undefined ? null : { body, container: named(body.container, path.slice(0, -1)) };
}

/** The nodes of one iteration of a container, which is given by its id in the run; in their order. */
export function insideOf(
  { plan }: Pick<RunRecord, 'plan'>,
  container: string,
  turn: number,
): readonly string[] {
  const { template, path } = iterationOf(container);
  const body = plan?.bodies?.find((each) => each.container === template);
  return body?.nodes.map(({ id }) => named(id, [...path, turn])) ?? [];
}

const named = (template: string, path: readonly number[]): string =>
  path.length === 0 ? template : `${template}@${path.join('.')}`;
