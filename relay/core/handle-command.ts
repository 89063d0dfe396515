import type { Command, CommandBody, CommandType } from '#shared/protocol/messages.ts';
import { commandBodySchema, commandEnvelopeSchema } from '#shared/protocol/requests.ts';
import type { CallRequest } from '#shared/run/call.ts';
import { weftError, type WeftError } from '#shared/run/errors.ts';
import { isAllowed } from '../auth/decide.ts';
import { COMMAND_ACTIONS } from '../auth/needed-action.ts';
import { acknowledge, answerCommand, type Answer, type CommandPlace } from './answer-command.ts';
import { resolveApproval } from './command-approval.ts';
import { newClient, type ClientRecord } from './client-record.ts';
import { abortCall, resolveCall, startCall } from './command-call.ts';
import { amendNode, moveRun } from './command-control.ts';
import { putFile } from './command-file.ts';
import { appendAsHost, claimLease, releaseLease, renewHost } from './command-host.ts';
import type { Grant } from './grant.ts';
import { leaseNow } from './host-changes.ts';
import type { PictureLook } from './named-pictures.ts';
import type { RoomState, Turn } from './room-state.ts';
import type { TokenBucket } from './token-bucket.ts';

/** Who sends a command, and through what. */
export interface Sender {
  readonly grant: Grant;
  /** null = by polling. */
  readonly connectionId: string | null;
  readonly bucket: TokenBucket;
  /** Requests read from blobs for the `call.start`s of this message, by hash; null when the bytes are no request. */
  readonly requests: ReadonlyMap<string, CallRequest | null>;
  /** What was found of the pictures that this message names. */
  readonly pictures: PictureLook;
}

/** The answer comes later, when other claims have been heard. */
export const LATER = 'later';

/**
 * Considers a command. In order and once per (clientId, n): what was considered before is answered again from memory,
 * what comes too early or too fast is refused without being remembered, so that it can be sent again.
 * @returns why it is no command at all, or null.
 */
export function handleCommand(
  state: RoomState,
  turn: Turn,
  sender: Sender,
  value: unknown,
): WeftError | null {
  const envelope = commandEnvelopeSchema.safeParse(value);
  if (!envelope.success) return weftError('bad-frame', 'This is no message that the relay knows.');
  const { clientId, n } = envelope.data;
  const place = { clientId, n, connectionId: sender.connectionId };
  const client = state.clients.get(clientId) ?? newClient(clientId, sender.grant.personId);
  // Who may send nothing leaves no trace: a viewer must not be able to fill the room's storage.
  const early = isReader(sender) ? notAllowed() : tooEarly(state, turn, sender, client, n);
  if (early) {
    acknowledge(turn, place, { error: early });
    return null;
  }
  if (n <= client.n) {
    repeatAnswer(state, turn, place, client);
    return null;
  }
  state.clients.set(clientId, { ...client, n });
  turn.clients.add(clientId);
  const answer = consider(state, turn, sender, place, value);
  if (answer === LATER) return null;
  if ((value as { type?: unknown }).type === 'host.append') noteAppend(state, clientId, answer);
  answerCommand(state, turn, place, answer);
  return null;
}

/** Appends build on each other: after a refused one the client has to begin afresh. */
function noteAppend(state: RoomState, clientId: string, { error }: Answer): void {
  const client = state.clients.get(clientId);
  if (client) state.clients.set(clientId, { ...client, appendRefusal: error });
}

/** Whether the role may send any command at all. */
function isReader({ grant }: Sender): boolean {
  return !Object.values(COMMAND_ACTIONS).some((action) => isAllowed(grant.role, action));
}

/** Why the role may not send this command; null when it may, and for what is no command (answered as malformed). */
function withoutRight({ grant }: Sender, type: unknown): WeftError | null {
  if (typeof type !== 'string' || !Object.hasOwn(COMMAND_ACTIONS, type)) return null;
  return isAllowed(grant.role, COMMAND_ACTIONS[type as CommandType]) ? null : notAllowed();
}

