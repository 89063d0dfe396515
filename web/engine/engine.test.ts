import { describe, expect, it } from 'vitest';
import type { ProviderDescription } from '#shared/protocol/providers.ts';
import type { StartRun } from '#shared/protocol/messages.ts';
import { weftError, WeftFailure } from '#shared/run/errors.ts';
import { createFakeRelay } from '../adapters/testing/fake-relay.ts';
import type { RelayHttp } from '../adapters/relay-http.ts';
import type { NodeRunner } from '../node-kit/types.ts';
import type { EngineBatch, EngineOptions, StartWish } from './api.ts';
import { flowEdge, flowNode, flowOf, READER, TEST_PROVIDERS, WRITER } from './core/testing.ts';
import { createEngine } from './engine.ts';
import { openPictures } from './open-pictures.ts';
import { createMemoryCache } from './memory-cache.ts';
import type { RunConnectionEvents } from './ports.ts';
import { branching } from './branching.ts';
import { planning } from './planning.ts';
import { readyHosting } from './ready-hosting.ts';
import { testRegistry } from './testing/test-nodes.ts';
import { createTestRoom, type TestRoom } from './testing/test-room.ts';
import { createVirtualClock } from './testing/virtual-clock.ts';

const writes: NodeRunner = async ({ inputs }) => ({ text: `${inputs.text}!` });
const registry = testRegistry([
  { definition: WRITER, run: writes },
  { definition: READER, run: writes },
]);
const flow = flowOf([flowNode('a'), flowNode('b', 'reader')], [flowEdge('a', 'b')]);
const wish = (more: Partial<StartWish> = {}): StartWish => ({
  ...{ document: flow, scope: { kind: 'all' }, demo: true, useCache: true },
  ...more,
});
/** This computer's clock is a minute behind the relay's. */
const BEHIND_MS = 60_000;

const unreachable = () =>
  new WeftFailure(weftError('relay-unreachable', 'The relay cannot be reached.', { retryable: true }));

/** An engine over the engine's room double; the relay answers by hand. */
async function setUp(options: Partial<EngineOptions> = {}) {
  const clock = createVirtualClock();
  const state = { offline: false, providers: TEST_PROVIDERS as readonly ProviderDescription[], asked: 0 };
  const rooms = new Map<string, TestRoom>();
  const started: StartRun[] = [];
  const batches: EngineBatch[] = [];
  const links: { runId: string; debug: boolean; transport: string | null; closed: boolean; wakes: number }[] =
    [];
  const given = async <T>(value: () => T): Promise<T> => {
    if (state.offline) throw unreachable();
    return value();
  };
  const http: RelayHttp = {
    ...createFakeRelay(clock).http,
    session: () =>
      given(() => ({
        ...{ token: 't', personId: 'ada', role: 'editor' as const, person: 'proof' },
        now: clock.now() + BEHIND_MS,
      })),
    providers: () =>
      given(() => {
        state.asked += 1;
        return state.providers;
      }),
    runs: () => given(() => []),
    startRun: (run) =>
      given(() => {
        started.push(run);
        const runId = `run-${started.length}`;
        const room = createTestRoom({ clock, plan: run.plan, runId });
        room.grant(run.host?.hostId ?? '');
        rooms.set(runId, room);
        return runId;
      }),
    page: (runId, page) =>
      given(() => {
        const log = rooms.get(runId)?.log ?? [];
        return { entries: log.slice(page * 500, page * 500 + 500), head: log.length };
      }),
    getBlob: (runId, hash) => rooms.get(runId)?.blobs.get(hash) ?? Promise.reject(unreachable()),
    putBlob: (runId, bytes) => rooms.get(runId)?.blobs.put(bytes) ?? Promise.reject(unreachable()),
  };
  let ids = 0;
  const engine = createEngine({
    clock,
    registry,
    wallNow: () => clock.now(),
    lock: { take: () => Promise.resolve(() => undefined) },
    hosting: readyHosting,
    planning: () => planning,
    branching: () => branching,
    newId: () => `id-${(ids += 1)}`,
    openFlowPictures: async (given) => openPictures(given),
    openHttp: () => http,
    openCache: () => Promise.resolve(createMemoryCache()),
    connect({ runId, events, debug, transport }) {
      const link = { runId, debug, transport, closed: false, wakes: 0 };
      links.push(link);
      const inner = rooms.get(runId)?.connect(events, 0);
      greet(events, rooms.get(runId));
      return {
        send: (command) => inner?.send(command) ?? new Promise(() => undefined),
        wake: () => void (link.wakes += 1),
        close() {
          link.closed = true;
          inner?.close();
        },
      };
    },
  });
  function greet(events: RunConnectionEvents, room: TestRoom | undefined): void {
    clock.after(5, () => {
      events.session({ personId: 'ada', role: 'editor' });
      events.time(clock.now() + BEHIND_MS);
      events.caughtUp(room?.log.length ?? 0);
    });
  }
  await engine.open(
    {
      ...{ flowId: 'my-flow', secret: 's', mayCreate: true, personName: 'Ada', hostId: 'tab', debug: false },
      ...options,
    },
    (batch) => batches.push(batch),
  );
  const pass = (ms = 1_000) => clock.run(clock.now() + ms);
  const run = async (more: Partial<StartWish> = {}) => {
    const outcome = await engine.start(wish(more));
    await pass();
    return outcome;
  };
  return { engine, state, rooms, started, batches, links, pass, run, clock };
}

