import type { WeftError } from '#shared/run/errors.ts';
import type { PlanBody } from '#shared/run/plan.ts';
import { planNode } from '#shared/run/plan-index.ts';
import type { NodeState } from '#shared/run/state.ts';
import { isDeadThread, isLeftOut } from '#shared/run/threads.ts';
import type { IterationResult } from '../node-kit/types.ts';
import type { RunGlance } from './core/run-glance.ts';

interface EndedSource {
  readonly handle: string;
  readonly source: number;
  readonly sourceHandle: string;
}

export interface EndedIteration extends Pick<IterationResult, 'outcome' | 'error'> {
  /** Nodes whose outputs are the result, in the order of their threads to the container. */
  readonly sources: readonly EndedSource[];
  readonly isRepeatable: boolean;
}

interface Outlet {
  readonly offset: number;
  readonly sourceHandle: string;
  readonly handle: string;
}

const outlets = new WeakMap<PlanBody, readonly Outlet[]>();

/** Threads of a body that end at its container. */
function outletsOf(body: PlanBody): readonly Outlet[] {
  let found = outlets.get(body);
  if (found === undefined) {
    const offsets = new Map(body.nodes.map(({ id }, offset) => [id, offset]));
    found = body.edges.flatMap(({ source, sourceHandle, target, targetHandle }): Outlet[] => {
      const offset = target === body.container ? offsets.get(source) : undefined;
      return offset === undefined ? [] : [{ offset, sourceHandle, handle: targetHandle }];
    });
    outlets.set(body, found);
  }
  return found;
}

/** How an iteration of which every node has ended came out. O(nodes of the body). */
export function iterationResult(state: RunGlance, container: number, turn: number): EndedIteration {
  const { plan } = state;
  const iterations = plan?.growth?.containers.get(container);
  const start = iterations?.starts[turn];
  if (plan == null || iterations === undefined || start === undefined)
    throw new Error('an iteration was gathered that nobody has made');
  const { body } = iterations;
  const sources: EndedSource[] = [];
  let error: WeftError | null = null;
  for (const { offset, sourceHandle, handle } of outletsOf(body)) {
    const node = state.node(start + offset);
    if (node === undefined || isDeadThread(node, sourceHandle)) continue;
    if (node.phase === 'completed') sources.push({ handle, source: start + offset, sourceHandle });
    else error ??= failureOf(node, planNode(plan.plan, start + offset).id);
  }
  let isRepeatable = error === null;
  for (let offset = 0; offset < body.nodes.length && isRepeatable; offset += 1)
    isRepeatable = mayRepeat(state.node(start + offset));
  if (error !== null) return { outcome: 'failed', error, sources: [], isRepeatable };
  return { outcome: sources.length > 0 ? 'ok' : 'left-out', error, sources, isRepeatable };
}

/** Why nothing came of a node; null = a person, or a branch, left it out. */
function failureOf({ phase, error }: NodeState, nodeId: string): WeftError | null {
  if (error === null || (phase === 'skipped' && !FAILED_SKIPS.has(error.code))) return null;
  return error.nodeIds === undefined ? { ...error, nodeIds: [nodeId] } : error;
}

const FAILED_SKIPS: ReadonlySet<string> = new Set(['upstream-failed', 'iteration-stopped']);

/** Whether running the node again gives the same: what failed or was changed by a person is worth no stored result. */
function mayRepeat(node: NodeState | undefined): boolean {
  if (node === undefined || node.amendment?.guidance != null || node.amendment?.model != null) return false;
  return node.phase === 'completed' ? node.cacheKey !== null : isLeftOut(node);
}
