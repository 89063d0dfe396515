import type { SandboxAnswer, SandboxQuestion } from './messages.ts';
import type { SandboxPorts, WorkerLike } from './sandbox.ts';

/** A worker that answers when the test says so. */
export interface TestWorker extends WorkerLike {
  readonly asked: SandboxQuestion[];
  readonly says: (answer: SandboxAnswer) => void;
  readonly breaks: () => void;
  isEnded: boolean;
}

export interface TestBench {
  readonly ports: SandboxPorts;
  /** All that were started, in order. */
  readonly workers: TestWorker[];
  /** Lets time pass: everything due until then happens. */
  readonly pass: (ms: number) => void;
}

/** Workers and time that a test drives. */
export function createTestBench(): TestBench {
  const workers: TestWorker[] = [];
  let now = 0;
  let timers: { readonly at: number; readonly callback: () => void }[] = [];
  return {
    workers,
    pass(ms) {
      now += ms;
      const due = timers.filter(({ at }) => at <= now);
      timers = timers.filter(({ at }) => at > now);
      for (const { callback } of due) callback();
    },
    ports: {
      start() {
        const worker = createTestWorker();
        workers.push(worker);
        return worker;
      },
      after(delayInMs, callback) {
        const timer = { at: now + delayInMs, callback };
        timers.push(timer);
        return () => {
          timers = timers.filter((other) => other !== timer);
        };
      },
    },
  };
}

function createTestWorker(): TestWorker {
  const asked: SandboxQuestion[] = [];
  const worker: TestWorker = {
    onmessage: null,
    onerror: null,
    asked,
    isEnded: false,
    postMessage: (question) => void asked.push(question),
    terminate() {
      worker.isEnded = true;
    },
    says: (data) => worker.onmessage?.({ data } as MessageEvent<SandboxAnswer>),
    breaks: () => worker.onerror?.({ preventDefault: () => undefined } as ErrorEvent),
  };
  return worker;
}
