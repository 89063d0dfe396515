import type { Participant, Presence } from '#shared/protocol/flow-messages.ts';
import {
  present,
  send,
  sendFrame,
  type FlowConnection,
  type FlowState,
  type FlowTurn,
} from './flow-state.ts';
import { noteMissed } from './outbox.ts';

/** Characters of one presence frame; more people than that come in several. */
const FRAME_CHARACTERS = 256 * 1024;

/** Keeps what somebody shows of themselves. It lies with the connection: nobody can speak for another. */
export function showPresence(
  state: FlowState,
  turn: FlowTurn,
  connection: FlowConnection,
  presence: Presence,
): null {
  connection.presence = presence;
  noteChange(state, turn, connection);
  return null;
}

/** Somebody has come, changed or got another role: the others learn of it with the next window. */
export function noteChange(state: FlowState, turn: FlowTurn, { id }: FlowConnection): void {
  state.changedPresence.add(id);
  scheduleWindow(state, turn);
}

export function noteGone(state: FlowState, turn: FlowTurn, { id }: FlowConnection): void {
  state.changedPresence.delete(id);
  state.gone.add(id);
  scheduleWindow(state, turn);
}

/** News go out at once when the last window is over, else together with its end. */
function scheduleWindow(state: FlowState, turn: FlowTurn): void {
  state.presenceDueAt ??= Math.max(turn.now, state.presenceSentAt + state.config.limits.deltaWindowMs);
}

/** All others, for one who has just come. */
export function sendRoster(state: FlowState, turn: FlowTurn, connection: FlowConnection): void {
  const people = present(state).flatMap((other) =>
    other === connection ? [] : [JSON.stringify(participantOf(other))],
  );
  const gone = [...(connection.outbox.missed?.gone ?? [])];
  for (const frame of framesOf(people, gone)) sendFrame(turn, connection, frame);
}

/** One frame for each reader with everything of the window; those who are behind get it all later. */
export function sendPresence(state: FlowState, turn: FlowTurn): void {
  const gone = [...state.gone];
  const changed = present(state).filter(({ id }) => state.changedPresence.has(id));
  const lines = changed.map((other) => [other.id, JSON.stringify(participantOf(other))] as const);
  state.changedPresence.clear();
  state.gone.clear();
  state.presenceDueAt = null;
  state.presenceSentAt = turn.now;
  const shared = framesOf(
    lines.map(([, line]) => line),
    gone,
  );
  for (const connection of present(state)) {
    const isOwnOnly = gone.length === 0 && lines.every(([id]) => id === connection.id);
    if (isOwnOnly) continue;
    if (!connection.outbox.isOpen()) {
      noteMissed(connection.outbox).presence = true;
      for (const id of gone) noteMissed(connection.outbox).gone.add(id);
      continue;
    }
    const isAmong = changed.includes(connection);
    const frames = isAmong
      ? framesOf(
          lines.flatMap(([id, line]) => (id === connection.id ? [] : [line])),
          gone,
        )
      : shared;
    for (const frame of frames) {
      turn.effects.push({ type: 'count', what: 'presence' });
      sendFrame(turn, connection, frame);
    }
  }
}

function participantOf({ id, grant, presence }: FlowConnection): Participant {
  return { connectionId: id, personId: grant?.personId ?? '', role: grant?.role ?? 'viewer', presence };
}

/** One frame, as a rule: fifty people with the longest selections need more. */
function framesOf(people: readonly string[], gone: readonly string[]): readonly string[] {
  const groups: string[][] = [[]];
  let characters = 0;
  for (const line of people) {
    characters += line.length;
    if (characters > FRAME_CHARACTERS) {
      groups.push([]);
      characters = line.length;
    }
    groups.at(-1)?.push(line);
  }
  return groups.map((group, index) => {
    const left = JSON.stringify(index === 0 ? gone : []);
    return `{"type":"presence","data":{"people":[${group.join(',')}],"gone":${left}}}`;
  });
}

/** Sends what somebody missed while they did not read. */
export function catchUpPresence(state: FlowState, turn: FlowTurn, connection: FlowConnection): void {
  if (connection.outbox.missed?.presence) sendRoster(state, turn, connection);
}

/** Tells everybody who may know that a list has changed. */
export function sendListChanged(
  state: FlowState,
  turn: FlowTurn,
  type: 'versions.changed' | 'links.changed',
  mayKnow: (connection: FlowConnection) => boolean,
): void {
  for (const connection of present(state)) {
    if (!mayKnow(connection)) continue;
    if (connection.outbox.isOpen()) send(turn, connection, { type, data: {} });
    else noteMissed(connection.outbox)[type === 'links.changed' ? 'links' : 'versions'] = true;
  }
}
