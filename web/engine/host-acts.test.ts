import { describe, expect, it } from 'vitest';
import { chunkedGet } from '#shared/run/chunked.ts';
import { weftError } from '#shared/run/errors.ts';
import { answer, type FakeProvider, type ProviderAnswer } from './testing/fake-provider.ts';
import { hostOn } from './testing/test-host.ts';
import { testDefinition, testRegistry } from './testing/test-nodes.ts';
import { dagPlan, outputHashes, testEdge, testPlan, testPlanNode } from './testing/test-plan.ts';
import { createTestRoom } from './testing/test-room.ts';
import { createVirtualClock } from './testing/virtual-clock.ts';
import { model, registry, subjectOf, provider, startsOf } from './testing/asking-nodes.ts';

/** A provider whose n-th call (from 1) ends as it is told, all others well. */
function failingAt(nth: number, end: ProviderAnswer['end']): FakeProvider {
  let asked = 0;
  return (request) => {
    asked += 1;
    return asked === nth ? { durationMs: 5, end } : provider(request, '');
  };
}

describe('host', () => {
  const one = dagPlan({ size: 1, edges: [] }, { model, samples: true });
  const rateLimited = weftError('provider-rate-limited', 'Too fast.', { retryable: true });

  it('repeats the call that failed safely, not the node, when its time has come', async () => {
    const clock = createVirtualClock();
    const end = { outcome: 'error', retry: 'safe', retryAfterMs: 2_000, error: rateLimited } as const;
    const room = createTestRoom({ clock, plan: one, provider: failingAt(2, end) });
    hostOn(room, { registry, clock });
    await clock.run();
    expect(room.state()).toMatchObject({ phase: 'completed', outcome: 'ok' });
    const calls = room.log.flatMap((entry) =>
      entry.type === 'call.accepted' ? [[entry.data.ordinal, entry.data.try, entry.at]] : [],
    );
    expect(calls.map(([ordinal, attempt]) => [ordinal, attempt])).toEqual([
      [0, 1],
      [1, 1],
      [1, 2],
    ]);
    const retrying = room.log.find((entry) => entry.type === 'execution.node.retrying');
    expect(retrying?.data).toMatchObject({ try: 2 });
    expect(Number(calls[2]?.[2])).toBeGreaterThanOrEqual(2_000);
  });

  it('[HO3] ends a run whose plan is lost, and says so', async () => {
    const clock = createVirtualClock();
    const [started] = createTestRoom({ clock, plan: one }).log;
    if (started?.type !== 'execution.started') throw new Error('A run begins with its start.');
    const lost = { kind: 'blob', hash: '0'.repeat(64), bytes: 20_000 } as const;
    const log = [{ ...started, data: { ...started.data, plan: lost } }];
    const room = createTestRoom({ clock, plan: one, log });
    hostOn(room, { registry, clock });
    await clock.run();
    expect(room.log.at(-1)).toMatchObject({
      type: 'execution.failed',
      data: { error: { code: 'plan-lost', retryable: false } },
    });
    expect(room.state()).toMatchObject({ phase: 'failed', error: { code: 'plan-lost' } });
    expect(room.requests).toEqual([]);
  });

  it('gives up after three tries and fails the node with what the provider said', async () => {
    const clock = createVirtualClock();
    const room = createTestRoom({
      clock,
      plan: dagPlan({ size: 2, edges: [[0, 1]] }, { model, samples: true }),
      provider: () => ({ durationMs: 5, end: { outcome: 'error', retry: 'safe', error: rateLimited } }),
    });
    hostOn(room, { registry, clock });
    await clock.run();
    expect(room.requests).toHaveLength(3);
    expect(room.state()).toMatchObject({ phase: 'completed', outcome: 'with-failures' });
    const skipped = room.log.find(
      (entry) => entry.type === 'execution.node.status' && entry.data.status === 'skipped',
    );
    expect(skipped?.data).toMatchObject({
      nodeId: 'n1',
      reason: { code: 'upstream-failed', nodeIds: ['n0'] },
    });
  });

  it('asks a person before it repeats what may have been billed', async () => {
    const clock = createVirtualClock();
    const end = { outcome: 'unknown', retry: 'ask', error: weftError('unknown-outcome', '?') } as const;
    const room = createTestRoom({ clock, plan: one, provider: failingAt(1, end) });
    hostOn(room, { registry, clock });
    await clock.run();
    expect([room.requests.length, room.state().phase]).toEqual([1, 'running']);
    const callId = room.requests[0]?.callId ?? '';
    room.command({ type: 'call.resolveUnknown', data: { callId, resolution: 'retry' } });
    await clock.run();
    expect([room.requests.length, room.state().phase]).toEqual([3, 'completed']);
  });

  it.each([
    ['tries at once when a person says so', 'retry', 'completed', 3],
    ['fails when a person gives up the next try', 'give-up', 'completed', 1],
  ] as const)('[RT2] %s', async (_what, resolution, phase, requests) => {
    const clock = createVirtualClock();
    const end = { outcome: 'error', retry: 'safe', retryAfterMs: 60_000, error: rateLimited } as const;
    const room = createTestRoom({ clock, plan: one, provider: failingAt(1, end) });
    hostOn(room, { registry, clock });
    await clock.run(1_000);
    const dueAt = () => chunkedGet(room.state().nodes, 0)?.retry?.dueAt;
    expect(dueAt()).toBeGreaterThan(50_000);
    const callId = room.requests[0]?.callId ?? '';
    room.command({ type: 'call.resolveUnknown', data: { callId, resolution } });
    expect(dueAt()).toBe(resolution === 'retry' ? 1_000 : undefined);
    await clock.run(2_000);
    expect([room.requests.length, room.state().phase]).toEqual([requests, phase]);
    expect(room.state().counts.failed).toBe(resolution === 'give-up' ? 1 : 0);
  });

  it('[SC3] starts nothing while paused, records what ends, and goes on when resumed', async () => {
    const clock = createVirtualClock();
    const plan = dagPlan({
      size: 3,
      edges: [
        [0, 1],
        [1, 2],
      ],
    });
    const local = testRegistry([
      {
        definition: testDefinition('echo'),
        run: async ({ call }) => ({
          text: (await call({ messages: [], purpose: { task: 'free', details: {}, subject: 'x' } })).text,
        }),
      },
    ]);
    const withModel = { ...plan, nodes: plan.nodes.map((node) => ({ ...node, model, samples: true })) };
    const room = createTestRoom({ clock, plan: withModel, provider: () => answer('x', 100) });
    hostOn(room, { registry: local, clock });
    await clock.run(50);
    room.command({ type: 'execution.pause', data: {} });
    await clock.run();
    expect(room.requests).toHaveLength(1);
    expect(room.state().counts).toMatchObject({ completed: 1, running: 0, pending: 2 });
    room.command({ type: 'execution.resume', data: {} });
    await clock.run();
    expect(room.state()).toMatchObject({ phase: 'completed', outcome: 'ok' });
    expect(room.requests).toHaveLength(3);
  });

  it('goes on from what is confirmed when a pause overtakes its facts', async () => {
    const clock = createVirtualClock();
    const room = createTestRoom({
      clock,
      plan: dagPlan({ size: 2, edges: [[0, 1]] }, { model, samples: true }),
      provider,
      linkMs: 20,
    });
    hostOn(room, { registry, clock });
    room.command({ type: 'execution.pause', data: {} });
    await clock.run(200);
    expect(startsOf(room.log)).toEqual([]);
    room.command({ type: 'execution.resume', data: {} });
    await clock.run();
    expect(room.state()).toMatchObject({ phase: 'completed', outcome: 'ok' });
    expect(startsOf(room.log)).toEqual(['n0 0', 'n1 0']);
    expect(room.requests).toHaveLength(4);
  });

  it('runs a node again with guidance, and what depends on it, when a person says so', async () => {
    const clock = createVirtualClock();
    const slow: FakeProvider = (request) =>
      answer(`<${subjectOf(request)}>`, request.purpose.task === 'slow' ? 10_000 : 10);
    const guided = testRegistry([
      {
        definition: testDefinition('echo'),
        run: async ({ call, guidance, config }) => {
          const task = config['slow'] === true ? 'slow' : 'free';
          const subject = guidance ?? 'plain';
          return { text: (await call({ messages: [], purpose: { task, details: {}, subject } })).text };
        },
      },
    ]);
    const nodes = [
      testPlanNode('a', { model, samples: true }),
      testPlanNode('b', { model, samples: true }),
      testPlanNode('slow', { model, samples: true, config: { slow: true } }),
    ];
    const room = createTestRoom({ clock, plan: testPlan(nodes, [testEdge(0, 1)]), provider: slow });
    hostOn(room, { registry: guided, clock });
    await clock.run(1_000);
    room.command({ type: 'execution.node.retry', data: { nodeId: 'a', guidance: 'shorter' } });
    await clock.run();
    expect(room.state()).toMatchObject({ phase: 'completed', outcome: 'ok' });
    expect(startsOf(room.log)).toEqual(['a 0', 'slow 0', 'b 0', 'a 1', 'b 1']);
    expect(room.requests.map(({ request }) => subjectOf(request))).toContain('shorter');
  });

  it('puts long outputs into blobs and reads them again after a takeover', async () => {
    const clock = createVirtualClock();
    const long = 'x'.repeat(20_000);
    const writes = testRegistry([
      {
        definition: testDefinition('echo'),
        run: async ({ inputs }) => ({ text: inputs.text === '' ? long : `${inputs.text.length}` }),
      },
      {
        definition: testDefinition('waits'),
        run: async ({ inputs, call }) => {
          await call({ messages: [], purpose: { task: 'free', details: {}, subject: 'x' } });
          return { text: `${inputs.text.length}` };
        },
      },
    ]);
    const nodes = [testPlanNode('long'), testPlanNode('waits', { type: 'waits', model, samples: true })];
    const room = createTestRoom({
      clock,
      plan: testPlan(nodes, [testEdge(0, 1)]),
      provider: () => answer('y', 500),
    });
    const first = hostOn(room, { registry: writes, clock });
    await clock.run(100);
    first.kill();
    hostOn(room, { registry: writes, clock, hostId: 'second' });
    await clock.run();
    const kinds = room.log.flatMap((entry) =>
      entry.type === 'execution.node.completed' ? [entry.data.output] : [],
    );
    expect(kinds).toMatchObject([{ kind: 'blob' }, { kind: 'inline', output: { text: '20000' } }]);
  });

  it('answers from the cache without a call, and says what that saved', async () => {
    const clock = createVirtualClock();
    const first = createTestRoom({ clock, plan: one, provider });
    const { cache } = hostOn(first, { registry, clock });
    await clock.run();
    const again = createTestRoom({ clock, plan: one, provider, runId: 'run-2' });
    hostOn(again, { registry, clock, cache });
    await clock.run();
    expect(again.requests).toEqual([]);
    const completed = again.log.find((entry) => entry.type === 'execution.node.completed');
    expect(completed?.data).toMatchObject({ source: 'cache', savedMicroUsd: 0 });
    expect(outputHashes(again.state())).toEqual(outputHashes(first.state()));
  });

  it('passes on what disabled nodes get, and takes outputs put in by hand', async () => {
    const clock = createVirtualClock();
    const nodes = [
      testPlanNode('hand', { override: { text: 'by hand' } }),
      testPlanNode('off', { disabled: true }),
      testPlanNode('after', { type: 'echo' }),
    ];
    const copies = testRegistry([
      { definition: testDefinition('echo'), run: async ({ inputs }) => ({ text: `${inputs.text}!` }) },
    ]);
    const room = createTestRoom({ clock, plan: testPlan(nodes, [testEdge(0, 1), testEdge(1, 2)]) });
    hostOn(room, { registry: copies, clock });
    await clock.run();
    const completed = room.log.flatMap((entry) =>
      entry.type === 'execution.node.completed' ? [entry.data] : [],
    );
    expect(completed.map(({ source }) => source)).toEqual(['manual', 'passed', 'local']);
    expect(completed.at(-1)?.output).toEqual({ kind: 'inline', output: { text: 'by hand!' } });
  });
});
