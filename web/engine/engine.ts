import type { PageResponse, RelayHttp, RelayHttpOptions } from '../adapters/relay-http.ts';
import type { FlowDocument } from '#shared/graph/document.ts';
import { readPictureHeader } from '#shared/picture-header.ts';
import type { StartRun } from '#shared/protocol/messages.ts';
import type { ProviderDescription } from '#shared/protocol/providers.ts';
import { toWeftError, weftError, WeftFailure } from '#shared/run/errors.ts';
import { nodeState } from '#shared/run/select.ts';
import type {
  EngineApi,
  EngineBatch,
  EngineOptions,
  StartBranch,
  StartOutcome,
  StartWish,
  RunPayer,
} from './api.ts';
import type { RunComparer } from './compare-runs.ts';
import { createBatcher, type Batcher } from './batcher.ts';
import type { CompileResult } from './core/compile.ts';
import { withKeys } from './core/with-keys.ts';
import type { Hosting } from './hosting.ts';
import { keepTrying } from './keep-trying.ts';
import type { FlowPictures } from './flow-pictures.ts';
import { createKeptBlobs } from './kept-blobs.ts';
import { createMemoryPictures } from './memory-pictures.ts';
import { createLatePictures, type LatePictures } from './late-pictures.ts';
import { loadOutput } from './node-outputs.ts';
import type { OpenPictures, OpenPicturesOptions } from './open-pictures.ts';
import type { Branching } from './branching.ts';
import type { Planning } from './planning.ts';
import type {
  Clock,
  HostLock,
  NodeRegistry,
  OutputCache,
  PictureStore,
  RunBlobs,
  RunConnection,
  RunConnectionEvents,
} from './ports.ts';
import { createRunSession, type RunSession } from './run-session.ts';

/** What stands behind EngineApi in the worker. It gets the world as ports, so that it also runs without a browser. */
export interface EngineWorld {
  readonly clock: Clock;
  readonly wallNow: () => number;
  readonly registry: NodeRegistry;
  readonly lock: HostLock;
  readonly hosting: Hosting;
  /** At once when it is there. Rejects when it could not be fetched; the next call tries again. */
  readonly planning: () => Planning | Promise<Planning>;
  /** The same of what branches of runs need. */
  readonly branching: () => Branching | Promise<Branching>;
  /** Random and unguessable, from letters and digits. */
  readonly newId: () => string;
  readonly openHttp: (
    options: Pick<RelayHttpOptions, 'flowId' | 'secret' | 'mayCreate' | 'person'>,
  ) => RelayHttp;
  readonly openCache: (onNotice: (error: ReturnType<typeof weftError>) => void) => Promise<OutputCache>;
  /** Pictures that this browser remembers; left out = as long as the engine lives. Never rejects. */
  readonly openPictures?: () => Promise<PictureStore>;
  /** What brings pictures to the flow's room; a worker fetches it when it is first needed. */
  readonly openFlowPictures: (options: OpenPicturesOptions, flowId: string) => Promise<OpenPictures>;
  readonly connect: (options: {
    readonly runId: string;
    readonly clientId: string;
    readonly http: RelayHttp;
    readonly events: RunConnectionEvents;
    /** The log's first page, when it is on its way already. */
    readonly firstPage: Promise<PageResponse> | null;
    readonly debug: boolean;
    /** null = a socket where one opens. */
    readonly transport: 'polling' | null;
  }) => RunConnection;
}

interface Open {
  readonly options: EngineOptions;
  readonly http: RelayHttp;
  readonly cache: OutputCache;
  readonly pictures: PictureStore;
  readonly late: LatePictures;
  readonly batcher: Batcher;
  readonly sessions: Map<string, RunSession>;
  providers: { readonly list: readonly ProviderDescription[]; readonly at: number } | null;
  payer: RunPayer | null;
}

interface Scope {
  readonly world: EngineWorld;
  readonly page: { visible: boolean; online: boolean };
  /** Resolve when the page has called `open`: at once, and when this browser's stores are open too. */
  readonly http: Promise<RelayHttp>;
  readonly opened: Promise<Open>;
  /** What compares runs; fetched with the first two. */
  comparer: RunComparer | null;
  /** Runs that are followed, or about to be. */
  readonly followed: Set<string>;
}

/** By then the worker has nothing else to do. */
const FETCH_PICTURES_AFTER_MS = 3_000;
/** Providers are asked for again after this; keys may have been added. */
const PROVIDERS_AGE_MS = 30_000;

