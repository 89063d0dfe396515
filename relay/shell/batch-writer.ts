import type { StoreBatch } from '../core/step.ts';

/** Writes batches in order. While one fails it is tried again and the others wait behind it: the log gets no hole. */
export interface BatchWriter {
  /** Begun at once when nothing waits, so that whatever is sent next stands behind it (output gate). */
  write(batch: StoreBatch): void;
  /** Resolves when everything written so far is stored. @throws when storage fails now. */
  settled(): Promise<void>;
}

export interface BatchWriterPorts {
  readonly write: (batch: StoreBatch) => Promise<void>;
  readonly setTimeout: (callback: () => void, delayInMs: number) => unknown;
  /** Called when writing begins to fail, and when it works again. */
  readonly onChange: (works: boolean) => void;
}

const RETRY_MS = 1_000;

export function createBatchWriter(ports: BatchWriterPorts): BatchWriter {
  const waiting: StoreBatch[] = [];
  let isFailing = false;
  let last: Promise<void> = Promise.resolve();

  const begin = (batch: StoreBatch): void => {
    last = ports.write(batch);
    last.catch(() => {
      // Batches begun after this one may have been stored: writing the failed one again repairs the order of keys,
      // since every batch is idempotent.
      waiting.push(batch);
      if (isFailing) return;
      isFailing = true;
      ports.onChange(false);
      ports.setTimeout(retry, RETRY_MS);
    });
  };
  const retry = (): void => {
    const [batch] = waiting;
    if (batch === undefined) {
      isFailing = false;
      last = Promise.resolve();
      ports.onChange(true);
      return;
    }
    ports.write(batch).then(
      () => {
        waiting.shift();
        retry();
      },
      () => ports.setTimeout(retry, RETRY_MS),
    );
  };
  return Object.freeze({
    write(batch: StoreBatch) {
      if (isFailing) waiting.push(batch);
      else begin(batch);
    },
    settled: () => (isFailing ? Promise.reject(new Error('storage fails')) : last),
  });
}
