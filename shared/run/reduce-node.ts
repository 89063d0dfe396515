import { NO_NODE, type Draft } from './draft.ts';
import type { FactOf } from './events.ts';
import { closeIterations, isOver, reopenOwners } from './reduce-iterations.ts';
import { PENDING_NODE, type NodeState } from './state.ts';
import { NODE_TRANSITIONS } from './transitions.ts';

export type NodeFact = FactOf<
  | 'execution.node.amended'
  | 'execution.node.status'
  | 'execution.node.progress'
  | 'execution.node.retrying'
  | 'execution.node.completed'
  | 'execution.node.failed'
>;

const NO_WARNINGS: readonly string[] = [];

const allows = (action: keyof typeof NODE_TRANSITIONS, node: NodeState): boolean =>
  (NODE_TRANSITIONS[action] as readonly string[]).includes(node.phase);

/**
 * Facts about one node. A fact of an older round, or one that the table forbids, changes nothing. Returns the index of
 * the node that changed, else NO_NODE. `place` = the node's plan index, when it is known.
 */
export function reduceNodeFact(draft: Draft, fact: NodeFact, at: number, place?: number): number {
  const index = place ?? draft.indexOf(fact.data.nodeId);
  const node = index === undefined ? undefined : draft.node(index);
  if (index === undefined || node === undefined) return NO_NODE;
  if (fact.type === 'execution.node.amended') return amend(draft, index, node, fact, at);
  if ('round' in fact.data && fact.data.round !== node.round) return NO_NODE;
  const next = nextNode(node, fact, at);
  if (next === null) return NO_NODE;
  draft.setNode(index, next);
  return index;
}

function nextNode(
  node: NodeState,
  fact: Exclude<NodeFact, { type: 'execution.node.amended' }>,
  at: number,
): NodeState | null {
  switch (fact.type) {
    case 'execution.node.status':
      return nodeStatus(node, fact, at);
    case 'execution.node.progress': {
      if (node.phase !== 'running') return null;
      const { value, max, message } = fact.data;
      return { ...node, progress: { value, max, message: message ?? null } };
    }
    case 'execution.node.retrying': {
      if (node.phase !== 'running') return null;
      const { callId, dueAt, error } = fact.data;
      return { ...node, retry: { callId, try: fact.data.try, dueAt, error } };
    }
    case 'execution.node.completed': {
      if (!allows('completed', node)) return null;
      const { source, cacheKey, outputHash, output, savedMicroUsd, warnings, exit } = fact.data;
      // All fields by name, in the order of PENDING_NODE: copying the node first would write most of them twice, and
      // another order would make it another kind of object for V8.
      const done: NodeState = {
        phase: 'completed',
        round: node.round,
        startedAt: node.startedAt ?? at,
        endedAt: at,
        error: null,
        source,
        cacheKey,
        outputHash,
        output,
        exit: exit ?? null,
        savedMicroUsd: savedMicroUsd ?? null,
        warnings: warnings ?? NO_WARNINGS,
        calls: node.calls,
        approvals: node.approvals,
        retry: null,
        progress: null,
        amendment: node.amendment,
      };
      if (node.agent === undefined && node.metrics === undefined) return done;
      return { ...done, agent: node.agent, metrics: node.metrics };
    }
    case 'execution.node.failed':
      if (!allows('failed', node)) return null;
      return {
        ...node,
        phase: 'failed',
        startedAt: node.startedAt ?? at,
        endedAt: at,
        error: fact.data.error,
        retry: null,
        progress: null,
      };
    default:
      return fact satisfies never;
  }
}

function nodeStatus(node: NodeState, fact: FactOf<'execution.node.status'>, at: number): NodeState | null {
  if (!allows(fact.data.status, node)) return null;
  if (fact.data.status === 'running') return node.phase === 'running' ? null : started(node, at);
  return { ...node, phase: 'skipped', endedAt: at, error: fact.data.reason ?? null, retry: null };
}

const started = (node: NodeState, at: number): NodeState => ({
  phase: 'running',
  round: node.round,
  startedAt: at,
  endedAt: node.endedAt,
  error: node.error,
  source: node.source,
  cacheKey: node.cacheKey,
  outputHash: node.outputHash,
  output: node.output,
  exit: node.exit,
  savedMicroUsd: node.savedMicroUsd,
  warnings: node.warnings,
  calls: node.calls,
  approvals: node.approvals,
  retry: node.retry,
  progress: node.progress,
  amendment: node.amendment,
});

/** A person's amendment: the node starts a new round, or is skipped; what was skipped because of it waits again. */
function amend(
  draft: Draft,
  index: number,
  node: NodeState,
  fact: FactOf<'execution.node.amended'>,
  at: number,
): number {
  const { action, round, guidance, model } = fact.data;
  if (round <= node.round || !allows(action, node) || isOver(node)) return NO_NODE;
  closeIterations(draft, index);
  if (action === 'skip') {
    const error = { code: 'skipped-by-person', message: 'Skipped by a person.', retryable: false } as const;
    draft.setNode(index, { ...node, round, phase: 'skipped', endedAt: at, error, retry: null });
    return index;
  }
  const amendment = { guidance: guidance ?? null, model: model ?? null };
  const { calls, approvals } = node;
  draft.setNode(index, { ...PENDING_NODE, round, calls, approvals, amendment });
  reopenDescendants(draft, index);
  reopenOwners(draft, index, (owner) => reopenDescendants(draft, owner));
  return index;
}

/** Descendants that were skipped, or that had used the old output, go back to pending under a new round. */
function reopenDescendants(draft: Draft, index: number): void {
  const successors = draft.run.plan?.successors ?? [];
  const queue = [...(successors[index] ?? [])];
  const seen = new Set<number>();
  for (let next = queue.pop(); next !== undefined; next = queue.pop()) {
    if (seen.has(next)) continue;
    seen.add(next);
    const node = draft.node(next);
    if (node === undefined || node.phase === 'pending') continue;
    const { calls, approvals } = node;
    draft.setNode(next, { ...PENDING_NODE, round: node.round + 1, calls, approvals });
    closeIterations(draft, next);
    queue.push(...(successors[next] ?? []));
  }
}
