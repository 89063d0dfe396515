import { chunkedGet } from './chunked.ts';
import { bodyAt, type Iterations } from './grow-plan.ts';
import { parseIterationId } from './iteration-id.ts';
import type { PlanBody, PlanNode } from './plan.ts';
import type { NodePhase, NodeState, RunState } from './state.ts';

/** Questions about containers and what they repeat. Ids of containers inside others carry their iteration: `inner@2`. */

export interface IterationNode {
  readonly nodeId: string;
  readonly planned: PlanNode;
  readonly state: NodeState;
}

export interface IterationView {
  /** From 0. */
  readonly turn: number;
  /** Failed as soon as one of its nodes failed, running while one works or some have ended and others have not. */
  readonly phase: NodePhase;
  /** In topological order. */
  readonly nodes: readonly IterationNode[];
}

export interface IterationTotals {
  /** Of the container's round. */
  readonly count: number;
  readonly phases: { readonly [phase in NodePhase]: number };
}

/** What the container repeats; null = it is none, or the run does not have it. */
export function bodyOf(run: RunState, containerId: string): PlanBody | null {
  const index = run.plan?.indexOf.get(containerId);
  if (run.plan === null) return null;
  if (index !== undefined) return bodyAt(run.plan.plan, index);
  const { template } = parseIterationId(containerId);
  return run.plan.plan.bodies?.find(({ container }) => container === template) ?? null;
}

/** Iterations of the container that count: those of its round; null = none yet. */
function iterationsAt(run: RunState, containerId: string): Iterations | null {
  const index = run.plan?.indexOf.get(containerId);
  const iterations = index === undefined ? undefined : run.plan?.growth?.containers.get(index);
  if (index === undefined || iterations === undefined) return null;
  return chunkedGet(run.nodes, index)?.round === iterations.round ? iterations : null;
}

/** How many iterations the container has now; 0 = none yet. O(1). */
export const iterationCount = (run: RunState, containerId: string): number =>
  iterationsAt(run, containerId)?.count ?? 0;

/** One iteration with its nodes and their states; null = there is no such. O(nodes of the body). */
export function iterationAt(run: RunState, containerId: string, turn: number): IterationView | null {
  const iterations = iterationsAt(run, containerId);
  const start = iterations?.starts[turn];
  if (run.plan === null || iterations === null || start === undefined || turn >= iterations.count)
    return null;
  const nodes: IterationNode[] = [];
  for (let offset = 0; offset < iterations.body.nodes.length; offset += 1) {
    const planned = run.plan.plan.nodes[start + offset];
    const state = chunkedGet(run.nodes, start + offset);
    if (planned !== undefined && state !== undefined) nodes.push({ nodeId: planned.id, planned, state });
  }
  return { turn, phase: phaseOf(nodes.map(({ state }) => state.phase)), nodes };
}

function phaseOf(phases: readonly NodePhase[]): NodePhase {
  if (phases.includes('failed')) return 'failed';
  const isOpen = phases.includes('pending');
  if (phases.includes('running') || (isOpen && phases.includes('completed'))) return 'running';
  if (isOpen) return 'pending';
  return phases.every((phase) => phase === 'skipped') ? 'skipped' : 'completed';
}

/** How the container's iterations stand; null = it has none yet. O(its nodes). */
export function iterationTotals(run: RunState, containerId: string): IterationTotals | null {
  const iterations = iterationsAt(run, containerId);
  if (iterations === null) return null;
  const phases = { pending: 0, running: 0, completed: 0, failed: 0, skipped: 0 };
  for (let turn = 0; turn < iterations.count; turn += 1)
    phases[iterationAt(run, containerId, turn)?.phase ?? 'pending'] += 1;
  return { count: iterations.count, phases };
}
