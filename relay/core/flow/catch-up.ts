import { allRuns } from './run-list.ts';
import { send, sendFrame, type FlowConnection, type FlowState, type FlowTurn } from './flow-state.ts';
import { docFrames } from './handle-update.ts';
import { catchUpPresence } from './presence.ts';
import { SYNC } from './sync-message.ts';

/**
 * A reader has dealt with enough to be told things again: what it has missed meanwhile comes in one piece, as it stands
 * now. Of the document it gets what has been added since its place then.
 */
export function catchUp(state: FlowState, turn: FlowTurn, connection: FlowConnection): void {
  const { outbox } = connection;
  const { missed } = outbox;
  if (missed === null || !outbox.isOpen()) return;
  const update = missed.stateVector && state.document.missing(missed.stateVector);
  if (update)
    for (const frame of docFrames({ kind: SYNC.step2, payload: update })) sendFrame(turn, connection, frame);
  catchUpPresence(state, turn, connection);
  if (missed.runs) send(turn, connection, { type: 'runs', data: allRuns(state) });
  if (missed.versions) send(turn, connection, { type: 'versions.changed', data: {} });
  if (missed.links) send(turn, connection, { type: 'links.changed', data: {} });
  outbox.missed = null;
}
