import type { Result } from '#shared/result.ts';
import { weftError } from '#shared/run/errors.ts';
import type { ClockPort } from './run/run-clock.svelte.ts';
import type { Together } from './together/together.svelte.ts';

/** A relay that needs longer for an edit is as good as none. */
const DEADLINE_MS = 10_000;

const NOT_SETTLED = weftError(
  'relay-unreachable',
  'The relay does not have your latest changes yet. Wait until the connection is back, then try again.',
  { retryable: true },
);

/** Resolves when the relay has every edit made here; refused when it is away, or takes too long. */
export function untilSettled(
  together: Pick<Together, 'syncState'>,
  clock: Pick<ClockPort, 'after'>,
): Promise<Result<null>> {
  return new Promise((resolve) => {
    let cancel: () => void = () => undefined;
    const stop = $effect.root(() => {
      $effect(() => {
        if (together.syncState === 'synced') end({ ok: true, value: null });
        else if (together.syncState === 'offline') end({ ok: false, error: NOT_SETTLED });
      });
    });
    function end(answer: Result<null>): void {
      cancel();
      resolve(answer);
      queueMicrotask(stop); // not from inside the effect itself
    }
    cancel = clock.after(DEADLINE_MS, () => end({ ok: false, error: NOT_SETTLED }));
  });
}
