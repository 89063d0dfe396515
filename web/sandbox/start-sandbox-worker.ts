import workerUrl from './sandbox-worker.ts?worker&url';

/** Starts the worker of people's code, which is served by the app itself like the engine's, whose child it is. */
export function startSandboxWorker(): Worker {
  return new Worker(workerUrl, { type: 'module', name: 'weft-sandbox' });
}
