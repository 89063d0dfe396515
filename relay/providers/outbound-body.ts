import { CallFailed, type CallFailure } from './call-failed.ts';
import { inWords, type CallLimits } from './call-limits.ts';
import type { KeyHider } from './hide-key.ts';
import type { Timers } from './types.ts';

interface GuardOptions {
  readonly source: ReadableStream<Uint8Array>;
  readonly limits: CallLimits;
  readonly timers: Timers;
  readonly signal: AbortSignal;
  /** Count line lengths: SDKs collect a line in memory before they look at it. */
  readonly lines: boolean;
  /** Takes out what must not be passed on; null = nothing. */
  readonly hider: KeyHider | null;
  /** Notes the failure and stops the request. */
  fail(failure: CallFailure): CallFailed;
}

const LINE_FEED = 10;
const CARRIAGE_RETURN = 13;

/**
 * A response body that cannot hang, flood or grow one endless line: it is read only as fast as it is wanted, every read
 * has the idle deadline, and what it carries is counted, and the key taken out of it, before it is passed on.
 */
export function guardBody(options: GuardOptions): ReadableStream<Uint8Array> {
  const reader = options.source.getReader();
  const { hider } = options;
  const count = createCounter(options.limits, options.lines);
  const cancelSource = (): void => void reader.cancel().catch(() => undefined);
  const stop = (failure: CallFailure): CallFailed => {
    const failed = options.fail(failure);
    cancelSource();
    return failed;
  };
  const source = {
    async pull(controller: ReadableStreamDefaultController<Uint8Array>) {
      try {
        // A stream that is given nothing does not ask again: read on until there is something to pass on.
        for (;;) {
          const { done, value } = await readInTime(options, reader);
          if (done) return endWith(controller, hider?.rest());
          const problem = count(value);
          if (problem !== null) return controller.error(stop(problem));
          const shown = hider === null ? value : hider.take(value);
          if (shown.length > 0) return controller.enqueue(shown);
        }
      } catch (thrown) {
        // Whoever stopped the request has already said why: the breaking off is no failure of its own.
        if (options.signal.aborted) controller.error(thrown);
        else controller.error(stop(thrown instanceof CallFailed ? thrown.failure : lost()));
        cancelSource();
      }
    },
    cancel: cancelSource,
  };
  // Nothing is read ahead of demand.
  return new ReadableStream(source, { highWaterMark: 0 });
}

function endWith(controller: ReadableStreamDefaultController<Uint8Array>, rest?: Uint8Array): void {
  if (rest !== undefined && rest.length > 0) controller.enqueue(rest);
  controller.close();
}

type Read =
  { readonly done: true; readonly value?: undefined } | { readonly done: false; readonly value: Uint8Array };

async function readInTime(
  options: GuardOptions,
  reader: ReadableStreamDefaultReader<Uint8Array>,
): Promise<Read> {
  const { timers, signal, limits } = options;
  let release = (): void => undefined;
  const stopped = new Promise<never>((_resolve, reject) => {
    const onAbort = (): void =>
      reject(new CallFailed({ code: 'aborted', outcome: 'aborted', retry: 'never' }));
    const handle = timers.setTimeout(() => reject(new CallFailed(idle(limits))), limits.idleDeadlineMs);
    if (signal.aborted) onAbort();
    signal.addEventListener('abort', onAbort, { once: true });
    release = () => {
      timers.clearTimeout(handle);
      signal.removeEventListener('abort', onAbort);
    };
  });
  try {
    return (await Promise.race([reader.read(), stopped])) as Read;
  } finally {
    release();
  }
}

function createCounter(limits: CallLimits, lines: boolean): (chunk: Uint8Array) => CallFailure | null {
  let total = 0;
  let line = 0;
  return (chunk) => {
    total += chunk.byteLength;
    if (total > limits.responseBytes) return tooLarge();
    if (!lines) return null;
    const longest = longestLine(chunk, line);
    line = longest.open;
    return longest.length > limits.sseLineBytes ? tooLarge() : null;
  };
}

/** The longest line that ends or goes on in this chunk, and how long the one left open is. */
function longestLine(chunk: Uint8Array, carried: number): { readonly length: number; readonly open: number } {
  let length = carried;
  let start = -carried;
  for (let index = 0; index < chunk.byteLength; index += 1) {
    if (chunk[index] !== LINE_FEED && chunk[index] !== CARRIAGE_RETURN) continue;
    length = Math.max(length, index - start);
    start = index + 1;
  }
  const open = chunk.byteLength - start;
  return { length: Math.max(length, open), open };
}

function tooLarge(): CallFailure {
  return { code: 'provider-too-large', outcome: 'error', retry: 'ask' };
}

function idle(limits: CallLimits): CallFailure {
  return { code: 'deadline-idle', outcome: 'unknown', retry: 'ask', detail: inWords(limits.idleDeadlineMs) };
}

function lost(): CallFailure {
  return { code: 'connection-lost', outcome: 'unknown', retry: 'ask' };
}