export function createEngine(world: EngineWorld): EngineApi {
  let resolveOpen: (open: Open) => void = () => undefined;
  const opened = new Promise<Open>((resolve) => {
    resolveOpen = resolve;
  });
  let resolveHttp: (http: RelayHttp) => void = () => undefined;
  const begun = new Promise<RelayHttp>((resolve) => {
    resolveHttp = resolve;
  });
  const scope: Scope = {
    ...{ world, opened, http: begun, comparer: null, followed: new Set<string>() },
    page: { visible: true, online: true },
  };
  return Object.freeze({
    async open(options: EngineOptions, listener: (batch: EngineBatch) => void) {
      const { flowId, secret, mayCreate, person } = options;
      const http = world.openHttp({ flowId, secret, mayCreate, person });
      resolveHttp(http);
      resolveOpen(await openEngine(world, http, options, listener));
    },
    connect: () => connect(scope),
    token: () =>
      asOutcome(async () => {
        const { token, personId, role, now } = await (await begun).session();
        return { ok: true as const, session: { token, personId, role, now } };
      }),
    forgetToken: async (token: string) => (await opened).http.forgetToken(token),
    providers: () =>
      asOutcome(async () => ({ ok: true as const, providers: await providersOf(world, await opened, true) })),
    listRuns: () => asOutcome(async () => ({ ok: true as const, runs: await (await opened).http.runs() })),
    payBy: async (payer: RunPayer | null) => {
      (await opened).payer = payer;
    },
    start: (wish: StartWish) => start(scope, wish),
    branch: (wish: StartBranch) => branch(scope, wish),
    compareRuns: (one, other) =>
      asOutcome(async () => {
        const comparison = await (await comparerOf(scope)).runs(one, other);
        return { ok: true as const, comparison };
      }),
    compareStep: (one, other, nodeId) =>
      asOutcome(async () => {
        const output = await (await comparerOf(scope)).step(one, other, nodeId);
        return { ok: true as const, output };
      }),
    watch: (runId: string) =>
      asOutcome(async () => {
        await watch(scope, runId);
        return { ok: true as const };
      }),
    async unwatch(runId: string) {
      // At once: whoever follows it again before this is done means it.
      scope.followed.delete(runId);
      const { sessions } = await opened;
      sessions.get(runId)?.close();
      sessions.delete(runId);
    },
    async wish(runId, wish) {
      const session = (await opened).sessions.get(runId);
      return session === undefined ? { ok: false, error: NOT_FOLLOWED } : session.wish(wish);
    },
    output: (runId, nodeId) => outputOf(scope, runId, nodeId),
    usable: async (document, demo) => {
      const open = await opened;
      return [...(await usable(scope, open, document, demo)).keys()];
    },
    exportRun: (runId, more) => exported(scope, runId, more?.pictures ?? true),
    weighRun: async (runId) => (await import('./export-run.ts')).weighRun((await opened).http, runId),
    blobText: (runId, hash) =>
      asOutcome(async () => {
        const bytes = await (await opened).http.getBlob(runId, hash);
        return { ok: true as const, text: new TextDecoder().decode(bytes) };
      }),
    picture: (runId, hash) =>
      asOutcome(async () => {
        const bytes = await blobsOf(await opened, runId).get(hash);
        const header = readPictureHeader(bytes);
        if (header === null) throw new WeftFailure(NO_PICTURE);
        return { ok: true as const, bytes, mediaType: header.mediaType };
      }),
    runPictures: (runId) =>
      asOutcome(async () => {
        const { picturesOfRun } = await import('./pictures-of-run.ts');
        return { ok: true as const, pictures: await picturesOfRun((await opened).http, runId) };
      }),
    addPicture: (bytes) =>
      asOutcome(async () => ({ ok: true as const, picture: await (await flowOf(opened)).add(bytes) })),
    flowPicture: (hash) =>
      asOutcome(async () => ({ ok: true as const, ...(await (await flowOf(opened)).get(hash)) })),
    async clearCache() {
      const { cache, pictures } = await opened;
      await Promise.all([cache.clear(), pictures.clear()]);
    },
    page(state) {
      const isChanged = (state.visible && !scope.page.visible) || state.online !== scope.page.online;
      Object.assign(scope.page, state);
      // Gone is looked for as well: a socket says nothing of a network that has ended.
      if (!isChanged) return;
      void opened.then(({ sessions, late }) => {
        sessions.forEach((session) => session.wake());
        late.now()?.uploads.wake();
      });
    },
    close: () =>
      void opened.then(({ sessions, batcher, late }) => {
        late.now()?.uploads.close();
        for (const session of sessions.values()) session.close();
        sessions.clear();
        batcher.flush();
      }),
  } satisfies EngineApi);
}

