/** Writes batches in order. While one fails it is tried again and the others wait behind it: the log gets no hole. */
export interface BatchWriter<Batch> {
  /** Begun at once when nothing waits, so that whatever is sent next stands behind it (output gate). */
  write(batch: Batch): void;
  /** Resolves when everything written so far is stored. @throws when storage fails now. */
  settled(): Promise<void>;
}

export interface BatchWriterPorts<Batch> {
  readonly write: (batch: Batch) => Promise<void>;
  readonly setTimeout: (callback: () => void, delayInMs: number) => unknown;
  /** Called when writing begins to fail, and when it works again. */
  readonly onChange: (works: boolean) => void;
}

const RETRY_MS = 1_000;

export function createBatchWriter<Batch>(ports: BatchWriterPorts<Batch>): BatchWriter<Batch> {
  /** Begun batches from the oldest that is not stored on, in order. */
  const begun: { readonly batch: Batch; isStored: boolean }[] = [];
  const waiting: Batch[] = [];
  let isFailing = false;
  let last: Promise<void> = Promise.resolve();

  const begin = (batch: Batch): void => {
    const attempt = { batch, isStored: false };
    begun.push(attempt);
    last = attemptWrite(ports, batch);
    last.then(
      () => {
        attempt.isStored = true;
        while (begun[0]?.isStored) begun.shift();
      },
      () => failed(attempt),
    );
  };
  const failed = (attempt: (typeof begun)[number]): void => {
    const position = begun.indexOf(attempt);
    // Batches begun after the failed one may have been stored. They are written again behind it all the same: each
    // brings its header along, and an older one must not be the last that storage sees.
    if (position >= 0) waiting.unshift(...begun.splice(position).map(({ batch }) => batch));
    if (isFailing) return;
    isFailing = true;
    ports.onChange(false);
    ports.setTimeout(retry, RETRY_MS);
  };
  const retry = (): void => {
    const [batch] = waiting;
    if (batch === undefined) {
      isFailing = false;
      last = Promise.resolve();
      ports.onChange(true);
      return;
    }
    attemptWrite(ports, batch).then(
      () => {
        waiting.splice(waiting.indexOf(batch), 1);
        retry();
      },
      () => ports.setTimeout(retry, RETRY_MS),
    );
  };
  return Object.freeze({
    write(batch: Batch) {
      if (isFailing) waiting.push(batch);
      else begin(batch);
    },
    settled: () => (isFailing ? Promise.reject(new Error('storage fails')) : last),
  });
}

/** Async so that a write that throws at once fails like any other; it is begun before this returns all the same. */
async function attemptWrite<Batch>(ports: BatchWriterPorts<Batch>, batch: Batch): Promise<void> {
  await ports.write(batch);
}
