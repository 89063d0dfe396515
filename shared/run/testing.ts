import fc from 'fast-check';
import { TOOL_CALL_PHASES } from './agent.ts';
import type { ApprovalRequested } from './approval.ts';
import type { Chunked } from './chunked.ts';
import type { Fact, HostFact, LogEntry } from './events.ts';
import type { HttpCallRequest } from './http-call.ts';
import type { Plan, PlanNode } from './plan.ts';

/** Plans and logs for tests of the fold, the scheduler and the rooms. */

export const SOME_HASH = 'a'.repeat(64);

/** All elements of an array in chunks. */
export const chunkedValues = <T>({ chunks }: Chunked<T>): readonly T[] => chunks.flat();

export function planNodeOf(id: string, change: Partial<PlanNode> = {}): PlanNode {
  return {
    id,
    type: 'template',
    version: 1,
    kind: 'task',
    label: id,
    config: {},
    model: null,
    policy: 'must-run',
    samples: false,
    disabled: false,
    override: null,
    feedKey: null,
    ...change,
  };
}

/** A plan of `size` nodes n0, n1… with threads given by pairs of indices (source < target). */
export function planOf(
  size: number,
  links: readonly (readonly [number, number])[],
  change: Partial<Plan> = {},
): Plan {
  return {
    planVersion: 1,
    flowId: 'flow',
    flowName: 'Flow',
    nodes: Array.from({ length: size }, (_, index) => planNodeOf(`n${index}`)),
    edges: links.map(([source, target]) => ({
      source,
      sourceHandle: 'text-out',
      target,
      targetHandle: 'text-in',
    })),
    scope: { kind: 'all' },
    demo: true,
    concurrency: 8,
    estimateMicroUsd: null,
    ...change,
  };
}

/** Numbers facts from `from`, one millisecond apart. */
export function numbered(facts: readonly Fact[], from = 1, runId = 'run'): LogEntry[] {
  return facts.map((fact, index) => ({
    ...fact,
    runId,
    seq: from + index,
    at: 1_000 + from + index,
    by: null,
  }));
}

export function startedFact(plan: Plan): Fact {
  return {
    type: 'execution.started',
    data: {
      plan: { kind: 'inline', plan },
      startedBy: { personId: 'p', name: 'P' },
      payer: { kind: 'demo' },
    },
  };
}

/** A node begins. */
export const runningFact = (nodeId: string, round = 0): HostFact => ({
  type: 'execution.node.status',
  data: { nodeId, status: 'running', round },
});

export function completedFact(nodeId: string, round = 0): HostFact {
  return {
    type: 'execution.node.completed',
    data: {
      nodeId,
      round,
      source: 'local',
      cacheKey: `key-${nodeId}`,
      outputHash: SOME_HASH,
      output: { kind: 'inline', output: { text: nodeId } },
    },
  };
}

/** A random acyclic plan of 1 to `maxSize` nodes. */
export function arbitraryPlan(maxSize = 12): fc.Arbitrary<Plan> {
  return fc.integer({ min: 1, max: maxSize }).chain((size) =>
    fc
      .array(fc.tuple(fc.nat(size - 1), fc.nat(size - 1)), { maxLength: size * 2 })
      .map((pairs) =>
        pairs.filter(([a, b]) => a !== b).map(([a, b]): [number, number] => (a < b ? [a, b] : [b, a])),
      )
      .map((links) => planOf(size, links)),
  );
}

const failure = { code: 'provider-error', message: 'It failed.', retryable: false } as const;

