import { describe, expect, it } from 'vitest';
import { hashBytes } from '#shared/hash.ts';
import type { CommandBody } from '#shared/protocol/messages.ts';
import type { Role } from '#shared/protocol/roles.ts';
import { weftError } from '#shared/run/errors.ts';
import type { NodeRunner } from '../node-kit/types.ts';
import type { ConnectionState, EngineBatch, RunWish } from './api.ts';
import { adoptSeen } from './adopt-seen.ts';
import { createBatcher } from './batcher.ts';
import { createRunHost } from './host.ts';
import { createHosting, type CreateRunHost } from './hosting.ts';
import { createMemoryCache } from './memory-cache.ts';
import type { CommandAck, RunConnectionEvents } from './ports.ts';
import { readyHosting } from './ready-hosting.ts';
import { createRunSession } from './run-session.ts';
import { answer, type ProviderAnswer } from './testing/fake-provider.ts';
import { hostOn } from './testing/test-host.ts';
import { testDefinition, testRegistry } from './testing/test-nodes.ts';
import { testPlan, testPlanNode } from './testing/test-plan.ts';
import { createTestRoom } from './testing/test-room.ts';
import { createVirtualClock } from './testing/virtual-clock.ts';

const model = { provider: 'demo', model: 'demo', temperature: 0.7, maxOutputTokens: 500, parameters: {} };
const asks: NodeRunner = async ({ call }) => {
  const subject = 'it';
  const { text } = await call({
    messages: [{ role: 'user', content: [{ type: 'text', text: subject }] }],
    purpose: { task: 'free', details: {}, subject },
  });
  return { text };
};
const registry = testRegistry([{ definition: testDefinition('echo'), run: asks }]);
const codeRegistry = testRegistry([
  { definition: { ...testDefinition('echo'), runsOwnCode: true }, run: asks },
]);

interface Stage {
  /** Milliseconds that the only call takes. */
  callMs?: number;
  /** The epoch that this tab has from starting the run. */
  started?: boolean;
  /** Who has the lease before this tab comes. */
  host?: string | null;
  role?: Role;
  visible?: boolean;
  /** Another tab of this browser has the lock. */
  locked?: boolean;
  /** Who this browser is; left out = the person who started the run. */
  me?: string;
  /** The run's node runs what a person wrote as code. */
  ownCode?: boolean;
  /** What the call gives is so long that it lies beside the log. */
  long?: string;
  /** Brings what drives runs; left out = it is here. */
  fetchHost?: () => Promise<CreateRunHost>;
}

const encoder = new TextEncoder();

function answerOf({ long, callMs = 1_000_000 }: Stage): ProviderAnswer {
  const short = answer('the text', callMs);
  if (long === undefined) return short;
  const bytes = encoder.encode(long);
  return {
    ...short,
    end: { ...short.end, text: { kind: 'blob', hash: hashBytes(bytes), bytes: bytes.length } },
  };
}

const refusal = (code: 'stale-epoch' | 'out-of-turn'): CommandAck => ({
  clientId: 'c',
  n: 1,
  ok: false,
  error: weftError(code, 'No.', { retryable: code === 'out-of-turn' }),
});

const HEALTH = { latencyMs: null, reconnects: 0, gaps: 0, queued: 0, lastSeenAt: null, error: null };

