import { openIdbPackStore } from '../../../web/adapters/idb-pack-store.ts';
import { createPackedCache } from '../../../web/adapters/packed-cache.ts';
import { createSystemClock } from '../../../web/adapters/system-clock.ts';
import type { Clock, OutputCache } from '../../../web/engine/ports.ts';
import {
  chain,
  fan,
  median,
  randomGraph,
  registryOf,
  runEngine,
  runPromises,
  runTimed,
  type Graph,
} from '../engine-workload.ts';
import { runMap } from '../map-workload.ts';

/** The worker of the bench: the engine's modules as they are bundled for production, measured where they run. */

export type BenchTask =
  | {
      readonly type: 'overhead';
      readonly shape: 'chain' | 'fan' | 'random';
      readonly size: number;
      /** Rounds before those that count, of both: code is compiled in them. */
      readonly warmUp: number;
      readonly rounds: number;
    }
  | { readonly type: 'link'; readonly size: number; readonly linkMs: number }
  | { readonly type: 'map'; readonly size: number; readonly warmUp: number; readonly rounds: number }
  | { readonly type: 'makespan'; readonly size: number; readonly rounds: number }
  | { readonly type: 'cached'; readonly size: number; readonly rounds: number };

export type BenchResult =
  | {
      readonly type: 'overhead';
      readonly engineMs: number;
      readonly promiseMs: number;
      /** The engine's first round in this worker, or the first with this graph. */
      readonly firstMs: number;
    }
  | { readonly type: 'link'; readonly ms: number }
  | { readonly type: 'map'; readonly mapMs: number; readonly separateMs: number }
  | { readonly type: 'makespan'; readonly median: number; readonly worst: number }
  | { readonly type: 'cached'; readonly rerunMs: number; readonly getAllMs: number };

const clock = createSystemClock();
const DATABASE = 'weft-bench';

function graphOf(shape: 'chain' | 'fan' | 'random', size: number): Graph {
  if (shape === 'chain') return chain(size);
  return shape === 'fan' ? fan(size) : randomGraph(size);
}

async function overhead(task: BenchTask & { type: 'overhead' }): Promise<BenchResult> {
  const graph = graphOf(task.shape, task.size);
  const engine: number[] = [];
  const promises: number[] = [];
  for (let round = 0; round < task.warmUp + task.rounds; round += 1) {
    promises.push(await runPromises(graph));
    engine.push((await runEngine(graph, { clock })).ms);
  }
  const [firstMs = Number.NaN] = engine;
  const engineMs = median(engine.slice(task.warmUp));
  return { type: 'overhead', engineMs, promiseMs: median(promises.slice(task.warmUp)), firstMs };
}

async function map(task: BenchTask & { type: 'map' }): Promise<BenchResult> {
  const rounds: { readonly mapMs: number; readonly separateMs: number }[] = [];
  for (let round = 0; round < task.warmUp + task.rounds; round += 1)
    rounds.push(await runMap(task.size, { clock }));
  const counted = rounds.slice(task.warmUp);
  const mapMs = median(counted.map((round) => round.mapMs));
  return { type: 'map', mapMs, separateMs: median(counted.map((round) => round.separateMs)) };
}

/** A clock that jumps to the next timer when nothing else is left to do. */
function createJumpingClock(): Clock {
  let now = 0;
  let timers: { readonly at: number; readonly callback: () => void }[] = [];
  let jumping = false;
  const jump = () => {
    jumping = false;
    const at = Math.min(...timers.map((timer) => timer.at));
    if (at === Infinity) return;
    now = at;
    const due = timers.filter((timer) => timer.at === at);
    timers = timers.filter((timer) => timer.at !== at);
    for (const { callback } of due) callback();
    jumpSoon();
  };
  const jumpSoon = () => {
    if (jumping || timers.length === 0) return;
    jumping = true;
    clock.soon(jump);
  };
  const after = (delayInMs: number, callback: () => void) => {
    const timer = { at: now + delayInMs, callback };
    timers.push(timer);
    jumpSoon();
    return () => {
      timers = timers.filter((other) => other !== timer);
    };
  };
  return { now: () => now, after, soon: (callback) => void after(0, callback) };
}

async function makespan(task: BenchTask & { type: 'makespan' }): Promise<BenchResult> {
  const ratios: number[] = [];
  for (let round = 0; round < task.rounds; round += 1) {
    const { ms, criticalMs } = await runTimed(
      randomGraph(task.size, round + 1),
      createJumpingClock(),
      round + 1,
    );
    ratios.push(ms / criticalMs);
  }
  return { type: 'makespan', median: median(ratios), worst: Math.max(...ratios) };
}

async function openCache(): Promise<OutputCache> {
  const store = await openIdbPackStore(DATABASE);
  const newId = () => String(Math.random());
  return createPackedCache({ store, clock, wallNow: () => Date.now(), newId, onNotice: () => undefined });
}

/** Every node has a text of its own, as long as a paragraph. */
const textOf = (number: unknown) => `${String(number)} ${'lantern '.repeat(80)}`;
const writing = registryOf(async ({ config }) => ({ text: textOf(config['number']) }));

/** A rerun from the disk, cache opened anew, against one getAll of the same records. */
async function cached(task: BenchTask & { type: 'cached' }): Promise<BenchResult> {
  const graph = randomGraph(task.size);
  const first = await openCache();
  await runEngine(graph, { clock, cache: first, registry: writing });
  await first.flush();
  const reruns: number[] = [];
  const reads: number[] = [];
  for (let round = 0; round < task.rounds; round += 1) {
    const startedAt = performance.now();
    await runEngine(graph, { clock, cache: await openCache(), registry: writing });
    reruns.push(performance.now() - startedAt);
    reads.push(await getAllMs());
  }
  return { type: 'cached', rerunMs: median(reruns), getAllMs: median(reads) };
}

/** The same outputs as one record each, read with one getAll. */
async function getAllMs(): Promise<number> {
  const request = indexedDB.open('weft-bench-plain', 1);
  request.onupgradeneeded = () => request.result.createObjectStore('outputs');
  const database = await done(request);
  const count = await done(database.transaction('outputs').objectStore('outputs').count());
  if (count === 0) {
    const store = database.transaction('outputs', 'readwrite').objectStore('outputs');
    const writes = Array.from({ length: 1_000 }, (_, index) => {
      const record = {
        key: 'k'.repeat(64),
        hash: 'h'.repeat(64),
        output: { text: textOf(index) },
        costMicroUsd: 0,
      };
      return done(store.put(record, index));
    });
    await Promise.all(writes);
  }
  const startedAt = performance.now();
  await done(database.transaction('outputs').objectStore('outputs').getAll());
  const ms = performance.now() - startedAt;
  database.close();
  return ms;
}

function done<T>(request: IDBRequest<T>): Promise<T> {
  return new Promise((resolve, reject) => {
    request.onsuccess = () => resolve(request.result);
    request.onerror = () => reject(request.error ?? new Error('the database refused'));
  });
}

async function link(task: BenchTask & { type: 'link' }): Promise<BenchResult> {
  return { type: 'link', ms: (await runEngine(chain(task.size), { clock, linkMs: task.linkMs })).ms };
}

function carryOut(task: BenchTask): Promise<BenchResult> {
  switch (task.type) {
    case 'overhead':
      return overhead(task);
    case 'link':
      return link(task);
    case 'map':
      return map(task);
    case 'makespan':
      return makespan(task);
    case 'cached':
      return cached(task);
  }
}

globalThis.onmessage = async (event: MessageEvent<BenchTask>) => {
  globalThis.postMessage(await carryOut(event.data));
};
