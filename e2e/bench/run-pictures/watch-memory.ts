import type { CDPSession, Page } from 'playwright';

/** What a page holds, now and at most, by the browser's own accounts. */
export interface Held {
  /** Bytes of JavaScript's heap, the workers' included. */
  readonly heap: number;
  /** Bytes of array buffers and the like beside it. */
  readonly beside: number;
  /** Full pictures that the page has as objects of its own: an address for bytes. */
  readonly pictures: number;
}

declare global {
  interface Window {
    weftFullPictures: { now: number; most: number };
  }
}

/** Counts addresses for bytes of pictures that are larger than any small one. Before a page of the context loads. */
export async function countFullPictures(page: Page, fromBytes: number): Promise<void> {
  await page.addInitScript((least) => {
    const count = { now: 0, most: 0 };
    const large = new Set<string>();
    window.weftFullPictures = count;
    const { createObjectURL, revokeObjectURL } = URL;
    URL.createObjectURL = (source) => {
      const url = createObjectURL.call(URL, source);
      if (source instanceof Blob && source.size >= least) large.add(url);
      count.now = large.size;
      count.most = Math.max(count.most, count.now);
      return url;
    };
    URL.revokeObjectURL = (url) => {
      large.delete(url);
      count.now = large.size;
      revokeObjectURL.call(URL, url);
    };
  }, fromBytes);
}

interface HeapUsage {
  readonly usedSize: number;
  readonly backingStorageSize?: number;
}

/** Sums the page and its workers. */
export async function openMemoryWatch(page: Page): Promise<() => Promise<Held>> {
  const session = await page.context().newCDPSession(page);
  const workers = await watchWorkers(session);
  return async () => {
    await session.send('HeapProfiler.collectGarbage');
    const usages = [(await session.send('Runtime.getHeapUsage')) as HeapUsage, ...(await workers())];
    const sum = (of: (usage: HeapUsage) => number) => usages.reduce((total, each) => total + of(each), 0);
    return {
      heap: sum(({ usedSize }) => usedSize),
      beside: sum(({ backingStorageSize = 0 }) => backingStorageSize),
      pictures: await page.evaluate(() => window.weftFullPictures.most),
    };
  };
}

/** Workers speak through the page's session, each message in an envelope. */
async function watchWorkers(session: CDPSession): Promise<() => Promise<readonly HeapUsage[]>> {
  const ids = new Set<string>();
  const waiting = new Map<string, (usage: HeapUsage) => void>();
  let number = 0;
  session.on('Target.attachedToTarget', ({ sessionId }) => ids.add(sessionId));
  session.on('Target.detachedFromTarget', ({ sessionId }) => ids.delete(sessionId));
  session.on('Target.receivedMessageFromTarget', ({ sessionId, message }) => {
    const answer = JSON.parse(message) as { readonly id?: number; readonly result?: HeapUsage };
    if (answer.result !== undefined) waiting.get(`${sessionId} ${answer.id}`)?.(answer.result);
  });
  await session.send('Target.setAutoAttach', { autoAttach: true, waitForDebuggerOnStart: false });
  const ask = (sessionId: string) =>
    new Promise<HeapUsage>((resolve) => {
      const id = (number += 1);
      waiting.set(`${sessionId} ${id}`, resolve);
      const message = JSON.stringify({ id, method: 'Runtime.getHeapUsage' });
      void session.send('Target.sendMessageToTarget', { sessionId, message });
    });
  return () => Promise.all([...ids].map(ask));
}