async function openEngine(
  world: EngineWorld,
  http: RelayHttp,
  options: EngineOptions,
  listener: (batch: EngineBatch) => void,
): Promise<Open> {
  const batcher = createBatcher(world.clock, listener);
  const [cache, pictures = createMemoryPictures()] = await Promise.all([
    world.openCache((error) => batcher.notice({ id: 'cache', error })),
    world.openPictures?.(),
  ]);
  const onChange = batcher.uploads;
  const late = createLatePictures(pictures, () =>
    world.openFlowPictures({ clock: world.clock, pictures, room: http, onChange }, options.flowId),
  );
  // What an earlier page could not bring goes on, and it is there even when the relay is gone.
  world.clock.after(FETCH_PICTURES_AFTER_MS, () => void late.load().catch(() => undefined));
  return { options, http, cache, pictures, late, batcher, sessions: new Map(), providers: null, payer: null };
}

const flowOf = async (opened: Promise<Open>): Promise<FlowPictures> =>
  (await (await opened).late.load()).flow;

type Failed = { readonly ok: false; readonly error: ReturnType<typeof weftError> };

async function asOutcome<T extends { readonly ok: true }>(work: () => Promise<T>): Promise<T | Failed> {
  try {
    return await work();
  } catch (caught) {
    return { ok: false, error: toWeftError(caught) };
  }
}

function connect({ world, http, opened }: Scope): ReturnType<EngineApi['connect']> {
  return asOutcome(async () => {
    const { personId, role, person, now, linkEndsAt } = await (await http).session();
    const { batcher } = await opened;
    batcher.clockOffset(now - world.wallNow());
    return { ok: true as const, session: { personId, role, person, linkEndsAt } };
  });
}

async function providersOf(
  world: EngineWorld,
  open: Open,
  isAskedFor: boolean,
): Promise<readonly ProviderDescription[]> {
  const known = open.providers;
  const isFresh = known !== null && world.clock.now() - known.at < PROVIDERS_AGE_MS;
  if (known !== null && isFresh && !isAskedFor) return known.list;
  try {
    const list = await open.http.providers();
    open.providers = { list, at: world.clock.now() };
    return list;
  } catch (caught) {
    if (known !== null && !isAskedFor) return known.list;
    throw caught;
  }
}

const paidBy = ({ payer }: Open): readonly string[] => payer?.providers ?? [];

function payerOf({ payer }: Open): Pick<StartRun, 'payer'> {
  return payer === null ? {} : { payer: { ringId: payer.ringId, grantId: payer.grantId } };
}

async function usable({ world }: Scope, open: Open, document: FlowDocument, demo: boolean) {
  const { definitions } = world.registry;
  const providers = withKeys(await providersOf(world, open, false).catch(() => []), paidBy(open));
  const { usableOutputs } = await world.planning();
  return usableOutputs({ document, definitions, providers, demo, stored: open.cache });
}

async function start(scope: Scope, wish: StartWish): Promise<StartOutcome> {
  const { document, scope: runScope, demo, useCache, parent, amendment, personName } = wish;
  return launch(scope, { personName, parent }, async (open, providers) => {
    const { registry, planning } = scope.world;
    const { definitions } = registry;
    const stored = await usable(scope, open, document, demo);
    const checks = await registry.lateChecks?.(document, { httpHosts: open.http.httpHosts() });
    const { compileFlow } = await planning();
    return compileFlow({
      ...{ document, definitions, providers, scope: runScope, demo, useCache, usable: stored, amendment },
      checks,
    });
  });
}

/** Fetched with the first branch. */
async function branch(scope: Scope, wish: StartBranch): Promise<StartOutcome> {
  const { personName } = wish;
  return launch(scope, { personName, parent: wish.wish.parent }, async ({ http }, providers) => {
    const { planBranch } = await scope.world.branching();
    return planBranch(wish, { ...scope.world, http, providers });
  });
}

async function launch(
  scope: Scope,
  { personName, parent }: Pick<StartWish, 'personName' | 'parent'>,
  compile: (open: Open, providers: readonly ProviderDescription[]) => Promise<CompileResult>,
): Promise<StartOutcome> {
  const { world, opened, page } = scope;
  // Whether it comes is seen when there is something to drive.
  world.hosting.load().catch(() => undefined);
  try {
    const open = await opened;
    const listed = await keepTrying(world.clock, () => providersOf(world, open, false));
    const providers = withKeys(listed, paidBy(open));
    const compiled = await compile(open, providers);
    if (!compiled.ok) return compiled;
    const { hostId } = open.options;
    const name = personName ?? open.options.personName;
    // The room belongs to the flow whose secret this is, whatever id an imported document carries.
    const plan = { ...compiled.plan, flowId: open.options.flowId };
    const request = {
      ...{ requestId: world.newId(), plan, name },
      ...(parent === undefined ? {} : { parent }),
      ...(plan.demo ? {} : payerOf(open)),
      host: { hostId, visible: page.visible },
    };
    // The same request id gets the same run, however often it is sent.
    const runId = await keepTrying(world.clock, () => open.http.startRun(request));
    follow(scope, open, { runId, epoch: 1, firstPage: null });
    return { ok: true, runId };
  } catch (caught) {
    return { ok: false, problems: [{ nodeId: null, error: toWeftError(caught) }] };
  }
}

