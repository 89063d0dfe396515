import type { Fact } from '#shared/run/events.ts';
import type { Answer } from './answer-command.ts';
import { appendFacts, endedError, refusal } from './append-facts.ts';
import { fullError, runFull } from './command-host.ts';
import type { Grant } from './grant.ts';
import type { Placed } from './handle-command.ts';
import type { RoomState, Turn } from './room-state.ts';

const MOVES = {
  'execution.pause': 'execution.paused',
  'execution.resume': 'execution.resumed',
  'execution.cancel': 'execution.cancelled',
} as const;

/** The phase in which a wish is fulfilled already: two people pressing the same button is no mistake. */
const FULFILLED = {
  'execution.pause': 'paused',
  'execution.resume': 'running',
  'execution.cancel': 'cancelled',
} as const;

/** Pause, resume, stop. Stopping aborts the calls at work; the run is sealed when the last of them has ended. */
export function moveRun(state: RoomState, turn: Turn, type: keyof typeof MOVES, grant: Grant): Answer {
  if (state.header?.phase === FULFILLED[type]) return { seq: state.header.head };
  const full = type === 'execution.cancel' ? null : fullError(state, 1);
  return full ? { error: full } : written(state, turn, { type: MOVES[type], data: {} }, grant);
}

/** Rounds go no higher (shared/run/events.ts). */
export const AMENDMENTS_PER_RUN = 10_000;

/**
 * A person runs a node again under a new round, or skips it. Whether the node is in such a state, the fold knows; so the
 * room cannot count a node's rounds, and gives one that lies above all of them.
 */
export function amendNode(
  state: RoomState,
  turn: Turn,
  command: Placed<'execution.node.retry' | 'execution.node.skip'>,
  grant: Grant,
): Answer {
  const { nodeId } = command.data;
  const round = (state.header?.amendments ?? 0) + 1;
  const full = round > AMENDMENTS_PER_RUN ? runFull('amendments', AMENDMENTS_PER_RUN) : fullError(state, 1);
  if (full) return { error: full };
  const fact: Fact =
    command.type === 'execution.node.skip'
      ? { type: 'execution.node.amended', data: { nodeId, action: 'skip', round } }
      : { type: 'execution.node.amended', data: { ...command.data, action: 'retry', round } };
  return written(state, turn, fact, grant);
}

function written(state: RoomState, turn: Turn, fact: Fact, grant: Grant): Answer {
  if (state.header === null) return { error: endedError() };
  const error = refusal(state.header, fact) ?? appendFacts(state, turn, [fact], { by: grant.personId });
  return error ? { error } : { seq: state.header.head };
}
