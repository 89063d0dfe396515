import { randomBytes } from 'node:crypto';
import type { EngineApi, EngineBatch, Outcome, StartWish } from '../../web/engine/api.ts';
import { createFrameLog } from '../../web/adapters/frame-log.ts';
import { createRelayConnection } from '../../web/adapters/relay-connection.ts';
import { createRelayHttp } from '../../web/adapters/relay-http.ts';
import { createRelayPolling } from '../../web/adapters/relay-polling.ts';
import { createEngine } from '../../web/engine/engine.ts';
import { openPictures } from '../../web/engine/open-pictures.ts';
import { createMemoryCache } from '../../web/engine/memory-cache.ts';
import type { Clock, NodeRegistry } from '../../web/engine/ports.ts';
import { branching } from '../../web/engine/branching.ts';
import { planning } from '../../web/engine/planning.ts';
import { readyHosting } from '../../web/engine/ready-hosting.ts';
import { createNodeSockets } from './node-socket.ts';

/**
 * A tab without a browser: the engine as its worker runs it, over real sockets and HTTP, for tests and benches that need
 * many tabs or have to kill one at an exact moment.
 */
export interface NodeTab {
  readonly engine: EngineApi;
  /** Follows a run, and drives it if the relay gives it to this tab. */
  readonly watch: (runId: string) => Promise<Outcome>;
  /** @returns the id of the run. @throws when it could not be started. */
  readonly start: (wish: StartWish) => Promise<string>;
  readonly onBatch: (listener: (batch: EngineBatch) => void) => void;
  /** Ends as a tab whose process died: nothing more is sent, no timer fires, its sockets break. */
  readonly kill: () => void;
  /** Stands still as a process that was stopped (SIGSTOP): its sockets stay open and nobody reads them. */
  readonly freeze: () => void;
  /** Ends as a tab that is closed. */
  readonly close: () => void;
}

export interface NodeTabOptions {
  /** http://host:port */
  readonly url: string;
  readonly flowId: string;
  readonly secret: string;
  readonly name: string;
  readonly registry: NodeRegistry;
  /** This tab may make the flow's room. */
  readonly mayCreate?: boolean;
}

const newId = () => randomBytes(20).toString('hex');

export async function openNodeTab(options: NodeTabOptions): Promise<NodeTab> {
  const { url, flowId, secret, name, registry, mayCreate = false } = options;
  const life = { isDead: false };
  const clock = mortalClock(life);
  const sockets = createNodeSockets();
  const listeners = new Set<(batch: EngineBatch) => void>();
  const liveFetch: typeof fetch = (input, init) =>
    life.isDead ? new Promise<Response>(() => undefined) : fetch(input, init);
  const engine = createEngine({
    ...{
      clock,
      registry,
      newId,
      hosting: readyHosting,
      planning: () => planning,
      branching: () => branching,
    },
    wallNow: () => Date.now(),
    lock: { take: () => Promise.resolve(() => undefined) },
    openFlowPictures: async (given) => openPictures(given),
    openHttp: (more) => createRelayHttp({ ...more, origin: url, fetch: liveFetch, clock }),
    openCache: () => Promise.resolve(createMemoryCache()),
    connect: ({ runId, clientId, http, events, debug, firstPage }) =>
      createRelayConnection({
        ...{ runId, clientId, http, events, clock, firstPage, after: 0, chance: Math.random },
        openSocket: sockets.open,
        openPolling: createRelayPolling,
        socketOrigin: url.replace(/^http/, 'ws'),
        frames: createFrameLog(debug, () => undefined),
      }),
  });
  await engine.open(
    { ...{ flowId, secret, mayCreate }, personName: name, hostId: newId(), debug: false },
    (batch) => {
      if (!life.isDead) for (const listener of listeners) listener(batch);
    },
  );
  const connected = await engine.connect();
  if (!connected.ok) throw new Error(`${name} could not connect: ${connected.error.message}`);
  return Object.freeze({
    engine,
    watch: (runId: string) => engine.watch(runId),
    async start(wish: StartWish) {
      const outcome = await engine.start(wish);
      if (!outcome.ok) throw new Error(outcome.problems.map(({ error }) => error.message).join(' '));
      return outcome.runId;
    },
    onBatch: (listener: (batch: EngineBatch) => void) => void listeners.add(listener),
    kill() {
      life.isDead = true;
      sockets.cut();
    },
    freeze() {
      life.isDead = true;
    },
    close: () => engine.close(),
  });
}

/** Node's own clock, whose callbacks end with the tab. */
function mortalClock(life: { readonly isDead: boolean }): Clock {
  const whileAlive = (callback: () => void) => () => {
    if (!life.isDead) callback();
  };
  return Object.freeze({
    now: () => performance.now(),
    after(delayInMs: number, callback: () => void) {
      const handle = setTimeout(whileAlive(callback), delayInMs);
      return () => clearTimeout(handle);
    },
    soon: (callback: () => void) => void setImmediate(whileAlive(callback)),
  });
}
