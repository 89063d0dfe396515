import type { RunSummary } from '#shared/protocol/messages.ts';
import { createPackedCache } from '../../../web/adapters/packed-cache.ts';
import { createRelayConnection } from '../../../web/adapters/relay-connection.ts';
import { createRelayHttp } from '../../../web/adapters/relay-http.ts';
import { createRelayPolling } from '../../../web/adapters/relay-polling.ts';
import type { EngineApi, EngineBatch } from '../../../web/engine/api.ts';
import { createEngine } from '../../../web/engine/engine.ts';
import { openPictures } from '../../../web/engine/open-pictures.ts';
import type { Clock, NodeRegistry } from '../../../web/engine/ports.ts';
import { branching } from '../../../web/engine/branching.ts';
import { planning } from '../../../web/engine/planning.ts';
import { readyHosting } from '../../../web/engine/ready-hosting.ts';
import { createLink, type Link } from '../kernel/network.ts';
import type { Random } from '../kernel/random.ts';
import { createActor, thaw, type Actor, type WorldClock } from '../kernel/world-clock.ts';
import type { SimRelay } from '../relay/sim-relay.ts';
import type { Browser } from './browser.ts';
import { openSimPage, type SimPage } from './sim-page.ts';

/** What a tab tells the oracles. */
export interface TabWatch {
  readonly batch: (tab: string, batch: EngineBatch) => void;
  readonly frame: (connectionId: string, frame: string) => void;
  readonly answer: (tab: string, path: string, text: string) => void;
  readonly connected: (connectionId: string, runId: string, tab: string, ticketId: string) => void;
  /** The room has stored these nodes. */
  readonly acknowledged: (nodeIds: readonly string[]) => void;
  /** A worker has begun to follow a run: its entries begin anew. */
  readonly follows: (tab: string, runId: string, clientId: string) => void;
}

export interface SimTabOptions {
  readonly clock: WorldClock;
  readonly random: Random;
  readonly relay: SimRelay;
  readonly registry: NodeRegistry;
  readonly browser: Browser;
  readonly watch: TabWatch;
  /** Unique among all tabs there ever were. */
  readonly name: string;
  /** Survives reloads of the tab. */
  readonly hostId: string;
  readonly polls: boolean;
  readonly newConnectionId: () => string;
  readonly onRuns: (runs: readonly RunSummary[]) => void;
}

/** One tab: the engine as its worker has it, over the product's own adapters, on a simulated network. */
export interface SimTab {
  readonly name: string;
  readonly hostId: string;
  readonly browser: Browser;
  readonly link: Link;
  readonly engine: EngineApi;
  readonly polls: boolean;
  /** null = it shows one run and nothing of the flow. */
  readonly page: SimPage | null;
  /** Nodes that were added to the document here. */
  readonly added: string[];
  visible: boolean;
  online: boolean;
  readonly isGone: () => boolean;
  readonly show: (state: { visible?: boolean; online?: boolean }) => void;
  readonly freeze: () => void;
  readonly thaw: () => void;
  /** Closed by its person: it says goodbye. */
  readonly close: () => void;
  /** No word of goodbye. */
  readonly crash: () => void;
  /** The tab does something of its own accord, unless it is frozen or gone. */
  readonly act: (work: (engine: EngineApi) => void) => void;
}

export function createSimTab(options: SimTabOptions): SimTab {
  const { random, relay, browser, watch, name, hostId } = options;
  const world = options.clock;
  const actor = createActor(name);
  const link = createLink({
    ...{ clock: world, random: random.fork('link'), relay, actor, name },
    newConnectionId: options.newConnectionId,
    onFrame: watch.frame,
    onAnswer: (path, text) => watch.answer(name, path, text),
    onConnected: (connectionId, runId, ticketId) => watch.connected(connectionId, runId, name, ticketId),
  });
  const clock = tabClock(options.clock, random, actor);
  const engine = openEngine(options, clock, link);
  const added: string[] = [];
  const page =
    browser.runId === null
      ? openSimPage({
          ...{ browser, engine, link, clock, added, polls: options.polls, onRuns: options.onRuns },
          ...{ clientId: `${name}page`, chance: random.fork('page').next },
          onAcknowledged: watch.acknowledged,
        })
      : null;
  const gone = (): void => {
    actor.state = 'dead';
    browser.freeLocks(name);
    link.cut(false);
  };
  const tab: SimTab = {
    ...{
      name,
      hostId,
      browser,
      link,
      engine,
      page,
      added,
      polls: options.polls,
      visible: true,
      online: true,
    },
    isGone: () => actor.state === 'dead',
    show(state) {
      tab.visible = state.visible ?? tab.visible;
      tab.online = state.online ?? tab.online;
      tab.act(() => {
        engine.page({ visible: tab.visible, online: tab.online });
        if (tab.visible) page?.wake();
      });
    },
    freeze() {
      if (actor.state === 'alive') actor.state = 'frozen';
    },
    thaw: () => thaw(actor),
    close() {
      tab.act(() => {
        page?.close();
        engine.close();
      });
      // The browser gives the worker a moment to send what it has to say.
      world.after(50, createActor(`${name} goodbye`), gone);
    },
    crash: gone,
    act: (work) => void world.after(0, actor, () => work(engine)),
  };
  return tab;
}

/** Of the tab: begins anywhere, and stands still with it. */
function tabClock(world: WorldClock, random: Random, actor: Actor): Clock {
  const bornAt = world.now() - random.between(0, 100_000);
  return {
    now: () => world.now() - bornAt,
    after: (delayInMs, callback) => world.after(delayInMs, actor, callback),
    soon: (callback) => void world.after(0, actor, callback),
  };
}

function openEngine(options: SimTabOptions, clock: Clock, link: Link): EngineApi {
  const { clock: world, random, browser, watch, name, hostId, registry } = options;
  const skewMs = random.between(-5_000, 5_000);
  const wallNow = (): number => Math.floor(world.now() + skewMs);
  let ids = 0;
  const newId = (): string => `${name}i${(ids += 1)}`;
  const chances = random.fork('jitter');
  const engine = createEngine({
    ...{ clock, wallNow, registry, newId, lock: browser.lockOf(name), hosting: readyHosting },
    planning: () => planning,
    branching: () => branching,
    openFlowPictures: async (given) => openPictures(given),
    openHttp: (http) => createRelayHttp({ ...http, origin: '', fetch: link.fetch, clock }),
    openCache: (onNotice) => createPackedCache({ store: browser.packs, clock, wallNow, newId, onNotice }),
    connect({ runId, clientId, http, events, transport, firstPage }) {
      watch.follows(name, runId, clientId);
      return createRelayConnection({
        ...{ runId, clientId, http, events, clock, firstPage, after: 0 },
        chance: chances.next,
        openSocket: transport === 'polling' ? null : link.openSocket,
        openPolling: createRelayPolling,
        socketOrigin: 'ws://relay',
        frames: () => undefined,
      });
    },
  });
  const { flowId, secret, personName, person } = browser;
  const transport = options.polls ? ('polling' as const) : undefined;
  const opening = {
    flowId,
    secret,
    mayCreate: browser.role === 'owner',
    personName,
    hostId,
    person,
    debug: false,
    transport,
  };
  void engine
    .open(opening, (batch) => watch.batch(name, batch))
    .then(async () => {
      const connected = await engine.connect();
      if (connected.ok) browser.person = connected.session.person;
    });
  return engine;
}
