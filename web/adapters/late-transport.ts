import { toWeftError } from '#shared/run/errors.ts';
import { reconnectDelayMs } from './backoff.ts';
import type { RoomLink, Transport } from './connection-context.ts';

/**
 * A way to the room whose code is fetched when it is needed: most networks let sockets through, so most pages never
 * fetch polling. What is sent meanwhile waits in the outbox, which every transport begins with.
 */
export function createLateTransport<Link extends Pick<RoomLink, 'clock' | 'report' | 'options' | 'chance'>>(
  link: Link,
  load: () => Promise<(link: Link) => Transport>,
): Transport {
  let transport: Transport | null = null;
  let isClosed = false;
  let failures = 0;

  async function fetchCode(): Promise<void> {
    try {
      const create = await load();
      if (!isClosed) transport = create(link);
    } catch (caught) {
      if (isClosed) return;
      link.report({ state: 'lost', error: toWeftError(caught, 'relay-unreachable') });
      const delayInMs = reconnectDelayMs(failures++, link.chance(), link.options);
      link.clock.after(delayInMs, () => void fetchCode());
    }
  }

  void fetchCode();
  return Object.freeze({
    flush: () => transport?.flush(),
    wake: () => transport?.wake(),
    farewell: () => transport?.farewell(),
    close() {
      isClosed = true;
      transport?.close();
    },
  });
}
