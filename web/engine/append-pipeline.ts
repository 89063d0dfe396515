import { LIMITS } from '#shared/protocol/limits.ts';
import type { WeftError } from '#shared/run/errors.ts';
import type { HostFact } from '#shared/run/events.ts';
import { factBytes } from './fact-bytes.ts';
import type { Clock, RunConnection } from './ports.ts';

/**
 * Sends the host's facts in order, many at once, without waiting for one append before the next. When an append is
 * refused, everything behind it is worthless: it stops, waits until the fate of all that is under way is known, and
 * says so once.
 */
export interface AppendPipeline {
  /** Queues a fact; facts leave together with what else comes up before the next turn of the event loop. */
  readonly push: (fact: HostFact) => void;
  /** The relay has numbered this many more of the facts. */
  readonly confirmed: (count: number) => void;
  /** Facts queued and under way are forgotten; used after a refusal. */
  readonly reset: () => void;
  readonly close: () => void;
}

export interface Refusal {
  readonly error: WeftError;
  /** Last entry that appends before the refusal made; entries up to it are on their way. */
  readonly seq: number;
}

export interface AppendPipelineOptions {
  readonly connection: RunConnection;
  readonly clock: Clock;
  readonly epoch: number;
  readonly onRefused: (refusal: Refusal) => void;
}

/** Bytes of facts in one frame, with room for the envelope. */
const FRAME_BYTES = LIMITS.frameBytes * 0.75;

export function createAppendPipeline(options: AppendPipelineOptions): AppendPipeline {
  let unsent: HostFact[] = [];
  /** Facts sent and not numbered. */
  let underWay = 0;
  let openCommands = 0;
  let lastSeq = 0;
  let refusal: WeftError | null = null;
  let flushing = false;
  let closed = false;
  /** The next append is the first, or the first after a refusal: what came before it is settled. */
  let isAfresh = true;

  function nextBatch(): HostFact[] {
    const most = Math.min(unsent.length, LIMITS.hostWindow - underWay);
    let bytes = 0;
    let count = 0;
    while (count < most) {
      const fact = unsent[count];
      if (fact === undefined) break;
      bytes += factBytes(fact);
      if (count > 0 && bytes > FRAME_BYTES) break;
      count += 1;
    }
    return unsent.splice(0, count);
  }

  function flush(): void {
    flushing = false;
    while (!closed && refusal === null && unsent.length > 0 && underWay < LIMITS.hostWindow) {
      const facts = nextBatch();
      underWay += facts.length;
      openCommands += 1;
      const data = { epoch: options.epoch, facts, ...(isAfresh && { afresh: true as const }) };
      isAfresh = false;
      void options.connection.send({ type: 'host.append', data }).then((ack) => {
        openCommands -= 1;
        lastSeq = Math.max(lastSeq, ack.seq ?? 0);
        if (!ack.ok) refusal ??= ack.error ?? UNEXPLAINED;
        settleRefusal();
      });
    }
  }

  function settleRefusal(): void {
    if (closed || refusal === null || openCommands > 0) return;
    options.onRefused({ error: refusal, seq: lastSeq });
  }

  function flushSoon(): void {
    if (flushing || closed) return;
    flushing = true;
    options.clock.soon(flush);
  }

  return Object.freeze({
    push(fact: HostFact) {
      unsent.push(fact);
      flushSoon();
    },
    confirmed(count: number) {
      underWay = Math.max(0, underWay - count);
      if (unsent.length > 0) flushSoon();
    },
    reset() {
      unsent = [];
      underWay = 0;
      refusal = null;
      isAfresh = true;
    },
    close() {
      closed = true;
    },
  });
}

const UNEXPLAINED: WeftError = {
  code: 'internal',
  message: 'The relay refused a step of the run without a reason. Reload the page.',
  retryable: true,
};
