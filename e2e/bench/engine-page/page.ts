/** Starts the bench worker and lets the bench ask it for one measurement at a time. */
const worker = new Worker(new URL('./bench-worker.ts', import.meta.url), { type: 'module' });

function measure(task: unknown): Promise<unknown> {
  return new Promise((resolve, reject) => {
    worker.onmessage = (event: MessageEvent<unknown>) => resolve(event.data);
    worker.onerror = (event) => reject(new Error(event.message));
    worker.postMessage(task);
  });
}

Object.assign(globalThis, { measureEngine: measure });