function notAllowed(): WeftError {
  return weftError('not-allowed', 'Your link does not allow this.');
}

/** Why a command is not even considered now. Nothing of it is remembered. */
function tooEarly(
  state: RoomState,
  turn: Turn,
  sender: Sender,
  client: ClientRecord,
  n: number,
): WeftError | null {
  if (turn.now > sender.grant.expiresAt + state.config.limits.clockToleranceMs)
    return weftError('not-allowed', 'Your access has to be renewed.', { retryable: true });
  if (client.personId !== sender.grant.personId)
    return weftError('not-allowed', 'This client id belongs to somebody else.');
  if (state.storageFailed) return storageFailed();
  const retryAfterMs = sender.bucket.take(turn.now);
  if (retryAfterMs > 0)
    return weftError('too-many-commands', 'Too many commands. Wait a moment.', {
      retryable: true,
      retryAfterMs,
    });
  if (n > client.n + 1)
    return weftError('out-of-turn', `Command ${client.n + 1} has to come first.`, { retryable: true });
  return null;
}

export function storageFailed(): WeftError {
  return weftError(
    'storage-failed',
    'The relay cannot store anything now. Your work is kept here; try again soon.',
    {
      retryable: true,
    },
  );
}

function repeatAnswer(state: RoomState, turn: Turn, place: CommandPlace, client: ClientRecord): void {
  const isPending = state.lease.claims.some(
    (claim) => claim.clientId === place.clientId && claim.n === place.n,
  );
  if (isPending) return;
  const error = client.refused.find(([n]) => n === place.n)?.[1];
  const seq = place.n === client.n ? (client.seq ?? undefined) : undefined;
  acknowledge(turn, place, { error, seq, lease: leaseNow(state) });
}

function consider(
  state: RoomState,
  turn: Turn,
  sender: Sender,
  place: CommandPlace,
  value: unknown,
): Answer | typeof LATER {
  const { type, data } = value as { type?: unknown; data?: unknown };
  // Remembered like every answer: the number counts, or the commands behind it would be refused for ever.
  const denied = withoutRight(sender, type);
  if (denied) return { error: denied };
  const body = commandBodySchema.safeParse({ type, data });
  if (!body.success) {
    const path = body.error.issues[0]?.path.join('.') ?? '';
    return { error: weftError('bad-frame', 'This command is malformed.', { field: path.slice(0, 100) }) };
  }
  if (state.header === null) return { error: weftError('not-found', 'This run does not exist.') };
  return carryOut(state, turn, sender, { ...place, ...body.data });
}

function carryOut(
  state: RoomState,
  turn: Turn,
  sender: Sender,
  command: CommandBody & CommandPlace,
): Answer | typeof LATER {
  switch (command.type) {
    case 'execution.pause':
    case 'execution.resume':
    case 'execution.cancel':
      return moveRun(state, turn, command.type, sender.grant);
    case 'execution.node.retry':
    case 'execution.node.skip':
      return amendNode(state, turn, command, sender.grant);
    case 'host.claim':
      return claimLease(state, turn, command, sender.grant);
    case 'host.renew':
      return renewHost(state, turn, command, sender.grant);
    case 'host.release':
      return releaseLease(state, turn, command, sender.grant);
    case 'host.append':
      return appendAsHost(state, turn, command, sender);
    case 'call.start':
      return startCall(state, turn, command, sender);
    case 'call.abort':
      return abortCall(state, turn, command, sender.grant);
    case 'file.put':
      return putFile(state, turn, command, sender);
    case 'call.resolveUnknown':
      return resolveCall(state, turn, command, sender.grant);
    case 'approval.resolve':
      return resolveApproval(state, turn, command, sender.grant);
    default:
      return command satisfies never;
  }
}

/** A command with its place: what the handlers of one command take. */
export type Placed<Type extends Command['type']> = Extract<CommandBody, { type: Type }> & CommandPlace;
