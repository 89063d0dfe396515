import type { RunSummary } from '#shared/protocol/messages.ts';
import type { RoomState, Turn } from './room-state.ts';
import type { RunHeader } from './run-header.ts';

/** What the flow's list says of a run. The list gives the number. */
function summaryOf(header: RunHeader, waits: boolean): Omit<RunSummary, 'number'> {
  const phase = header.phase === 'empty' ? 'running' : header.phase;
  return {
    runId: header.runId,
    startedAt: header.startedAt,
    startedBy: header.startedBy.name,
    startedById: header.startedBy.personId,
    phase,
    outcome: header.outcome,
    sealed: header.sealed,
    endedAt: header.endedAt,
    parked: header.host === null,
    totalMicroUsd: header.totalMicroUsd,
    ...(header.unknownCalls === 0 ? {} : { unknownCalls: header.unknownCalls }),
    demo: header.demo,
    ...(waits ? { waits } : {}),
    ...(header.parent === undefined ? {} : { parent: header.parent }),
    ...(header.branch === undefined ? {} : { branch: header.branch }),
  };
}

/** Tells the flow's room when a line of its list has changed in this turn. Money alone is told with the next change. */
export function reportSummary(state: RoomState, turn: Turn, before: RunHeader | null): void {
  const { header } = state;
  if (header === null || header === before) return;
  const isSame =
    before !== null &&
    before.phase === header.phase &&
    before.sealed === header.sealed &&
    (before.host === null) === (header.host === null) &&
    state.toldWaits === waitsForPeople(state);
  if (!isSame) reportNow(state, turn);
}

/** Not while writes fail: the list must not know more than storage does. */
export function reportNow(state: RoomState, turn: Turn): void {
  const { header, storageFailed } = state;
  if (header === null || storageFailed) return;
  state.toldWaits = waitsForPeople(state);
  const summary = summaryOf(header, state.toldWaits);
  turn.effects.push({ type: 'report', flowId: header.flowId, summary });
}

/** Somebody is asked, or has to say what is to become of a call, and no call is under way: only people move the run on. */
function waitsForPeople({ header, questions, unknownCalls, calls }: RoomState): boolean {
  if (questions.size + unknownCalls.size === 0 || header?.phase !== 'running') return false;
  for (const { phase } of calls.values()) if (phase !== 'ended') return false;
  return true;
}
