import type { FlowClientMessage } from '#shared/protocol/flow-messages.ts';
import { weftError, type WeftError } from '#shared/run/errors.ts';
import type { Grant } from '../grant.ts';
import { takePart, type DocPart } from './doc-parts.ts';
import { sendFrame, type FlowConnection, type FlowState, type FlowTurn } from './flow-state.ts';
import { acknowledge, docFrames, mayEdit, notAllowed, takeUpdate, tooMany } from './handle-update.ts';
import { readSyncMessage, SYNC, writeSyncMessage, type SyncMessage } from './sync-message.ts';

type Frame<Type extends FlowClientMessage['type']> = Extract<FlowClientMessage, { type: Type }>;

/** A state vector: some ten bytes for each session that ever edited. */
const SYNC_BYTES = 2 * 1024 * 1024;
/** Of messages that have begun and not ended, in the whole room. */
const ASSEMBLED_BYTES = 64 * 1024 * 1024;
/** How long the rest of a message may take. */
export const ASSEMBLY_MS = 60_000;

/** A reader asks for what it lacks: it gets that, is asked for what the room lacks, and then gets the live stream. */
export function syncDocument(
  state: FlowState,
  turn: FlowTurn,
  connection: FlowConnection,
  { data }: Frame<'doc.sync'>,
): WeftError | null {
  // A large answer has to be read before the next is made.
  if (!connection.outbox.isOpen()) return tooMany(1_000);
  const retryAfterMs = data.part === 0 ? connection.commands.take(turn.now) : 0;
  if (retryAfterMs > 0) return tooMany(retryAfterMs);
  const result = assemble(state, turn, connection, 'sync', data, SYNC_BYTES);
  if (!(result instanceof Uint8Array)) return result;
  const answers = answersTo(state, result);
  if (answers === null) return weftError('bad-frame', 'This is no state of a document.');
  const missing = state.document.stateVector();
  for (const message of [...answers.slice(0, 1), { kind: SYNC.step1, payload: missing }])
    for (const frame of docFrames(message)) sendFrame(turn, connection, frame);
  connection.isFollowing = true;
  if (connection.outbox.missed) connection.outbox.missed.stateVector = null;
  return null;
}

/** The room's answers to a sync step 1: what the asker lacks, and a step 1 of its own when it lacks something itself. */
export function answersTo(state: FlowState, message: Uint8Array): readonly SyncMessage[] | null {
  const sync = readSyncMessage(message);
  if (sync?.kind !== SYNC.step1) return null;
  const missing = state.document.missing(sync.payload);
  if (missing === null) return null;
  const own = { kind: SYNC.step1, payload: state.document.stateVector() };
  const isBehind = state.document.isBehind(sync.payload);
  return [{ kind: SYNC.step2, payload: missing }, ...(isBehind ? [own] : [])];
}

export function encodeAnswers(messages: readonly SyncMessage[]): readonly Uint8Array[] {
  return messages.map(writeSyncMessage);
}

/** Gathers the parts of an edit; the last one is answered. Parts of one that is refused are not kept. */
export function updateDocument(
  state: FlowState,
  turn: FlowTurn,
  connection: FlowConnection,
  grant: Grant,
  { clientId, n, data }: Frame<'doc.update'>,
): null {
  const isLast = data.part === data.parts - 1;
  const place = { clientId, n, connection };
  if (!mayEdit(grant)) {
    if (isLast) acknowledge(turn, place, notAllowed());
    return null;
  }
  const of = `update ${n} ${clientId}`;
  const { flowFileBytes } = state.config.limits;
  const message = assemble(state, turn, connection, of, data, flowFileBytes);
  if (message === null) return null;
  const isKnown = (state.clients.get(clientId)?.n ?? 0) >= n;
  if (!(message instanceof Uint8Array) && message.retryable && !isKnown) {
    if (isLast) acknowledge(turn, place, message);
    return null;
  }
  if (isKnown && !isLast) return null;
  takeUpdate(state, turn, { ...place, grant, bucket: connection.commands, message });
  return null;
}

/** @returns the whole message, null while it is not whole, or why it never will be. */
function assemble(
  state: FlowState,
  turn: FlowTurn,
  connection: FlowConnection,
  of: string,
  part: DocPart,
  maxBytes: number,
): Uint8Array | WeftError | null {
  const limits = { maxBytes, now: turn.now };
  const result = takePart(connection.assembly, of, part, limits);
  connection.assembly = null;
  if (result.kind === 'whole') return result.message;
  if (result.kind === 'refused')
    return weftError(result.why, WORDS[result.why], { retryable: result.why === 'out-of-turn' });
  let bytes = result.assembly.bytes;
  for (const other of state.connections.values()) bytes += other.assembly?.bytes ?? 0;
  if (bytes > ASSEMBLED_BYTES) return tooMany(5_000);
  connection.assembly = result.assembly;
  return null;
}

const WORDS = {
  'bad-frame': 'This part of a document is no base64.',
  'out-of-turn': 'The parts of a document have to follow each other.',
  'frame-too-large': 'This change is too large for a flow.',
} as const;