/** A session over a room that hands the lease to whoever claims it, unless the test says otherwise. */
function setUp(options: Stage = {}) {
  const clock = createVirtualClock();
  const room = createTestRoom({
    clock,
    plan: testPlan([testPlanNode('a', { model, samples: true })], []),
    provider: () => answerOf(options),
  });
  if (options.long !== undefined) void room.blobs.put(encoder.encode(options.long));
  if (options.started) room.grant('tab');
  if (options.host) room.grant(options.host);
  const sent: CommandBody[] = [];
  const batches: EngineBatch[] = [];
  const state = {
    visible: options.visible ?? true,
    locked: options.locked ?? false,
    locks: 0,
    closed: 0,
    wakes: 0,
    /** Answers to renewals and claims; null = as the room would; 'none' = never. */
    renewals: null as CommandAck | 'none' | null,
    claims: null as CommandAck | 'none' | null,
  };
  let told: RunConnectionEvents | null = null;
  const lease = (hostId: string, epoch: number): CommandAck => ({
    ...{ clientId: 'c', n: 1, ok: true },
    lease: { epoch, hostId, expiresAt: clock.now() + 12_000 },
  });
  const cache = createMemoryCache();
  const session = createRunSession({
    ...{ runId: room.runId, hostId: 'tab', personName: 'Ada', cache, clock },
    registry: options.ownCode ? codeRegistry : registry,
    epoch: options.started ? 1 : null,
    blobs: room.blobs,
    adopt: adoptSeen,
    hosting: options.fetchHost ? createHosting(options.fetchHost) : readyHosting,
    batcher: createBatcher(clock, (batch) => batches.push(batch)),
    isVisible: () => state.visible,
    lock: {
      async take() {
        if (state.locked) return null;
        state.locks += 1;
        return () => {
          state.locks -= 1;
        };
      },
    },
    onTime: () => undefined,
    connect(events) {
      told = events;
      const inner = room.connect(events, 0);
      return {
        async send(body) {
          sent.push(body);
          if (body.type === 'host.renew') {
            if (state.renewals === 'none') return new Promise(() => undefined);
            return state.renewals ?? lease('tab', body.data.epoch);
          }
          if (body.type !== 'host.claim') return inner.send(body);
          if (state.claims === 'none') return new Promise(() => undefined);
          return state.claims ?? lease(body.data.hostId, room.grant(body.data.hostId));
        },
        wake: () => void (state.wakes += 1),
        close() {
          state.closed += 1;
          inner.close();
        },
      };
    },
  });
  const arrive = async () => {
    told?.session({ personId: options.me ?? 'person', role: options.role ?? 'editor' });
    await clock.run(clock.now() + 1);
    told?.caughtUp(room.log.length);
    await clock.run(clock.now() + 20);
  };
  const typesSent = () => sent.map(({ type }) => type).filter((type) => /^host\.(claim|release)$/.test(type));
  const claims = () => typesSent().filter((type) => type === 'host.claim').length;
  const hosting = () => batches.flatMap((batch) => batch.hosting.map((one) => one.hosting));
  const pass = (ms: number) => clock.run(clock.now() + ms);
  const health = (state: ConnectionState) => told?.health({ ...HEALTH, state });
  const want = (auto: boolean) => told?.wanted({ epoch: room.state().epoch, auto });
  return { clock, room, sent, session, state, arrive, claims, hosting, pass, want, health, cache, typesSent };
}

describe('run session: driving', () => {
  it('drives a run that it has started to its end, renewing the lease every 4 s', async () => {
    const { session, arrive, pass, sent, hosting } = setUp({ started: true, callMs: 9_000 });
    await arrive();
    await pass(20_000);
    expect(session.state()).toMatchObject({ phase: 'completed', outcome: 'ok', sealed: true });
    const renewals = sent.filter(({ type }) => type === 'host.renew');
    expect(renewals).toEqual([
      { type: 'host.renew', data: { hostId: 'tab', epoch: 1, visible: true } },
      { type: 'host.renew', data: { hostId: 'tab', epoch: 1, visible: true } },
    ]);
    expect(hosting()).toEqual([true, false]);
  });

  it('[HO2] follows and renews while what drives a run is fetched, again if need be, and then drives it', async () => {
    let asked = 0;
    const { session, arrive, pass, sent, hosting } = setUp({
      ...{ started: true, callMs: 100 },
      fetchHost: () =>
        (asked += 1) < 6 ? Promise.reject(new TypeError('no network')) : Promise.resolve(createRunHost),
    });
    await arrive();
    await pass(4_500);
    expect([asked, hosting(), session.state().phase]).toEqual([5, [], 'running']);
    expect(sent.map(({ type }) => type)).toEqual(['host.renew']);
    await pass(1_000);
    expect([asked, hosting(), session.state().outcome]).toEqual([6, [true, false], 'ok']);
  });

  it('does not pile up renewals while none is answered', async () => {
    const { state, arrive, pass, sent } = setUp({ started: true });
    await arrive();
    state.renewals = 'none';
    await pass(600_000);
    expect(sent.filter(({ type }) => type === 'host.renew')).toHaveLength(1);
  });

  it('looks for the relay a quarter of a second after it lost it, once, so that nobody takes its run over', async () => {
    const { arrive, health, pass, state } = setUp({ started: true });
    await arrive();
    health('live');
    health('lost');
    expect(state.wakes).toBe(0);
    await pass(250);
    expect(state.wakes).toBe(1);
    health('connecting');
    health('lost');
    await pass(1_000);
    expect(state.wakes).toBe(1);
  });

  it('renews its lease as soon as it is connected again: the relay has cut it short', async () => {
    const { arrive, health, pass, sent } = setUp({ started: true });
    await arrive();
    const renewals = () => sent.filter(({ type }) => type === 'host.renew').length;
    health('live');
    expect(renewals()).toBe(1);
    await pass(1);
    health('live');
    expect(renewals()).toBe(1);
    health('lost');
    health('connecting');
    health('live');
    expect(renewals()).toBe(2);
  });

  it('waits its turn to connect again while it only watches', async () => {
    const { arrive, health, pass, state } = setUp({ host: 'other' });
    await arrive();
    health('live');
    health('lost');
    await pass(1_000);
    expect(state.wakes).toBe(0);
  });

  it('[RM2] stops when its epoch is over, and does not ask again while another tab has the run', async () => {
    const { state, room, arrive, pass, hosting, claims } = setUp({ started: true });
    await arrive();
    state.renewals = refusal('stale-epoch');
    room.grant('other');
    await pass(60_000);
    expect([hosting(), claims()]).toEqual([[true, false], 0]);
  });

  it('takes the run back when the lease lapsed while the relay was out of reach', async () => {
    const { session, state, arrive, pass, want, claims, hosting } = setUp({ started: true });
    await arrive();
    // Back again: the relay wants a host before it has answered the renewal of the old epoch.
    want(true);
    state.renewals = refusal('stale-epoch');
    await pass(4_001);
    state.renewals = null;
    await pass(5_000);
    expect([claims(), hosting().at(-1), session.state().epoch]).toEqual([1, true, 2]);
  });

  it('gives the lease back when it is closed, once, and ends the connection', async () => {
    const { session, state, arrive, typesSent } = setUp({ started: true });
    await arrive();
    session.close();
    session.close();
    expect(typesSent()).toEqual(['host.release']);
    expect(state).toMatchObject({ closed: 1, locks: 0 });
  });

  it('has nothing to give back of a run that is over', async () => {
    const { session, arrive, pass, typesSent } = setUp({ started: true, callMs: 5 });
    await arrive();
    await pass(1_000);
    session.close();
    expect(typesSent()).toEqual([]);
  });
});

