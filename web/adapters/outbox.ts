import { LIMITS } from '#shared/protocol/limits.ts';
import type { CommandBody } from '#shared/protocol/messages.ts';
import type { ErrorCode, WeftError } from '#shared/run/errors.ts';
import type { CommandAck } from '../engine/ports.ts';

export type Numbered<Body> = Body & { readonly clientId: string; readonly n: number };

/** What every acknowledgement says. */
export interface Ack {
  readonly clientId: string;
  readonly n: number;
  readonly ok: boolean;
  readonly error?: WeftError | undefined;
}

/**
 * Commands on their way: numbered without gap, kept until they are acknowledged, sent again in order after a reconnect.
 * The relay takes them idempotently by (clientId, n) and never one before its predecessor.
 */
export interface Outbox<Body = CommandBody, Answer extends Ack = CommandAck> {
  readonly add: (body: Body) => { readonly command: Numbered<Body>; readonly acked: Promise<Answer> };
  /** In order. */
  readonly unacknowledged: () => readonly Numbered<Body>[];
  /**
   * Takes an acknowledgement in. Not 0 = the relay did not even consider the command: send everything unacknowledged
   * again, in order, after that many ms.
   */
  readonly take: (ack: Answer) => number;
}

const NOT_CONSIDERED: readonly ErrorCode[] = [
  'too-many-commands',
  'storage-failed',
  'not-allowed',
  'out-of-turn',
];
const RESEND_MS = 1_000;

/** @param isFinal whether this answer is the last word on the command although it sounds as if one might try again. */
export function createOutbox<Body = CommandBody, Answer extends Ack = CommandAck>(
  clientId: string,
  isFinal: (body: Body, answer: Answer) => boolean = () => false,
): Outbox<Body, Answer> {
  let n = 0;
  type Open = { readonly command: Numbered<Body>; readonly resolve: (ack: Answer) => void };
  const open = new Map<number, Open>();
  return Object.freeze({
    add(body: Body) {
      n += 1;
      const command: Numbered<Body> = { ...body, clientId, n };
      const acked = new Promise<Answer>((resolve) => open.set(n, { command, resolve }));
      return { command, acked };
    },
    unacknowledged: () => [...open.values()].map(({ command }) => command),
    take(ack: Answer) {
      const waiting = open.get(ack.n);
      if (ack.clientId !== clientId || waiting === undefined) return 0;
      const { error } = ack;
      const mayBeSentAgain =
        error?.retryable === true && NOT_CONSIDERED.includes(error.code) && !isFinal(waiting.command, ack);
      if (mayBeSentAgain) return Math.min(error.retryAfterMs ?? RESEND_MS, LIMITS.retryAfterCapMs);
      open.delete(ack.n);
      waiting.resolve(ack);
      return 0;
    },
  });
}
