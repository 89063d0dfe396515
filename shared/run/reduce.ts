import type { Chunked } from './chunked.ts';
import { chunkedOf } from './chunked.ts';
import { createDraft, NO_NODE, type Draft } from './draft.ts';
import type { Fact, FactOf, LogEntry } from './events.ts';
import { indexPlan } from './plan-index.ts';
import type { Amendment } from './plan.ts';
import { reduceAgentFact, reduceKept, type AgentFact } from './reduce-agent.ts';
import { reduceApprovalFact, type ApprovalFact } from './reduce-approval.ts';
import { reduceCallFact, type CallFact } from './reduce-call.ts';
import { withFile } from './reduce-file.ts';
import { reduceExpansion } from './reduce-iterations.ts';
import { reduceMetricFact, type MetricFact } from './reduce-metric.ts';
import { reduceNodeFact, type NodeFact } from './reduce-node.ts';
import { PENDING_NODE, type NodeState, type RunState } from './state.ts';
import { mayFollow } from './transitions.ts';

/**
 * The one fold: the only interpreter of a run's log. Pure and total. Host, collaborators, replays, exports and tests
 * use it and nothing else, so they cannot disagree. Cost per entry follows a node's calls and, when a person amends a
 * node, its descendants; never the size of the graph.
 */

/** One entry. See foldEntries. */
export function reduce(state: RunState, entry: LogEntry): RunState {
  return foldEntries(state, [entry]);
}

/**
 * Folds entries in order. An entry at or below the state's seq was folded before and changes nothing; one beyond the
 * next is not folded (the caller asks for the gap: `state.seq` tells from where). An entry that is illegal in the
 * current phase only moves seq and time. A plan given as a blob must have been put in place first (see withPlan).
 */
export function foldEntries(state: RunState, entries: readonly LogEntry[]): RunState {
  if (entries.length === 0) return state;
  const draft = createDraft(state);
  let last: LogEntry | null = null;
  for (const entry of entries) {
    if (entry.seq !== (last?.seq ?? state.seq) + 1) continue;
    last = entry;
    applyFact(draft, entry, entry.at);
  }
  if (last !== null) draft.patch({ seq: last.seq, at: last.at });
  return draft.finish();
}

/**
 * Folds facts that have no number yet (the host's own, not yet acknowledged) on top of a state; `seq` stays.
 * `now` is relay time in ms.
 */
export function foldFacts(state: RunState, facts: readonly Fact[], now: number): RunState {
  if (facts.length === 0) return state;
  const draft = createDraft(state);
  for (const fact of facts) applyFact(draft, fact, now);
  return draft.finish();
}

/**
 * One fact onto a draft, in place. For foldEntries, foldFacts and the host's own state, which nobody else keeps.
 * `place` = the plan index of the node that a node's fact is about, for those who know it: its id need not be looked up.
 * @returns the index of the node that the fact is about and that it changed; NO_NODE when it changed none
 */
export function applyFact(draft: Draft, fact: Fact, at: number, place?: number): number {
  if (!mayFollow(draft.run.phase, draft.run.sealed, fact.type)) return NO_NODE;
  switch (fact.type) {
    case 'execution.node.amended':
    case 'execution.node.status':
    case 'execution.node.progress':
    case 'execution.node.retrying':
    case 'execution.node.completed':
    case 'execution.node.failed':
      return reduceNodeFact(draft, fact, at, place);
    case 'call.accepted':
    case 'call.waiting':
    case 'call.sent':
    case 'call.ended':
    case 'call.resolved':
      return reduceCallFact(draft, fact, at);
    case 'approval.requested':
    case 'approval.received':
    case 'approval.expired':
    case 'approval.withdrawn':
      return reduceApprovalFact(draft, fact, at, place);
    case 'metric.updated':
      return reduceMetricFact(draft, fact, place);
    case 'agent.message':
    case 'agent.thinking':
    case 'agent.tool_call':
      return reduceAgentFact(draft, fact, at, place);
    default:
      applyRunFact(draft, fact, at);
      return NO_NODE;
  }
}

type RunFact = Exclude<Fact, MetricFact | NodeFact | CallFact | ApprovalFact | AgentFact>;

function applyRunFact(draft: Draft, fact: RunFact, at: number): void {
  switch (fact.type) {
    case 'execution.started':
      return applyStarted(draft, fact, at);
    case 'execution.paused':
      return draft.patch({ phase: 'paused', error: fact.data.reason ?? null });
    case 'execution.resumed':
      return draft.patch({ phase: 'running', error: null });
    case 'execution.cancelled':
      return draft.patch({ phase: 'cancelled', endedAt: at });
    case 'execution.completed':
      return draft.patch({ phase: 'completed', outcome: fact.data.outcome, endedAt: at });
    case 'execution.failed':
      return draft.patch({ phase: 'failed', error: fact.data.error, endedAt: at });
    case 'execution.sealed':
      return draft.patch({ sealed: true });
    case 'execution.host.changed':
      return draft.patch({ epoch: fact.data.epoch, host: fact.data.host });
    case 'dag.created':
      return draft.patch({ levelSizes: fact.data.levelSizes });
    case 'dag.updated':
      return reduceExpansion(draft, fact);
    case 'cost.updated':
      return draft.patch({
        totalMicroUsd: fact.data.totalMicroUsd,
        unknownCostCalls: fact.data.unknownCalls,
      });
    case 'file.created':
    case 'file.updated':
      return draft.patch({ files: withFile(draft.run.files, fact, at) });
    case 'state.updated':
      return reduceKept(draft, fact);
    case 'error':
      return;
    default:
      fact satisfies never;
  }
}

function applyStarted(draft: Draft, fact: FactOf<'execution.started'>, at: number): void {
  const { plan, startedBy, payer, parent } = fact.data;
  draft.patch({ phase: 'running', startedAt: at, startedBy, payer, parent: parent ?? null });
  // A large one that nobody put in (`withPlan`) is lost.
  if (plan.kind === 'blob') return;
  const nodes: Chunked<NodeState> = chunkedOf(plan.plan.nodes.length, (index) =>
    pendingNode(plan.plan.nodes[index]?.amendment),
  );
  draft.replaceNodes(nodes, { pending: nodes.length, running: 0, completed: 0, failed: 0, skipped: 0 });
  draft.patch({ plan: indexPlan(plan.plan) });
}

function pendingNode(amendment: Amendment | undefined): NodeState {
  return amendment === undefined ? PENDING_NODE : { ...PENDING_NODE, amendment };
}
