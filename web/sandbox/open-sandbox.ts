import { createSandbox, type Sandbox } from './sandbox.ts';
import { startSandboxWorker } from './start-sandbox-worker.ts';

/** A sandbox in a worker of its own; nothing is started before something is asked of it. */
export function openSandbox(): Sandbox {
  return createSandbox({
    start: startSandboxWorker,
    after(delayInMs, callback) {
      const timer = setTimeout(callback, delayInMs);
      return () => clearTimeout(timer);
    },
  });
}
