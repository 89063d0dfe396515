import type { HostLock } from '../engine/ports.ts';

/** The Web Locks of this browser; where there are none (plain http), every tab may claim and the relay decides. */
export function createHostLock(locks: LockManager | undefined): HostLock {
  if (locks === undefined) return { take: () => Promise.resolve(() => undefined) };
  return Object.freeze({
    take: (runId: string) =>
      new Promise<(() => void) | null>((resolve) => {
        void locks
          .request(`weft-host-${runId}`, { ifAvailable: true }, (lock) => {
            if (lock === null) {
              resolve(null);
              return undefined;
            }
            return new Promise<void>((release) => resolve(release));
          })
          .catch(() => resolve(() => undefined));
      }),
  });
}
