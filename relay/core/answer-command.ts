import type { AckMessage } from '#shared/protocol/messages.ts';
import type { WeftError } from '#shared/run/errors.ts';
import { afterCommand } from './client-record.ts';
import { send, type RoomState, type Turn } from './room-state.ts';

/** Where a command came from and how it is called. */
export interface CommandPlace {
  readonly clientId: string;
  readonly n: number;
  /** null = by polling; the ack goes into the answer of the poll. */
  readonly connectionId: string | null;
}

export interface Answer {
  readonly error?: WeftError | undefined;
  readonly seq?: number | undefined;
  readonly lease?: AckMessage['data']['lease'];
}

/** Remembers that a command was considered, and acknowledges it. The ack leaves after the batch is stored [RM1]. */
export function answerCommand(state: RoomState, turn: Turn, place: CommandPlace, answer: Answer): void {
  const client = state.clients.get(place.clientId);
  if (client) {
    state.clients.set(place.clientId, afterCommand(client, place.n, answer));
    turn.clients.add(place.clientId);
  }
  acknowledge(turn, place, answer);
}

/** Acknowledges without remembering: the command may be sent again and will then be considered. */
export function acknowledge(turn: Turn, { clientId, n, connectionId }: CommandPlace, answer: Answer): void {
  const { error, seq, lease } = answer;
  const message: AckMessage = {
    type: 'ack',
    data: {
      clientId,
      n,
      ok: error === undefined,
      ...(error && { error }),
      ...(seq === undefined ? {} : { seq }),
      ...(lease && { lease }),
    },
  };
  if (connectionId === null) turn.pollAcks.push(message);
  else send(turn, connectionId, message);
}
