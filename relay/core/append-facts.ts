import { weftError, type WeftError } from '#shared/run/errors.ts';
import type { Fact, RoomFact } from '#shared/run/events.ts';
import { mayFollow } from '#shared/run/transitions.ts';
import { noteApprovals } from './approvals.ts';
import { makeRecord, type LogRecord } from './log-record.ts';
import { namePictures, picturesOfFact } from './named-pictures.ts';
import type { RoomState, Turn } from './room-state.ts';
import { advanceHeader, type RunHeader } from './run-header.ts';
import { noteUnknownCalls } from './unknown-calls.ts';

export interface Author {
  readonly by: string | null;
  readonly epoch?: number | undefined;
}

/** The room itself. */
export const ROOM: Author = { by: null };

/**
 * Numbers facts and puts them into the log of this turn: all of them, or none when one may not follow.
 * @returns why not, or null.
 */
export function appendFacts(
  state: RoomState,
  turn: Turn,
  facts: readonly Fact[],
  author: Author,
): WeftError | null {
  if (state.header === null) return weftError('not-found', 'This run does not exist.');
  let header = state.header;
  const records: LogRecord[] = [];
  for (const fact of facts) {
    const problem = refusal(header, fact);
    if (problem) return problem;
    const seq = header.head + 1;
    const record = makeRecord(fact, { runId: header.runId, seq, at: turn.now, ...author });
    if (record.bytes > state.config.limits.entryBytes) return tooLarge(state.config.limits.entryBytes);
    header = advanceHeader(header, fact, seq, turn.now);
    records.push(record);
  }
  const first = state.header.head + 1;
  state.header = header;
  noteApprovals(state, turn, facts, first);
  noteUnknownCalls(state, turn, facts);
  for (const record of records) state.tail.push(record);
  turn.records.push(...records);
  for (const fact of facts) namePictures(state, turn, picturesOfFact(fact));
  return null;
}

/** Facts of the room that are legal by construction; one that is not is a mistake in the room and must not pass silently. */
export function appendOwn(
  state: RoomState,
  turn: Turn,
  facts: readonly RoomFact[],
  author: Author = ROOM,
): void {
  const problem = appendFacts(state, turn, facts, author);
  if (problem) throw new Error(`The room wrote an illegal fact: ${problem.code}`);
}

/** Why a fact may not follow in this state of the run, or null. */
export function refusal(header: RunHeader, fact: Fact): WeftError | null {
  if (mayFollow(header.phase, header.sealed, fact.type)) {
    const startsWork = fact.type === 'execution.node.status' && fact.data.status === 'running';
    return startsWork && header.phase === 'paused' ? pausedError() : null;
  }
  if (header.phase === 'paused') return pausedError();
  if (header.phase === 'running') return weftError('out-of-turn', 'The run is already under way.');
  return endedError();
}

export function pausedError(): WeftError {
  return weftError('run-paused', 'The run is paused. Resume it first.', { retryable: true });
}

export function endedError(): WeftError {
  return weftError('run-sealed', 'The run is over; nothing can be added to it.');
}

function tooLarge(maxBytes: number): WeftError {
  const kib = Math.floor(maxBytes / 1024);
  return weftError(
    'frame-too-large',
    `An entry may have ${kib} KiB at most. Larger things go into a blob of the run.`,
  );
}