async function watch(scope: Scope, runId: string): Promise<void> {
  const { http, opened, followed } = scope;
  if (followed.has(runId)) return;
  followed.add(runId);
  const firstPage = http.then((relay) => relay.page(runId, 0));
  // The connection asks again for what did not come.
  firstPage.catch(() => undefined);
  const open = await opened;
  if (followed.has(runId)) follow(scope, open, { runId, epoch: null, firstPage });
}

interface Following {
  readonly runId: string;
  readonly epoch: number | null;
  readonly firstPage: Promise<PageResponse> | null;
}

function follow({ world, page, followed }: Scope, open: Open, { runId, epoch, firstPage }: Following): void {
  followed.add(runId);
  if (open.sessions.has(runId)) return;
  // Nothing follows in a sealed run: its socket is given up for the next one, its outputs stay.
  for (const session of open.sessions.values()) if (session.state().sealed) session.close();
  const { options, http, cache, batcher } = open;
  const clientId = world.newId();
  const { registry, clock, lock, hosting } = world;
  const session = createRunSession({
    ...{ runId, epoch, cache, registry, clock, batcher, lock, hosting },
    hostId: options.hostId,
    personName: options.personName,
    connect: (events) => {
      const { debug, transport = null } = options;
      return world.connect({ runId, clientId, http, events, firstPage, debug, transport });
    },
    blobs: blobsOf(open, runId),
    adopt: async (...seen) => (await world.planning()).adoptSeen(...seen),
    openEarlier: async (left) => {
      const { openEarlierRun } = await world.branching();
      return openEarlierRun(left, { http, clock, blobs: blobsOf(open, left.parent) });
    },
    isVisible: () => page.visible,
    onTime: (now) => batcher.clockOffset(now - world.wallNow()),
  });
  open.sessions.set(runId, session);
}

function outputOf({ opened }: Scope, runId: string, nodeId: string): ReturnType<EngineApi['output']> {
  return asOutcome(async () => {
    const { sessions, http, cache, late } = await opened;
    const run = sessions.get(runId)?.state();
    const node = run === undefined ? null : nodeState(run, nodeId);
    if (node === null || node.output === null) throw new WeftFailure(NO_OUTPUT);
    const stored = node.cacheKey !== null && cache.hashOf(node.cacheKey) === node.outputHash;
    const hit = stored && node.cacheKey !== null ? await cache.read(node.cacheKey) : null;
    if (hit !== null) return { ok: true as const, output: hit.output };
    const blobs = blobsOf({ http, late }, runId);
    return { ok: true as const, output: await loadOutput(node.output, node, blobs) };
  });
}

/** Fetched with the first export: the worker works without it. */
async function exported({ opened }: Scope, runId: string, pictures: boolean): Promise<string> {
  const [open, { exportRun }] = await Promise.all([opened, import('./export-run.ts')]);
  const blobs = blobsOf(open, runId);
  return exportRun(open.http, runId, { pictures, getPicture: (hash) => blobs.get(hash) });
}

async function comparerOf(scope: Scope): Promise<RunComparer> {
  const [open, { createRunComparer }] = await Promise.all([scope.opened, import('./compare-runs.ts')]);
  return (scope.comparer ??= createRunComparer({
    http: open.http,
    blobsOf: (runId) => blobsOf(open, runId),
  }));
}

function blobsOf({ http, late }: Pick<Open, 'http' | 'late'>, runId: string): RunBlobs {
  const put = (bytes: Uint8Array) => http.putBlob(runId, bytes);
  const get = (hash: string) => http.getBlob(runId, hash);
  return createKeptBlobs({ run: { put, get }, flow: late.forRuns });
}

const NO_PICTURE = weftError('invalid-output', 'These bytes are no picture that Weft shows.');
const NOT_FOLLOWED = weftError('not-found', 'This run is not open here. Open it first.');
const NO_OUTPUT = weftError('not-found', 'This node has put out nothing in this run yet.');
