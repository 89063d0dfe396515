import { weftError, WeftFailure } from '#shared/run/errors.ts';
import { expose } from 'comlink';
import { createFrameLog } from '../adapters/frame-log.ts';
import { openIdbPictures } from '../adapters/idb-pictures.ts';
import { openIdbPackStore } from '../adapters/idb-pack-store.ts';
import { createLateTransport } from '../adapters/late-transport.ts';
import { createPackedCache } from '../adapters/packed-cache.ts';
import { createRelayConnection } from '../adapters/relay-connection.ts';
import { createRelayHttp } from '../adapters/relay-http.ts';
import { openPartySocket } from '../adapters/socket-like.ts';
import { createSystemClock } from '../adapters/system-clock.ts';
import { createHostLock } from '../adapters/web-lock.ts';
import { createEngine } from './engine.ts';
import { createHosting } from './hosting.ts';
import { createMemoryCache } from './memory-cache.ts';
import { createMemoryPictures } from './memory-pictures.ts';
import { createNodeRegistry } from './node-registry.ts';
import type { RunConnection } from './ports.ts';

/** The engine's worker: gives the engine the browser's real clock, network and storage, and shows it to the page. */

const clock = createSystemClock();
const origin = self.location.origin;
/** 160 random bits: ids of requests, clients and packs. crypto.randomUUID does not exist on plain http. */
const newId = () =>
  Array.from(crypto.getRandomValues(new Uint8Array(20)), (byte) => byte.toString(16).padStart(2, '0')).join(
    '',
  );

/** Frames go to the worker's console, and only when a person asked for them. */
const showLine = (line: string) => self.console.debug(line);

function chance(): number {
  return (crypto.getRandomValues(new Uint32Array(1))[0] ?? 0) / 2 ** 32;
}

/** A part of the engine that comes when it is needed. @throws WeftFailure relay-unreachable when it cannot come now */
async function fetched<Part>(load: () => Promise<Part>): Promise<Part> {
  try {
    return await load();
  } catch {
    const words =
      'The relay cannot be reached to fetch what this needs. Check the connection, then try again.';
    throw new WeftFailure(weftError('relay-unreachable', words, { retryable: true }));
  }
}

/** Fetched where sockets do not open. */
const polling = async () => (await import('../adapters/relay-polling.ts')).createRelayPolling;

/** Fetched when a run begins, or when the page has long been open: then it is there even if the relay is gone. */
const hosting = createHosting(() => fetched(async () => (await import('./host.ts')).createRunHost));
const planning = () => fetched(async () => (await import('./planning.ts')).planning);
const FETCH_HOSTING_AFTER_MS = 3_000;
clock.after(FETCH_HOSTING_AFTER_MS, () => {
  for (const part of [hosting.load(), planning()]) void part.catch(() => undefined);
});

expose(
  createEngine({
    clock,
    wallNow: () => Date.now(),
    registry: createNodeRegistry(),
    lock: createHostLock(self.navigator.locks),
    hosting,
    planning,
    branching: () => fetched(async () => (await import('./branching.ts')).branching),
    newId,
    openHttp: (options) => createRelayHttp({ ...options, origin, fetch: self.fetch.bind(self), clock }),
    async openCache(onNotice) {
      try {
        const store = await openIdbPackStore();
        return await createPackedCache({ store, clock, wallNow: () => Date.now(), newId, onNotice });
      } catch {
        // Private windows and full disks refuse IndexedDB: outputs are kept as long as the page is open.
        return createMemoryCache();
      }
    },
    async openPictures() {
      try {
        return await openIdbPictures(() => Date.now());
      } catch {
        return createMemoryPictures();
      }
    },
    async openFlowPictures(options, flowId) {
      const [{ openPictures }, { openIdbPictureOutbox }] = await Promise.all([
        import('./open-pictures.ts'),
        import('../adapters/idb-picture-outbox.ts'),
      ]);
      const outbox = await openIdbPictureOutbox(flowId, () => Date.now()).catch(() => undefined);
      return openPictures({ ...options, outbox });
    },
    connect: ({ runId, clientId, http, events, debug, transport, firstPage }): RunConnection =>
      createRelayConnection({
        ...{ runId, clientId, http, events, clock, chance, firstPage },
        after: 0,
        openSocket: transport === 'polling' || typeof WebSocket === 'undefined' ? null : openPartySocket,
        openPolling: (context) => createLateTransport(context, polling),
        socketOrigin: origin.replace(/^http/, 'ws'),
        frames: createFrameLog(debug, showLine),
      }),
  }),
);
