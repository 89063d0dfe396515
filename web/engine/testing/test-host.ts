import { foldEntries } from '#shared/run/reduce.ts';
import { emptyRun } from '#shared/run/state.ts';
import { createRunHost, type RunHost } from '../host.ts';
import { createKeptBlobs } from '../kept-blobs.ts';
import { createMemoryCache } from '../memory-cache.ts';
import type { Clock, NodeRegistry, OpenEarlierRun, OutputCache, PictureStore, RunBlobs } from '../ports.ts';
import { createRelayTime } from '../relay-time.ts';
import type { TestRoom } from './test-room.ts';

/** A host on a room, as a tab that took the lease would make it. */
export interface TestHost {
  readonly host: RunHost;
  readonly cache: OutputCache;
  readonly epoch: number;
  readonly stale: () => boolean;
  /** The tab is gone: no word of goodbye. */
  readonly kill: () => void;
}

export interface TestHostOptions {
  readonly registry: NodeRegistry;
  readonly clock: Clock;
  readonly cache?: OutputCache;
  readonly hostId?: string;
  /** What this browser remembers of pictures. */
  readonly pictures?: PictureStore;
  readonly openEarlier?: OpenEarlierRun | undefined;
}

/** A browser that remembers pictures, of a flow whose room keeps none. */
const blobsWith = (room: TestRoom, pictures: PictureStore): RunBlobs =>
  createKeptBlobs({
    run: room.blobs,
    flow: { here: pictures.get, seen: pictures.put, deliver: async () => false },
  });

export function hostOn(room: TestRoom, options: TestHostOptions): TestHost {
  const { clock, registry } = options;
  const epoch = room.grant(options.hostId ?? 'host');
  const start = foldEntries(emptyRun(room.runId), room.log);
  const cache = options.cache ?? createMemoryCache();
  const time = createRelayTime(clock);
  time.observe(start.at);
  let isStale = false;
  let host: RunHost | null = null;
  const connection = room.connect({ entries: (entries) => host?.entries(entries) }, start.seq);
  host = createRunHost({
    runId: room.runId,
    epoch,
    start,
    connection,
    blobs: options.pictures === undefined ? room.blobs : blobsWith(room, options.pictures),
    cache,
    registry,
    openEarlier: options.openEarlier,
    clock,
    time,
    onStale: () => {
      isStale = true;
    },
  });
  const made = host;
  return {
    host: made,
    cache,
    epoch,
    stale: () => isStale,
    kill() {
      made.stop();
      connection.close();
    },
  };
}
