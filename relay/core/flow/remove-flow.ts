import type { Grant } from '../grant.ts';
import type { FlowRecord } from './flow-record.ts';
import type { FlowAnswer } from './flow-request.ts';
import { drop } from './flow-connection.ts';
import type { FlowState, FlowTurn } from './flow-state.ts';
import type { FlowEffect } from './flow-step.ts';
import { forgetRun } from './forget-run.ts';

/**
 * A flow that its owner deletes: from this turn on nobody finds it, whatever link or token they have. What lies in
 * storage is dropped by the shell; each run's room is asked until it has buried its run, also by a later process.
 */
export function removeFlow(
  state: FlowState,
  turn: FlowTurn,
  { flowId, createdAt }: FlowRecord,
  { personId }: Grant,
): FlowAnswer {
  state.record = { flowId, createdAt, links: [], removal: { at: turn.now, by: personId } };
  turn.recordChanged = true;
  state.versions = [];
  // Whoever is here asks for a new token and hears what has become of it.
  for (const connection of [...state.connections.values()]) drop(state, turn, connection, 'unauthorized');
  askRuns(state);
  return { status: 204, body: null };
}

/** All runs that are still listed are to go; nothing happens while the flow is there. */
export function askRuns({ record, runs, removals }: FlowState): void {
  if (record?.removal === undefined || runs.length === 0) return;
  removals.add({ linkId: '', at: record.removal.at, runIds: runs.map(({ runId }) => runId) });
}

/** The runs whose rooms are asked now. */
export function runsToRemove({ record, removals }: FlowState, now: number): readonly FlowEffect[] {
  if (record?.removal === undefined) return [];
  const { flowId, removal } = record;
  return removals
    .start(flowId, now)
    .map(({ runId }) => ({ type: 'remove-run', runId, flowId, by: removal.by }));
}

/** @param isGone false = its room did not answer, or has still to stop what is at work: it is asked again. */
export function runRemoved(
  state: FlowState,
  turn: FlowTurn,
  { runId, isGone }: { readonly runId: string; readonly isGone: boolean },
): void {
  const at = state.record?.removal?.at ?? null;
  state.removals.answered({ runId, linkId: '', at, ok: isGone }, turn.now);
  // Who is asked follows from the list of runs, which is stored.
  state.removals.takeChanged();
  if (isGone) forgetRun(state, turn, { type: 'forget', runId });
}
