import { toWeftError } from '#shared/run/errors.ts';
import type { Clock } from './ports.ts';

/** Before each further try, in ms: together longer than a killed relay needs to come back. */
const WAITS_MS = [250, 1_000, 2_000];

/**
 * Makes a request again while the relay cannot be reached at all.
 * @param request must be one that the relay takes twice as once
 */
export async function keepTrying<T>(clock: Pick<Clock, 'after'>, request: () => Promise<T>): Promise<T> {
  for (const waitInMs of WAITS_MS) {
    try {
      return await request();
    } catch (caught) {
      if (toWeftError(caught).code !== 'relay-unreachable') throw caught;
    }
    await new Promise<void>((resolve) => {
      clock.after(waitInMs, resolve);
    });
  }
  return request();
}