describe('run session: claiming', () => {
  it('claims at once what it drove before a reload, and finishes it', async () => {
    const { session, arrive, pass, claims } = setUp({ host: 'tab', callMs: 10 });
    await arrive();
    await pass(1_000);
    expect(claims()).toBe(1);
    expect(session.state()).toMatchObject({ phase: 'completed', epoch: 2 });
  });

  it('leaves alone what another host drives', async () => {
    const { session, arrive, pass, claims } = setUp({ host: 'other' });
    await arrive();
    await pass(60_000);
    expect([claims(), session.state().host?.hostId]).toEqual([0, 'other']);
  });

  it('claims a parked run that may go on by itself, where somebody sees it', async () => {
    const { arrive, want, pass, claims } = setUp();
    await arrive();
    want(true);
    await pass(10);
    expect(claims()).toBe(1);
  });

  it('waits in a hidden tab until somebody looks', async () => {
    const { state, session, arrive, want, pass, claims } = setUp({ visible: false });
    await arrive();
    want(true);
    await pass(10);
    expect(claims()).toBe(0);
    state.visible = true;
    session.wake();
    await pass(10);
    expect([claims(), state.wakes]).toEqual([1, 1]);
  });

  it("[SB6] runs nobody else's code unasked: only who pressed Run, or Go on", async () => {
    const stranger = setUp({ ownCode: true, me: 'bea' });
    await stranger.arrive();
    stranger.want(true);
    await stranger.pass(60_000);
    expect(stranger.claims()).toBe(0);
    const outcome = stranger.session.wish({ type: 'go-on' });
    await stranger.pass(10);
    expect([await outcome, stranger.claims()]).toEqual([{ ok: true }, 1]);

    const starter = setUp({ ownCode: true });
    await starter.arrive();
    starter.want(true);
    await starter.pass(10);
    expect(starter.claims()).toBe(1);
  });

  it('[SB6] waits for the plan before it goes on with what somebody else has started', async () => {
    const { arrive, want, pass, claims } = setUp({ me: 'bea' });
    want(true);
    await pass(0);
    expect(claims()).toBe(0);
    await arrive();
    expect(claims()).toBe(1);
  });

  it('does not look back at a wish for a host that another tab has met', async () => {
    const { state, room, session, arrive, want, pass, claims } = setUp({ visible: false });
    await arrive();
    want(true);
    room.grant('other');
    await pass(10);
    state.visible = true;
    session.wake();
    await pass(10);
    expect(claims()).toBe(0);
  });

  it('asks a person before it goes on with what has been parked for long', async () => {
    const { session, arrive, want, pass, claims } = setUp();
    await arrive();
    want(false);
    await pass(1_000);
    expect(claims()).toBe(0);
    const outcome = session.wish({ type: 'go-on' });
    await pass(1_000);
    expect([await outcome, claims()]).toEqual([{ ok: true }, 1]);
  });

  it('says so when going on fails because another tab was faster', async () => {
    const { session, state, arrive, pass } = setUp();
    await arrive();
    state.claims = refusal('out-of-turn');
    const outcome = session.wish({ type: 'go-on' });
    await pass(10);
    expect(await outcome).toMatchObject({ ok: false, error: { code: 'out-of-turn' } });
    expect(state.locks).toBe(0);
  });

  it('lets the tabs of one browser agree by their lock before any of them claims', async () => {
    const { session, state, arrive, want, pass, claims } = setUp({ locked: true });
    await arrive();
    want(true);
    await pass(10);
    expect(await session.wish({ type: 'go-on' })).toMatchObject({ error: { code: 'out-of-turn' } });
    expect(claims()).toBe(0);
    state.locked = false;
    want(true);
    await pass(10);
    expect([claims(), state.locks]).toEqual([1, 1]);
  });

  it('[LV1] frees the lock of a claim that was never answered when it is closed', async () => {
    const { session, state, arrive, want, pass, claims } = setUp();
    state.claims = 'none';
    await arrive();
    want(true);
    await pass(10);
    expect([claims(), state.locks]).toEqual([1, 1]);
    session.close();
    expect(state.locks).toBe(0);
  });

  it('offers its run after it was hidden for 60 s: it says so, and frees its lock for tabs of this browser', async () => {
    const { state, arrive, pass, sent } = setUp({ host: 'tab' });
    await arrive();
    expect(state.locks).toBe(1);
    state.visible = false;
    await pass(62_000);
    expect(state.locks).toBe(1);
    await pass(4_000);
    expect(state.locks).toBe(0);
    expect(sent.at(-1)).toEqual({ type: 'host.renew', data: { hostId: 'tab', epoch: 2, visible: false } });
  });

  it.each(['viewer', 'run-viewer'] as const)('never claims with the rights of a %s', async (role) => {
    const { arrive, want, pass, claims } = setUp({ role });
    await arrive();
    want(true);
    await pass(10);
    expect(claims()).toBe(0);
  });
});

