import type { FactType } from './events.ts';
import type { NodePhase, RunPhase } from './state.ts';

/**
 * The state machines of run and node as tables: the phases in which a fact applies. Everything not listed is illegal
 * and changes nothing. docs/spec/run-states.md shows the same tables for people.
 */

/** Facts that move the run itself, and the phases from which they may. */
const RUN_TRANSITIONS = {
  'execution.started': ['empty'],
  'execution.paused': ['running'],
  'execution.resumed': ['paused'],
  'execution.cancelled': ['running', 'paused'],
  'execution.completed': ['running'],
  'execution.failed': ['running', 'paused'],
} as const satisfies { readonly [type in FactType]?: readonly RunPhase[] };

/** Phases of a run that is over but not sealed: calls that are still open end, and what they cost is noted. */
const ENDED_PHASES: readonly RunPhase[] = ['cancelled', 'completed', 'failed'];
const AFTER_END: readonly FactType[] = ['call.ended', 'cost.updated', 'execution.sealed'];

export const NODE_TRANSITIONS = {
  running: ['pending', 'running'],
  skipped: ['pending', 'running'],
  completed: ['pending', 'running'],
  failed: ['pending', 'running'],
  /** A person runs the node again, or skips it. */
  retry: ['failed', 'skipped', 'completed', 'running'],
  skip: ['pending', 'running', 'failed'],
} as const satisfies { readonly [action: string]: readonly NodePhase[] };

/** Whether a fact of this type may follow in this phase of the run. */
export function mayFollow(phase: RunPhase, sealed: boolean, type: FactType): boolean {
  if (sealed) return false;
  // Most of every log; looking up what the table does not have is slow.
  if (phase === 'running' && (type === 'execution.node.status' || type === 'execution.node.completed'))
    return true;
  const moves: readonly RunPhase[] | undefined = (
    RUN_TRANSITIONS as { readonly [type in FactType]?: readonly RunPhase[] }
  )[type];
  if (moves) return moves.includes(phase);
  if (ENDED_PHASES.includes(phase)) return AFTER_END.includes(type);
  return phase !== 'empty' && type !== 'execution.sealed';
}
