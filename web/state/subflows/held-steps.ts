import type { FlowNode } from '#shared/graph/document.ts';
import { LIMITS } from '#shared/protocol/limits.ts';
import { weftError, type WeftError } from '#shared/run/errors.ts';
import { heldFlow, SUBFLOW_TYPE } from '../../node-kit/held-flow.ts';

/** What steps hold in subflows, at any depth. */

/** Letters of one subflow with all that is in it. */
export const MOST_CHARACTERS = 400_000;

/** Where a subflow's config says of which saved one it is a copy. In no form, so it never changes what a run reuses. */
export const SAVED_AS = 'saved';

/** Of which saved subflow the step is a copy; null for one that was made here. */
export function savedAs({ type, config }: FlowNode): string | null {
  const id = config[SAVED_AS];
  return type === SUBFLOW_TYPE && typeof id === 'string' && id !== '' ? id : null;
}

const within = (node: FlowNode): readonly FlowNode[] =>
  node.type === SUBFLOW_TYPE ? heldFlow(node.config).nodes : [];

/** The steps with those inside them, groups and notes included. O(all of them). */
export function countSteps(nodes: readonly FlowNode[]): number {
  return nodes.reduce((sum, node) => sum + 1 + countSteps(within(node)), 0);
}

/**
 * The name of the first saved subflow that stands, at any depth, inside itself; null when none does. `around` = the
 * saved ones in which the steps are about to stand. O(all steps).
 */
export function holdsItself(
  nodes: readonly FlowNode[],
  around: ReadonlySet<string> = new Set(),
): string | null {
  for (const node of nodes) {
    const id = savedAs(node);
    if (id !== null && around.has(id)) return node.label ?? 'Subflow';
    const deeper = holdsItself(within(node), id === null ? around : new Set([...around, id]));
    if (deeper !== null) return deeper;
  }
  return null;
}

/** A refusal of a saved subflow that would stand inside itself. */
function selfHeld(name: string): WeftError {
  const message = `“${name}” would hold itself. Unpack the “${name}” inside it, or leave it out.`;
  return weftError('invalid-config', message);
}

/** Why these steps cannot come into a flow with those; null when they can. */
export function refusedSteps(coming: readonly FlowNode[], present: readonly FlowNode[]): WeftError | null {
  const looped = holdsItself(coming);
  if (looped !== null) return selfHeld(looped);
  const room = LIMITS.nodesPerFlow - countSteps(present);
  if (countSteps(coming) <= room) return null;
  const more = room > 1 ? `${room} more steps` : room === 1 ? '1 more step' : 'no more steps';
  return weftError('too-many-nodes', `This flow has room for ${more}, those inside subflows counted.`);
}
