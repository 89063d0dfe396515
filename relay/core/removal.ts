import { appendOwn } from './append-facts.ts';
import type { RoomState, Turn } from './room-state.ts';
import { isOver, type RunHeader } from './run-header.ts';

/** What stays of a run that was removed: enough to say so, and to tell its flow. */
export interface Gravestone {
  readonly runId: string;
  readonly flowId: string;
  /** Whether its flow has heard of it. */
  readonly isTold: boolean;
}

/** The flow's owner wants it gone. What is at work is stopped first; nothing is lost before the log is sealed. */
export function askRemoval(state: RoomState, turn: Turn, personId: string): void {
  const { header } = state;
  if (header === null) return;
  wish(state, turn, header, 'asked');
  if (!isOver(header)) appendOwn(state, turn, [{ type: 'execution.cancelled', data: {} }], { by: personId });
}

/** Relay time, ms, from which nobody can expect to find the run any more; null = it is still at work. */
export function retentionEnd({ header, config }: RoomState): number | null {
  const end = header?.sealed === true ? header.endedAt : null;
  return end === null ? null : end + config.limits.runRetentionMs;
}

export function expireRun(state: RoomState, turn: Turn): void {
  const end = retentionEnd(state);
  if (state.header !== null && end !== null && turn.now >= end) wish(state, turn, state.header, 'expired');
}

/** Whether nothing of the run is wanted any more. */
export function isToBeRemoved(header: RunHeader | null): boolean {
  return header?.sealed === true && header.removal !== undefined;
}

function wish(
  state: RoomState,
  turn: Turn,
  header: RunHeader,
  removal: NonNullable<RunHeader['removal']>,
): void {
  if (header.removal !== undefined) return;
  state.header = { ...header, removal };
  turn.headerChanged = true;
}