describe('engine', () => {
  it('connects, and tells how far this computer’s clock is off', async () => {
    const { engine, batches, pass } = await setUp();
    expect(await engine.connect()).toEqual({
      ok: true,
      session: { personId: 'ada', role: 'editor', person: 'proof' },
    });
    await pass();
    expect(batches.map(({ clockOffsetMs }) => clockOffsetMs)).toEqual([BEHIND_MS]);
  });

  it('lends the page its token: one browser is one person', async () => {
    const { engine } = await setUp();
    const session = { token: 't', personId: 'ada', role: 'editor', now: BEHIND_MS };
    expect(await engine.token()).toEqual({ ok: true, session });
  });

  it('gives failures as values, whatever was asked', async () => {
    const { engine, state, pass } = await setUp();
    state.offline = true;
    const failed = { ok: false, error: expect.objectContaining({ code: 'relay-unreachable' }) };
    expect(await engine.connect()).toEqual(failed);
    expect(await engine.token()).toEqual(failed);
    expect(await engine.providers()).toEqual(failed);
    expect(await engine.listRuns()).toEqual(failed);
    // A start is tried for a while before it is given up.
    const start = engine.start(wish());
    await pass(10_000);
    expect(await start).toMatchObject({
      ok: false,
      problems: [{ nodeId: null, error: { code: 'relay-unreachable' } }],
    });
  });

  it('starts a run although the relay is away for a moment', async () => {
    const { engine, state, pass, started } = await setUp();
    state.offline = true;
    const start = engine.start(wish());
    await pass(300);
    state.offline = false;
    await pass(10_000);
    expect(await start).toEqual({ ok: true, runId: 'run-1' });
    expect(started).toHaveLength(1);
  });

  it('starts a run in the flow of its link, drives it, and tells the page everything', async () => {
    const { started, batches, rooms, run } = await setUp();
    expect(await run()).toEqual({ ok: true, runId: 'run-1' });
    expect(started[0]).toMatchObject({
      name: 'Ada',
      host: { hostId: 'tab', visible: true },
      plan: { flowId: 'my-flow', demo: true },
    });
    expect(rooms.get('run-1')?.state()).toMatchObject({ phase: 'completed', outcome: 'ok' });
    const seqs = batches.flatMap(({ entries }) => entries.map(({ seq }) => seq));
    expect(seqs).toEqual(rooms.get('run-1')?.log.map(({ seq }) => seq));
    expect(batches.flatMap(({ hosting }) => hosting).at(-1)).toEqual({ runId: 'run-1', hosting: false });
  });

  it('finds what is wrong with a flow before it asks the relay for anything', async () => {
    const { started, run } = await setUp();
    const document = flowOf([flowNode('x', 'nothing-known')]);
    expect(await run({ document })).toMatchObject({ ok: false, problems: [{ nodeId: 'x' }] });
    expect(started).toEqual([]);
  });

  it('asks for the providers again only after half a minute, unless a person asks', async () => {
    const { engine, state, run, pass } = await setUp();
    await run();
    await run();
    expect(state.asked).toBe(1);
    await engine.providers();
    expect(state.asked).toBe(2);
    await pass(31_000);
    await run();
    expect(state.asked).toBe(3);
  });

  it('starts with the providers it knows when the list cannot be had', async () => {
    const { engine, state, run, pass } = await setUp();
    await run();
    await pass(31_000);
    state.offline = true;
    expect(await engine.providers()).toMatchObject({ ok: false });
    state.offline = false;
    expect(await run()).toMatchObject({ ok: true });
  });

  it('reuses what it has stored, and says what that is', async () => {
    const { engine, rooms, run } = await setUp();
    await run();
    expect([...(await engine.usable(flow, true))].sort()).toEqual(['a', 'b']);
    await run();
    const sources = rooms
      .get('run-2')
      ?.log.flatMap((entry) => (entry.type === 'execution.node.completed' ? entry.data.source : []));
    expect(sources).toEqual(['cache', 'cache']);
    await engine.clearCache();
    expect(await engine.usable(flow, true)).toEqual([]);
  });

  it('gives outputs with their bytes, from the store or from the log', async () => {
    const { engine, run } = await setUp();
    await run();
    const expected = { ok: true, output: { text: expect.stringMatching(/!$/) } };
    expect(await engine.output('run-1', 'b')).toEqual(expected);
    await engine.clearCache();
    expect(await engine.output('run-1', 'b')).toEqual(expected);
    expect(await engine.output('run-1', 'zzz')).toMatchObject({ ok: false, error: { code: 'not-found' } });
    expect(await engine.output('no-run', 'b')).toMatchObject({ ok: false, error: { code: 'not-found' } });
  });

  it('follows a run once, however often it is asked to, until it is told to stop', async () => {
    const { engine, links, run } = await setUp();
    await run();
    await engine.watch('run-1');
    expect(links).toHaveLength(1);
    await engine.unwatch('run-1');
    expect(links[0]?.closed).toBe(true);
    await engine.watch('run-1');
    expect(links).toHaveLength(2);
  });

  it('[LV1] the last of several words in one breath counts: followed again is followed, given up is given up', async () => {
    const { engine, links, run } = await setUp();
    await run();
    await Promise.all([engine.watch('run-1'), engine.unwatch('run-1'), engine.watch('run-1')]);
    expect(links.map(({ closed }) => closed)).toEqual([true, false]);
    await Promise.all([engine.unwatch('run-1'), engine.watch('run-1'), engine.unwatch('run-1')]);
    expect(links.every(({ closed }) => closed)).toBe(true);
    await engine.watch('run-1');
    expect(links.map(({ closed }) => closed).at(-1)).toBe(false);
  });

  it('gives up the connection of a run that is over when another begins', async () => {
    const { links, run } = await setUp();
    await run();
    await run();
    expect(links.map(({ closed }) => closed)).toEqual([true, false]);
  });

  it('carries out wishes about runs that it follows, and only those', async () => {
    const { engine, run } = await setUp();
    await run();
    expect(await engine.wish('run-9', { type: 'pause' })).toMatchObject({ error: { code: 'not-found' } });
    expect(await engine.wish('run-1', { type: 'pause' })).toMatchObject({ error: { code: 'run-sealed' } });
  });

  it('exports a run as one entry per line', async () => {
    const { engine, rooms, run } = await setUp();
    await run();
    const text = await engine.exportRun('run-1');
    expect(text.endsWith('\n')).toBe(true);
    const lines = text.trimEnd().split('\n');
    expect(lines.map((line) => JSON.parse(line))).toEqual(rooms.get('run-1')?.log);
  });

  it('has its connections look when the tab comes back, and when the network goes or comes back', async () => {
    const { engine, links, run, pass } = await setUp();
    await run();
    engine.page({ visible: false, online: true });
    engine.page({ visible: false, online: false });
    engine.page({ visible: true, online: false });
    engine.page({ visible: true, online: true });
    engine.page({ visible: true, online: true });
    await pass();
    expect(links[0]?.wakes).toBe(3);
  });

  it('ends every connection when the page is left, and tells the page the rest', async () => {
    const { engine, links, run, pass } = await setUp();
    await run();
    engine.close();
    await pass();
    expect(links.map(({ closed }) => closed)).toEqual([true]);
  });

  it('hands the debug and transport flags to its connections', async () => {
    const { links, run } = await setUp({ debug: true, transport: 'polling' });
    await run();
    expect(links[0]).toMatchObject({ debug: true, transport: 'polling' });
    const plain = await setUp();
    await plain.run();
    expect(plain.links[0]).toMatchObject({ debug: false, transport: null });
  });
});
