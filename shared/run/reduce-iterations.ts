import type { Draft } from './draft.ts';
import type { WeftError } from './errors.ts';
import type { FactOf } from './events.ts';
import { growPlan, ownerOf } from './grow-plan.ts';
import { PENDING_NODE, type NodeState } from './state.ts';

/** Folding what concerns containers: a map or a loop, and the nodes that their iterations made. */

const OVER: WeftError = {
  code: 'iteration-over',
  message: 'Left out, because the steps around it run again.',
  retryable: false,
};

/** Whether the node's iteration is over: its container runs again, or has fewer iterations now. */
export const isOver = ({ phase, error }: NodeState): boolean =>
  phase === 'skipped' && error?.code === OVER.code;

/** `dag.updated`: new nodes, and those of earlier rounds of the container that are wanted again. */
export function reduceExpansion(draft: Draft, { data }: FactOf<'dag.updated'>): void {
  const { plan } = draft.run;
  const container = draft.indexOf(data.template);
  if (plan === null || container === undefined) return;
  const { round, count, parallel = count, stops = false } = data;
  const grown = growPlan(plan, container, { round, count, parallel, stops });
  const node = draft.node(container);
  if (grown === null || node === undefined) return;
  draft.patch({ plan: grown });
  draft.appendNodes(
    grown.plan.nodes.slice(plan.plan.nodes.length).map(({ amendment }): NodeState => {
      const state = amendment === undefined ? PENDING_NODE : { ...PENDING_NODE, amendment };
      // A container that has gone on to another round meanwhile makes new ones; places stay the same for everybody.
      return isOpen(node, round) ? state : { ...state, phase: 'skipped', round: 1, error: OVER };
    }),
  );
  if (plan.growth?.containers.has(container) !== true) return;
  eachNode(draft, container, (index, turn, inside) => {
    if (turn >= count || index >= plan.plan.nodes.length || !isOver(inside)) return;
    if (isOpen(node, round)) draft.setNode(index, { ...inside, phase: 'pending', error: null });
    // Who said so may have begun it in this round before hearing that it is over: the next one is another [IT7].
    else draft.setNode(index, { ...inside, round: inside.round + 1 });
  });
}

const isOpen = ({ phase, round }: NodeState, wanted: number): boolean =>
  phase === 'running' && round === wanted;

/** Every node of every iteration of this container, those of containers inside it not included. */
function eachNode(
  draft: Draft,
  container: number,
  visit: (index: number, turn: number, node: NodeState) => void,
): void {
  const iterations = draft.run.plan?.growth?.containers.get(container);
  iterations?.starts.forEach((start, turn) => {
    for (let offset = 0; offset < iterations.body.nodes.length; offset += 1) {
      const node = draft.node(start + offset);
      if (node !== undefined) visit(start + offset, turn, node);
    }
  });
}

/** The container's iterations are over: it runs again, or not at all. Rounds rise by one, once. */
export function closeIterations(draft: Draft, container: number): void {
  eachNode(draft, container, (index, _turn, { calls, approvals, round, ...node }) => {
    if (isOver({ ...node, calls, approvals, round })) return;
    const closed = { ...PENDING_NODE, calls, approvals, round: round + 1 };
    draft.setNode(index, { ...closed, phase: 'skipped', error: OVER });
    closeIterations(draft, index);
  });
}

/**
 * A node of an iteration runs again: the containers round it wait for their results again, in the round in which they
 * are, so that what they did before is not done twice. `reopen` is told of each whose end does not count any more.
 */
export function reopenOwners(draft: Draft, index: number, reopen: (container: number) => void): void {
  const { plan } = draft.run;
  if (plan === null) return;
  for (let owner = ownerOf(plan, index); owner >= 0; owner = ownerOf(plan, owner)) {
    const node = draft.node(owner);
    if (node === undefined || node.phase === 'running') return;
    draft.setNode(owner, { ...node, ...WAITING_AGAIN });
    eachNode(draft, owner, (stopped, _turn, { phase, error, ...inside }) => {
      if (phase === 'skipped' && error?.code === 'iteration-stopped')
        draft.setNode(stopped, { ...inside, phase: 'pending', error: null, round: inside.round + 1 });
    });
    reopen(owner);
  }
}

const WAITING_AGAIN = {
  phase: 'running',
  ...{ endedAt: null, error: null, source: null, cacheKey: null, outputHash: null, output: null },
  ...{ exit: null, savedMicroUsd: null, warnings: [], retry: null, progress: null },
} as const satisfies Partial<NodeState>;
