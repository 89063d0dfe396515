import { LIMITS } from '#shared/protocol/limits.ts';
import type { Command, CommandBody } from '#shared/protocol/messages.ts';
import type { ErrorCode } from '#shared/run/errors.ts';
import type { CommandAck } from '../engine/ports.ts';

/**
 * Commands on their way: numbered without gap, kept until they are acknowledged, sent again in order after a reconnect.
 * The relay takes them idempotently by (clientId, n) and never one before its predecessor.
 */
export interface Outbox {
  readonly add: (body: CommandBody) => { readonly command: Command; readonly acked: Promise<CommandAck> };
  /** In order. */
  readonly unacknowledged: () => readonly Command[];
  /**
   * Takes an acknowledgement in. Not 0 = the relay did not even consider the command: send everything unacknowledged
   * again, in order, after that many ms.
   */
  readonly take: (ack: CommandAck) => number;
}

const NOT_CONSIDERED: readonly ErrorCode[] = [
  'too-many-commands',
  'storage-failed',
  'not-allowed',
  'out-of-turn',
];
const RESEND_MS = 1_000;

export function createOutbox(clientId: string): Outbox {
  let n = 0;
  const open = new Map<number, { readonly command: Command; readonly resolve: (ack: CommandAck) => void }>();
  return Object.freeze({
    add(body: CommandBody) {
      n += 1;
      const command: Command = { ...body, clientId, n };
      const acked = new Promise<CommandAck>((resolve) => open.set(n, { command, resolve }));
      return { command, acked };
    },
    unacknowledged: () => [...open.values()].map(({ command }) => command),
    take(ack: CommandAck) {
      const waiting = open.get(ack.n);
      if (ack.clientId !== clientId || waiting === undefined) return 0;
      const { error } = ack;
      const mayBeSentAgain =
        error?.retryable === true &&
        NOT_CONSIDERED.includes(error.code) &&
        // A claim that lost against another tab is answered for good.
        waiting.command.type !== 'host.claim';
      if (mayBeSentAgain) return Math.min(error.retryAfterMs ?? RESEND_MS, LIMITS.retryAfterCapMs);
      open.delete(ack.n);
      waiting.resolve(ack);
      return 0;
    },
  });
}
