import { notFound } from './answers.ts';
import type { FlowAnswer, FlowRequestOf } from './flow-request.ts';
import { present, send, type FlowState, type FlowTurn } from './flow-state.ts';
import { noteMissed } from './outbox.ts';

/** A run is gone for good: its line leaves the list, for everybody who is here. Told again, it changes nothing. */
export function forgetRun(state: FlowState, turn: FlowTurn, { runId }: FlowRequestOf<'forget'>): FlowAnswer {
  const { record } = state;
  if (record === null) return notFound();
  const line = state.runs.find((run) => run.runId === runId);
  state.forgotten.add(runId);
  if (line === undefined) return { status: 204, body: null };
  state.runs = state.runs.filter((run) => run !== line);
  state.record = { ...record, lastNumber: Math.max(record.lastNumber ?? 0, line.number) };
  turn.recordChanged = true;
  turn.runs.delete(runId);
  turn.droppedRuns.add(runId);
  for (const connection of present(state)) {
    if (connection.outbox.isOpen())
      send(turn, connection, { type: 'runs', data: { runs: [], gone: [runId] } });
    else noteMissed(connection.outbox).runs = true;
  }
  return { status: 204, body: null };
}