/** Any fact about the plan's nodes, sensible or not: the fold must take them all. */
export function arbitraryFact(plan: Plan): fc.Arbitrary<Fact> {
  const nodeId = fc.constantFrom(...plan.nodes.map((node) => node.id), 'unknown-node');
  const round = fc.nat(2);
  const callId = fc.constantFrom('c0', 'c1', 'c2');
  return fc.oneof(
    fc
      .record({ nodeId, round, status: fc.constantFrom('running' as const, 'skipped' as const) })
      .map((data): Fact => ({ type: 'execution.node.status', data })),
    fc.tuple(nodeId, round).map(([id, r]): Fact => completedFact(id, r)),
    fc.tuple(nodeId, round).map(([id, r]): Fact => ({
      type: 'execution.node.failed',
      data: { nodeId: id, round: r, error: failure },
    })),
    fc
      .tuple(nodeId, round, fc.constantFrom('retry' as const, 'skip' as const))
      .map(([id, r, action]): Fact => ({
        type: 'execution.node.amended',
        data: { nodeId: id, action, round: r },
      })),
    fc.tuple(nodeId, callId, round).map(([id, call, r]): Fact => ({
      type: 'call.accepted',
      data: {
        callId: call,
        nodeId: id,
        round: r,
        ordinal: 0,
        try: 1,
        requestHash: SOME_HASH,
        provider: 'demo',
        model: 'demo',
        task: 'free',
        request: { kind: 'blob', hash: SOME_HASH, bytes: 1 },
      },
    })),
    fc.tuple(nodeId, callId).map(([id, call]): Fact => ({
      type: 'call.waiting',
      data: { callId: call, nodeId: id, message: 'Next in turn.' },
    })),
    fc
      .tuple(nodeId, callId)
      .map(([id, call]): Fact => ({ type: 'call.sent', data: { callId: call, nodeId: id } })),
    fc
      .tuple(nodeId, callId, fc.constantFrom('safe' as const, 'ask' as const, 'never' as const))
      .map(([id, call, retry]): Fact => ({
        type: 'call.ended',
        data: {
          callId: call,
          nodeId: id,
          end: { outcome: 'error', retry, costMicroUsd: null, durationMs: 1, error: failure },
        },
      })),
    fc.tuple(nodeId, callId, fc.integer({ min: 1, max: 3 })).map(([id, effect, version]): Fact => {
      const content = { mediaType: 'text/plain', bytes: version, blob: SOME_HASH } as const;
      const data = { effectId: `${effect}-${version}`, fileId: effect, nodeId: id, round: 0, name: effect };
      return version === 1
        ? { type: 'file.created', data: { ...data, ...content } }
        : { type: 'file.updated', data: { ...data, ...content, version } };
    }),
    arbitraryAgentFact(nodeId),
    fc.tuple(nodeId, callId).map(([id, call]): Fact => ({
      type: 'call.resolved',
      data: { callId: call, nodeId: id, resolution: 'retry' },
    })),
    fc.tuple(nodeId, fc.nat(10)).map(([id, value]): Fact => ({
      type: 'execution.node.progress',
      data: { nodeId: id, value, max: 10 },
    })),
    fc.constantFrom<Fact>(
      { type: 'execution.paused', data: {} },
      { type: 'execution.resumed', data: {} },
      { type: 'execution.cancelled', data: {} },
      { type: 'execution.completed', data: { outcome: 'ok', outputs: [] } },
      { type: 'execution.failed', data: { error: failure } },
      { type: 'execution.sealed', data: {} },
      { type: 'execution.host.changed', data: { epoch: 2, host: null, reason: 'expired' } },
      {
        type: 'cost.updated',
        data: { callId: 'c0', nodeId: 'n0', costMicroUsd: 1, totalMicroUsd: 1, unknownCalls: 0 },
      },
      { type: 'error', data: { error: failure } },
    ),
  );
}

/** Any fact about turns and kept values of these nodes, sensible or not. */
export function arbitraryAgentFact(nodeId: fc.Arbitrary<string>): fc.Arbitrary<HostFact> {
  const turn = fc.integer({ min: 1, max: 3 });
  const said = fc
    .record({ nodeId, round: fc.nat(2), turn })
    .map((place) => ({ ...place, callId: `turn-${place.turn}` }));
  const phase = fc.constantFrom(...TOOL_CALL_PHASES);
  return fc.oneof(
    said.map((data): HostFact => ({ type: 'agent.message', data })),
    said.map((data): HostFact => ({ type: 'agent.thinking', data })),
    fc.tuple(said, fc.nat(2), phase).map(([data, index, step]): HostFact => ({
      type: 'agent.tool_call',
      data: { ...data, index, tool: 'read_input', category: 'read', phase: step },
    })),
    fc.tuple(nodeId, fc.constantFrom('a', 'b'), fc.nat(9)).map(([id, path, value]): HostFact => ({
      type: 'state.updated',
      data: { nodeId: id, path, value },
    })),
  );
}

/** A log: a start, then up to `length` arbitrary facts. */
export function arbitraryLog(
  length = 60,
): fc.Arbitrary<{ readonly plan: Plan; readonly log: readonly LogEntry[] }> {
  return arbitraryPlan().chain((plan) =>
    fc
      .array(arbitraryFact(plan), { maxLength: length })
      .map((facts) => ({ plan, log: numbered([startedFact(plan), ...facts]) })),
  );
}

export const QUESTION_ID = 'e'.repeat(32);

/** A question of node n0: approve or reject, for everybody who may answer. */
export function questionOf(change: Partial<ApprovalRequested> = {}): ApprovalRequested {
  return {
    approvalId: QUESTION_ID,
    nodeId: 'n0',
    round: 0,
    ordinal: 0,
    requestHash: SOME_HASH,
    kind: 'approval',
    title: 'Is this good?',
    message: '',
    subject: { text: { kind: 'inline', text: 'A story.' } },
    options: ['approve', 'reject'],
    form: null,
    mustExplain: false,
    deadline: null,
    answerers: 'links',
    redoes: [],
    ...change,
  };
}

/** A plain request; tests change what they are about. */
export function httpRequestTo(url: string, changes: Partial<HttpCallRequest> = {}): HttpCallRequest {
  return {
    kind: 'http',
    provider: 'http',
    model: new URL(url).hostname,
    method: 'GET',
    url,
    headers: {},
    purpose: { task: 'http-request', details: {}, subject: '' },
    ...changes,
  };
}