describe('run session: wishes and watching', () => {
  it.each<[RunWish, CommandBody]>([
    [{ type: 'pause' }, { type: 'execution.pause', data: {} }],
    [{ type: 'resume' }, { type: 'execution.resume', data: {} }],
    [{ type: 'cancel' }, { type: 'execution.cancel', data: {} }],
    [
      { type: 'skip-node', nodeId: 'a' },
      { type: 'execution.node.skip', data: { nodeId: 'a' } },
    ],
    [
      { type: 'retry-node', nodeId: 'a', guidance: 'shorter' },
      { type: 'execution.node.retry', data: { nodeId: 'a', guidance: 'shorter' } },
    ],
    [
      { type: 'resolve-unknown', callId: 'x', resolution: 'retry' },
      { type: 'call.resolveUnknown', data: { callId: 'x', resolution: 'retry' } },
    ],
  ])('sends %j as a command', async (wish, command) => {
    const { session, arrive, pass, sent } = setUp({ host: 'other' });
    await arrive();
    const outcome = session.wish(wish);
    await pass(10);
    expect(await outcome).toEqual({ ok: true });
    expect(sent).toEqual([command]);
  });

  it('refuses wishes about a run that is over', async () => {
    const { session, arrive, pass } = setUp({ started: true, callMs: 5 });
    await arrive();
    await pass(1_000);
    expect(await session.wish({ type: 'cancel' })).toMatchObject({ error: { code: 'run-sealed' } });
  });
});

describe('run session: what others made', () => {
  const LONG = 'A long story. '.repeat(2_000).trim();

  it.each<[Role, boolean]>([
    ['owner', true],
    ['editor', true],
    ['viewer', false],
    ['run-answerer', false],
  ])('[CK2] a long text of somebody else’s run is kept for a rerun by a %s: %s', async (role, isKept) => {
    const { room, clock, arrive, pass, cache } = setUp({ role, long: LONG, callMs: 10 });
    const { host } = hostOn(room, { registry, clock, hostId: 'other' });
    await arrive();
    await pass(100);
    const told = room.log.find((entry) => entry.type === 'execution.node.completed');
    const key = (told?.type === 'execution.node.completed' ? told.data.cacheKey : null) ?? '';
    expect(await cache.read(key)).toEqual(
      isKept ? expect.objectContaining({ output: { text: LONG } }) : null,
    );
    host.stop();
  });

  it('[CK2] also when it stands in the log before one comes', async () => {
    const { room, clock, arrive, pass, cache } = setUp({ long: LONG, callMs: 10 });
    const { host } = hostOn(room, { registry, clock, hostId: 'other' });
    await pass(100);
    expect(room.log.some(({ type }) => type === 'execution.sealed')).toBe(true);
    const keys = room.log.flatMap((entry) =>
      entry.type === 'execution.node.completed' ? [entry.data.cacheKey ?? ''] : [],
    );
    expect(keys.map((key) => cache.has(key))).toEqual([false]);
    await arrive();
    expect(keys.map((key) => cache.has(key))).toEqual([true]);
    host.stop();
  });
});
