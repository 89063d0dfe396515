import { diffFlows, type FieldChange } from '#shared/graph/diff.ts';
import type { FlowDocument, FlowNode } from '#shared/graph/document.ts';
import { canonicalJson, type JsonObject } from '#shared/json.ts';
import { chunkedGet } from '#shared/run/chunked.ts';
import type { Plan, PlanNode } from '#shared/run/plan.ts';
import { displayStatus, nodeCost, nodeDurationMs, nodeTokens } from '#shared/run/select.ts';
import { containerWaits, nodesOfRun, spansMs } from '#shared/run/select-work.ts';
import type { NodeState, RunState } from '#shared/run/state.ts';
import type { ComparedRun, ComparedStep, RunComparison, StepComparison } from './comparison.ts';
import { amendedModel } from './cache-key.ts';

/**
 * Two runs beside each other, step by step; steps are the same when their ids are [CM1]. Knows no texts: outputs are
 * compared by their hashes. O(nodes + edges + calls) of both.
 */
export function compareRuns(one: RunState, other: RunState): RunComparison {
  const [left, right] = [stepsOf(one), stepsOf(other)];
  const diff = diffFlows(documentOf(one), documentOf(other));
  const changes = new Map(diff.changed.map(({ after, fields }) => [after.id, fields]));
  const steps: StepComparison[] = [];
  for (const [nodeId, step] of right)
    steps.push(compareStep(nodeId, left.get(nodeId), step, changes.get(nodeId) ?? []));
  for (const [nodeId, step] of left)
    if (!right.has(nodeId)) steps.push(compareStep(nodeId, step, undefined, []));
  const [was, is] = [one.plan?.plan.demo ?? false, other.plan?.plan.demo ?? false];
  return {
    one: summary(one),
    other: summary(other),
    steps,
    settings: [
      ...(diff.name === null ? [] : [{ path: ['label'], ...diff.name }]),
      ...diff.settings,
      ...(was === is ? [] : [{ path: ['demo'], before: was, after: is }]),
    ],
    threadsAdded: diff.threadsAdded.length,
    threadsRemoved: diff.threadsRemoved.length,
  };
}

interface Step {
  readonly planned: PlanNode;
  readonly state: NodeState;
  readonly run: RunState;
}

function stepsOf(run: RunState): ReadonlyMap<string, Step> {
  const steps = new Map<string, Step>();
  run.plan?.plan.nodes.forEach((planned, index) => {
    const state = chunkedGet(run.nodes, index);
    if (state !== undefined) steps.set(planned.id, { planned, state, run });
  });
  return steps;
}

function compareStep(
  nodeId: string,
  one: Step | undefined,
  other: Step | undefined,
  fields: readonly FieldChange[],
): StepComparison {
  const { label, type } = (other ?? one)?.planned ?? { label: nodeId, type: '' };
  const isBoth = one !== undefined && other !== undefined;
  return {
    ...{ nodeId, label, type, fields },
    one: one === undefined ? null : side(one),
    other: other === undefined ? null : side(other),
    isResultChanged: isBoth && resultOf(one.state) !== resultOf(other.state),
  };
}

/** How it ended and with what; when it took and what it cost are no results. */
function resultOf({ phase, outputHash, error }: NodeState): string {
  return canonicalJson([phase, phase === 'completed' ? outputHash : null, error?.code ?? null]);
}

function side({ planned, state, run }: Step): ComparedStep {
  const cost = nodeCost(state);
  const now = run.endedAt ?? run.at;
  return {
    status: displayStatus(run, state, { hasPartialText: false, stale: false }),
    source: state.source,
    ms: workMs(planned.id, state, run, now),
    microUsd: state.calls.length === 0 ? null : cost.microUsd,
    unknownCost: cost.unknown > 0,
    hasOutput: state.output !== null,
  };
}

function workMs(nodeId: string, state: NodeState, run: RunState, now: number): number | null {
  const { plan } = run;
  const place = plan?.growth == null ? undefined : plan.indexOf.get(nodeId);
  const waits =
    plan === null || place === undefined ? null : containerWaits(nodesOfRun(run, plan), place, now);
  if (waits === null || state.startedAt === null) return nodeDurationMs(state, now);
  const end = state.endedAt ?? now;
  return Math.max(0, end - state.startedAt - spansMs(waits, end));
}

function summary(run: RunState): ComparedRun {
  let [calls, inputTokens, outputTokens] = [0, 0, 0];
  for (const chunk of run.nodes.chunks)
    for (const node of chunk) {
      const tokens = nodeTokens(node);
      calls += node.calls.length;
      inputTokens += tokens.input;
      outputTokens += tokens.output;
    }
  return {
    ...{ runId: run.runId, phase: run.phase, outcome: run.outcome, startedAt: run.startedAt },
    startedBy: run.startedBy?.name ?? '',
    elapsedMs: run.startedAt === null ? 0 : Math.max(0, (run.endedAt ?? run.at) - run.startedAt),
    ...{ microUsd: run.totalMicroUsd, unknownCost: run.unknownCostCalls },
    ...{ calls, inputTokens, outputTokens, steps: run.nodes.length, failed: run.counts.failed },
    demo: run.plan?.plan.demo ?? false,
  };
}

/** What of a plan its steps do, as a document: settings are compared as those of flows are. */
function documentOf(run: RunState): FlowDocument {
  const plan = run.plan?.plan ?? NO_PLAN;
  return {
    formatVersion: 1,
    ...{ id: plan.flowId, name: plan.flowName },
    nodes: plan.nodes.map((node, index) => nodeOf(node, chunkedGet(run.nodes, index))),
    edges: plan.edges.flatMap(({ source, target, sourceHandle, targetHandle }, index) => {
      const [from, to] = [plan.nodes[source]?.id, plan.nodes[target]?.id];
      if (from === undefined || to === undefined) return [];
      return [{ id: `${index}`, source: from, target: to, sourceHandle, targetHandle }];
    }),
    settings: {
      concurrency: plan.concurrency,
      ...(plan.approvals === undefined ? {} : { approvals: plan.approvals }),
    },
  };
}

const NO_PLAN: Pick<Plan, 'flowId' | 'flowName' | 'nodes' | 'edges' | 'concurrency' | 'approvals'> = {
  ...{ flowId: '', flowName: '', nodes: [], edges: [], concurrency: 0 },
};

function nodeOf(node: PlanNode, state: NodeState | undefined): FlowNode {
  const amendment = state?.amendment ?? null;
  const model = amendedModel(node.model, amendment);
  const guidance = amendment?.guidance ?? null;
  return {
    ...{ id: node.id, type: node.type, version: node.version, label: node.label },
    position: { x: 0, y: 0 },
    ...(node.disabled ? { disabled: true } : {}),
    config: {
      ...node.config,
      ...(model === null ? {} : { model: { ...model } }),
      ...(guidance === null ? {} : { guidance }),
    } as JsonObject,
    ...(node.override === null ? {} : { override: { ...node.override } as JsonObject }),
  };
}
