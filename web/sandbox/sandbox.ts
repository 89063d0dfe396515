import { LIMITS } from '#shared/protocol/limits.ts';
import { weftError, type WeftError } from '#shared/run/errors.ts';
import { codeFault, TOO_DEEP, TOO_LONG } from './fault-words.ts';
import type { CodeWish, Evaluation, SandboxAnswer, SandboxQuestion } from './messages.ts';

/** The part of a worker that is used. */
export interface WorkerLike {
  onmessage: ((event: MessageEvent<SandboxAnswer>) => void) | null;
  onerror: ((event: ErrorEvent) => void) | null;
  readonly postMessage: (question: SandboxQuestion) => void;
  readonly terminate: () => void;
}

export interface SandboxPorts {
  readonly start: () => WorkerLike;
  /** Calls once after the delay; returns what calls it off. */
  readonly after: (delayInMs: number, callback: () => void) => () => void;
}

/** Runs people's code away from everything else. */
export interface Sandbox {
  /** One after another, in the order in which they came. Never rejects, and never stays without an answer. */
  readonly evaluate: (wish: CodeWish) => Promise<Evaluation>;
}

interface Waiting {
  readonly wish: CodeWish;
  readonly resolve: (evaluation: Evaluation) => void;
}

const NOT_LOADED = weftError(
  'relay-unreachable',
  'The sandbox for code could not be loaded. Look at the connection and run the node again.',
  { retryable: true },
);
const SILENT = codeFault(`${TOO_LONG}. Look for a loop or a pattern that never ends.`);

/**
 * One worker, started when something is first asked. It is ended when it keeps silent for longer than code may run,
 * when its interpreter broke, and when nothing was asked for a while; the next wish gets a new one.
 */
export function createSandbox({ start, after }: SandboxPorts): Sandbox {
  const waiting: Waiting[] = [];
  let worker: WorkerLike | null = null;
  let isReady = false;
  let asked: (Waiting & { readonly id: number }) | null = null;
  let lastId = 0;
  let stopWatch = (): void => undefined;

  function watch(delayInMs: number, callback: () => void): void {
    stopWatch();
    stopWatch = after(delayInMs, callback);
  }

  function end(): void {
    stopWatch();
    worker?.terminate();
    worker = null;
    isReady = false;
  }

  function answer(evaluation: Evaluation): void {
    const current = asked;
    asked = null;
    current?.resolve(evaluation);
  }

  /** Nobody who waits could be served. */
  function giveUp(error: WeftError): void {
    end();
    answer({ ok: false, error });
    for (const { resolve } of waiting.splice(0)) resolve({ ok: false, error });
  }

  /** Only the wish at work is lost with its worker. */
  function lose(error: WeftError): void {
    end();
    answer({ ok: false, error });
    goOn();
  }

  function goOn(): void {
    if (asked !== null) return;
    if (waiting.length === 0) {
      if (worker !== null) watch(LIMITS.codeIdleMs, end);
      return;
    }
    try {
      if (worker === null) return begin();
      if (isReady) ask(worker);
    } catch {
      // No worker can be started here.
      giveUp(NOT_LOADED);
    }
  }

  function ask(to: WorkerLike): void {
    const next = waiting.shift();
    if (next === undefined) return;
    lastId += 1;
    asked = { ...next, id: lastId };
    watch(LIMITS.codeMs + LIMITS.codeGraceMs, () => lose(SILENT));
    to.postMessage({ id: lastId, wish: next.wish });
  }

  function begin(): void {
    const fresh = start();
    worker = fresh;
    fresh.onmessage = ({ data }) => worker === fresh && hear(data);
    fresh.onerror = (event) => {
      event.preventDefault();
      if (worker !== fresh) return;
      if (isReady) lose(codeFault(TOO_DEEP));
      else giveUp(NOT_LOADED);
    };
    watch(LIMITS.codeLoadMs, () => giveUp(NOT_LOADED));
  }

  function hear(data: SandboxAnswer): void {
    switch (data.type) {
      case 'ready':
        stopWatch();
        isReady = true;
        return goOn();
      case 'not-loaded':
        return giveUp(NOT_LOADED);
      case 'done':
        if (asked?.id !== data.id) return;
        stopWatch();
        if (data.isBroken) end();
        answer(data.evaluation);
        return goOn();
      default:
        data satisfies never;
    }
  }

  return Object.freeze({
    evaluate: (wish: CodeWish) =>
      new Promise<Evaluation>((resolve) => {
        waiting.push({ wish, resolve });
        // One that was idle is so no longer.
        if (isReady && asked === null) stopWatch();
        goOn();
      }),
  });
}
