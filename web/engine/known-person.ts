/** Time for another tab to have its answer; one that was frozen meanwhile is not waited for. */
const MOST_WAIT_MS = 3_000;
const LOCK = 'weft-person';

export interface KnownPerson {
  /** The proof of who this browser is; undefined = the relay will say. */
  readonly person: string | undefined;
  /** The relay has answered, or will not: whoever waits may go on. Idempotent. */
  readonly settle: () => void;
}

const nothing = (): void => undefined;

/**
 * Who this browser is. At its very first visit the tabs ask the relay one after another, because whoever asks without a
 * proof becomes somebody new.
 * @param read the proof, once a tab has stored it.
 * @param locks of the browser; undefined on plain http, where every tab asks for itself.
 */
export function knownPerson(
  read: () => string | undefined,
  locks: LockManager | undefined,
): Promise<KnownPerson> {
  const asItIs = (): KnownPerson => ({ person: read(), settle: nothing });
  if (locks === undefined || read() !== undefined) return Promise.resolve(asItIs());
  return new Promise((resolve) => {
    const signal = AbortSignal.timeout(MOST_WAIT_MS);
    locks
      .request(LOCK, { signal }, () => {
        if (read() !== undefined) return resolve(asItIs());
        return new Promise<void>((settle) => resolve({ person: undefined, settle }));
      })
      .catch(() => resolve(asItIs()));
  });
}
