import { containersOf } from '#shared/run/grow-plan.ts';
import { parseIterationId } from '#shared/run/iteration-id.ts';
import { displayStatus, nodeState, type NodeDisplayStatus } from '#shared/run/select.ts';
import { waitsForPeople } from '#shared/run/select-approval.ts';
import { askedInside } from '#shared/run/select-inside.ts';
import { containerWaits, nodesOfRun, type Span } from '#shared/run/select-work.ts';
import type { RunState } from '#shared/run/state.ts';

/** How a node of the run looks; a container in which everything at work waits for people waits too. */
export function shownStatus(
  run: RunState | null,
  shownId: string,
  more: Parameters<typeof displayStatus>[2],
): NodeDisplayStatus {
  const status = displayStatus(run, run && nodeState(run, shownId), more);
  const goesOn = status === 'running' || status === 'streaming';
  return goesOn && run !== null && askedInside(run, shownId) !== null ? 'waiting' : status;
}

/** The nodes of the flow that show what an iteration's node does: its template, and the containers round it where somebody is asked. */
export function shownBy(run: RunState | null, nodeId: string): readonly string[] {
  const { template } = parseIterationId(nodeId);
  const plan = run !== null && run.askedNodes.length > 0 ? run.plan?.plan : undefined;
  return plan === undefined ? [template] : [template, ...containersOf(plan, template)];
}

/** When all in a container waited for people; what still waits has no end. null = it is none. */
export function waitsOfStep(run: RunState, nodeId: string): readonly Span[] | null {
  const { plan } = run;
  const place = plan?.growth == null ? undefined : plan.indexOf.get(nodeId);
  return plan === null || place === undefined ? null : containerWaits(nodesOfRun(run, plan), place, Infinity);
}

/** Nothing goes on by itself: it is held, or only people can move it on. */
export const standsStill = (run: RunState): boolean => run.phase === 'paused' || waitsForPeople(run);
