import type { FlowServerMessage } from '#shared/protocol/flow-messages.ts';
import { weftError, type WeftError } from '#shared/run/errors.ts';
import { isAllowed } from '../../auth/decide.ts';
import { FLOW_FRAME_ACTIONS } from '../../auth/needed-action.ts';
import { afterCommand, newClient, type ClientRecord } from '../client-record.ts';
import type { Grant } from '../grant.ts';
import { storageFailed } from '../handle-command.ts';
import type { TokenBucket } from '../token-bucket.ts';
import { cutMessage } from './doc-parts.ts';
import {
  present,
  send,
  sendFrame,
  type FlowConnection,
  type FlowState,
  type FlowTurn,
} from './flow-state.ts';
import { noteMissed } from './outbox.ts';
import { readSyncMessage, SYNC, writeSyncMessage, type SyncMessage } from './sync-message.ts';

export type AckData = Extract<FlowServerMessage, { type: 'ack' }>['data'];

/** An edit with its place, from whichever way it came. */
export interface UpdateCommand {
  readonly clientId: string;
  readonly n: number;
  readonly grant: Grant;
  /** null = by polling. */
  readonly connection: FlowConnection | null;
  readonly bucket: TokenBucket;
  /** The sync message; or why there is none. */
  readonly message: Uint8Array | WeftError;
}

/** Clients remembered; who has been away while this many others came begins anew under another id. */
const CLIENTS_KEPT = 1_000;

export function mayEdit(grant: Grant): boolean {
  return isAllowed(grant.role, FLOW_FRAME_ACTIONS['doc.update']);
}

/**
 * Considers an edit: in order and once per (clientId, n), as commands of a run are. The role decides before anybody
 * looks at the bytes; what is new in them is stored, then acknowledged and given to all others.
 */
export function takeUpdate(state: FlowState, turn: FlowTurn, command: UpdateCommand): void {
  const { clientId, n, grant } = command;
  const client = state.clients.get(clientId) ?? newClient(clientId, grant.personId);
  // Who may not edit leaves no trace: a viewer must not be able to fill the room's storage.
  const early = mayEdit(grant) ? tooEarly(state, turn, command, client) : notAllowed();
  if (early) return acknowledge(turn, command, early);
  if (n <= client.n) return acknowledge(turn, command, client.refused.find(([number]) => number === n)?.[1]);
  const error = apply(state, turn, command);
  remember(state, turn, afterCommand(client, n, { error: error ?? undefined }));
  acknowledge(turn, command, error ?? undefined);
}

function tooEarly(
  state: FlowState,
  turn: FlowTurn,
  { grant, bucket, n }: UpdateCommand,
  client: ClientRecord,
): WeftError | null {
  if (turn.now > grant.expiresAt + state.config.limits.clockToleranceMs)
    return weftError('not-allowed', 'Your access has to be renewed.', { retryable: true });
  if (client.personId !== grant.personId)
    return weftError('not-allowed', 'This client id belongs to somebody else.');
  if (state.storageFailed) return storageFailed();
  const retryAfterMs = bucket.take(turn.now);
  if (retryAfterMs > 0) return tooMany(retryAfterMs);
  if (n > client.n + 1)
    return weftError('out-of-turn', `Change ${client.n + 1} has to come first.`, { retryable: true });
  return null;
}

export function notAllowed(): WeftError {
  return weftError('not-allowed', 'Your link does not allow this.');
}

export function tooMany(retryAfterMs: number): WeftError {
  return weftError('too-many-commands', 'Too much at once. Wait a moment.', {
    retryable: true,
    retryAfterMs,
  });
}

function apply(
  state: FlowState,
  turn: FlowTurn,
  { message, grant, connection }: UpdateCommand,
): WeftError | null {
  if (!(message instanceof Uint8Array)) return message;
  const sync = readSyncMessage(message);
  if (sync === null || sync.kind === SYNC.step1)
    return weftError('bad-frame', 'This is no change of a document.');
  const before = followersBehind(state, connection) ? state.document.stateVector() : null;
  const { personId, role } = grant;
  const result = state.document.take(sync.payload, { personId, isOwner: role === 'owner' });
  if (!result.ok) {
    // Another tab's edit is still on its way, or will never come: the sender has what is missing, and is asked for it.
    if (result.error.code === 'out-of-turn' && sync.kind === SYNC.update)
      askForMissing(state, turn, connection);
    return result.error;
  }
  if (result.update !== null) {
    turn.effects.push({ type: 'count', what: 'update' });
    broadcast(state, turn, { kind: SYNC.update, payload: result.update }, { but: connection, before });
  }
  return null;
}

function askForMissing(state: FlowState, turn: FlowTurn, connection: FlowConnection | null): void {
  if (connection === null) return;
  const frames = docFrames({ kind: SYNC.step1, payload: state.document.stateVector() });
  for (const frame of frames) sendFrame(turn, connection, frame);
}

/** Whether somebody is to be left behind by the next update, so that its place has to be noted first. */
function followersBehind(state: FlowState, but: FlowConnection | null): boolean {
  return present(state).some(
    (other) =>
      other !== but && other.isFollowing && !other.outbox.isOpen() && !other.outbox.missed?.stateVector,
  );
}

function broadcast(
  state: FlowState,
  turn: FlowTurn,
  message: SyncMessage,
  { but, before }: { readonly but: FlowConnection | null; readonly before: Uint8Array | null },
): void {
  let frames: readonly string[] | null = null;
  for (const connection of present(state)) {
    if (connection === but || !connection.isFollowing) continue;
    const isBehind = connection.outbox.missed?.stateVector != null;
    if (isBehind) continue;
    if (!connection.outbox.isOpen()) {
      noteMissed(connection.outbox).stateVector = before;
      continue;
    }
    frames ??= docFrames(message);
    for (const frame of frames) sendFrame(turn, connection, frame);
  }
}

export function docFrames(message: SyncMessage): readonly string[] {
  return cutMessage(writeSyncMessage(message)).map((data) => JSON.stringify({ type: 'doc', data }));
}

function remember(state: FlowState, turn: FlowTurn, client: ClientRecord): void {
  // The map keeps the order of use, so that the first is the one that was not heard of for longest.
  state.clients.delete(client.clientId);
  state.clients.set(client.clientId, client);
  turn.clients.add(client.clientId);
  const [oldest] = state.clients.keys();
  if (state.clients.size <= CLIENTS_KEPT || oldest === undefined) return;
  state.clients.delete(oldest);
  turn.clients.delete(oldest);
  turn.droppedClients.add(oldest);
}

export function acknowledge(
  turn: FlowTurn,
  { clientId, n, connection }: Pick<UpdateCommand, 'clientId' | 'n' | 'connection'>,
  error: WeftError | undefined,
): void {
  if (error) turn.effects.push({ type: 'count', what: 'refused' });
  const data: AckData = { clientId, n, ok: error === undefined, ...(error && { error }) };
  if (connection === null) turn.pollAcks.push(data);
  else send(turn, connection, { type: 'ack', data });
}
