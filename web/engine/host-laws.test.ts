import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { CallRequest } from '#shared/run/call.ts';
import { chunkedGet } from '#shared/run/chunked.ts';
import { weftError } from '#shared/run/errors.ts';
import type { LogEntry } from '#shared/run/events.ts';
import { foldEntries } from '#shared/run/reduce.ts';
import { emptyRun } from '#shared/run/state.ts';
import type { NodeRunner } from '../node-kit/types.ts';
import { createNodeRegistry } from './node-registry.ts';
import { answer, type FakeProvider } from './testing/fake-provider.ts';
import { hostOn } from './testing/test-host.ts';
import { testDefinition, testRegistry } from './testing/test-nodes.ts';
import { dagPlan, outputHashes, testEdge, testPlan, testPlanNode, type Dag } from './testing/test-plan.ts';
import { createTestRoom } from './testing/test-room.ts';
import { createVirtualClock } from './testing/virtual-clock.ts';

const model = { provider: 'demo', model: 'demo', temperature: 0.7, maxOutputTokens: 500, parameters: {} };

const asks: NodeRunner = async ({ inputs, call }) => {
  const ask = (subject: string) =>
    call({
      messages: [{ role: 'user', content: [{ type: 'text', text: subject }] }],
      purpose: { task: 'free', details: {}, subject },
    });
  const first = await ask(`one of ${inputs.text}`);
  const second = await ask(`two of ${first.text}`);
  return { text: `${first.text} ${second.text}` };
};
const registry = testRegistry([{ definition: testDefinition('echo'), run: asks }]);

const subjectOf = (request: CallRequest) => request.purpose.subject;
/** Answers differ with what is asked, so that a mixed-up journal shows in the outputs. */
const provider: FakeProvider = (request) => answer(`<${subjectOf(request).length}>`, 10);

const dags: fc.Arbitrary<Dag> = fc.integer({ min: 1, max: 7 }).chain((size) =>
  fc.array(fc.tuple(fc.nat(size - 1), fc.nat(size - 1)), { maxLength: 2 * size }).map((pairs) => ({
    size,
    edges: pairs.filter(([a, b]) => a !== b).map(([a, b]) => [Math.min(a, b), Math.max(a, b)] as const),
  })),
);

async function whole(dag: Dag) {
  const clock = createVirtualClock();
  const room = createTestRoom({ clock, plan: dagPlan(dag, { model, samples: true }), provider });
  hostOn(room, { registry, clock });
  await clock.run();
  return room;
}

/** Every call was accepted after the log said that its node runs in that round. */
function expectRecordedFirst(log: readonly LogEntry[]): void {
  const running = new Set<string>();
  for (const entry of log) {
    if (entry.type === 'execution.node.status' && entry.data.status === 'running')
      running.add(`${entry.data.nodeId} ${entry.data.round}`);
    if (entry.type === 'call.accepted')
      expect(running.has(`${entry.data.nodeId} ${entry.data.round}`)).toBe(true);
  }
}

function startsOf(log: readonly LogEntry[]): string[] {
  return log.flatMap((entry) =>
    entry.type === 'execution.node.status' && entry.data.status === 'running'
      ? [`${entry.data.nodeId} ${entry.data.round}`]
      : [],
  );
}

describe('host laws', () => {
  it('[EX1] a node with personas whose host is killed at any point asks the provider exactly twice', async () => {
    const nodes = [
      testPlanNode('prompt', {
        type: 'initialPrompt',
        config: { text: 'Mira walks home.' },
        model,
        samples: true,
      }),
      testPlanNode('mira', {
        type: 'consistentCharacter',
        config: { characterName: 'Mira', characterDescription: 'Tall, red hair.' },
      }),
      testPlanNode('story', { type: 'storyTeller', config: { idea: '', tags: '' }, model, samples: true }),
    ];
    const edges = [
      testEdge(0, 2),
      testEdge(1, 2, { sourceHandle: 'adapter-out', targetHandle: 'adapter-0' }),
    ];
    const plan = testPlan(nodes, edges);
    const real = createNodeRegistry();
    await Promise.all(nodes.map(({ type }) => real.runnerOf(type)));

    const run = async (killAfter: number, late: boolean) => {
      const clock = createVirtualClock();
      const room = createTestRoom({ clock, plan, provider });
      let host = hostOn(room, { registry: real, clock, hostId: 'first' });
      room.onStored = () => {
        if (room.log.length !== killAfter) return;
        const kill = () => {
          host.kill();
          clock.after(50, () => {
            host = hostOn(room, { registry: real, clock, hostId: 'second' });
          });
        };
        if (late) clock.soon(kill);
        else kill();
      };
      await clock.run();
      return room;
    };
    const unhurt = await run(0, false);
    expect(unhurt.state()).toMatchObject({ phase: 'completed', outcome: 'ok' });
    expect(unhurt.requests).toHaveLength(2);
    for (let killAfter = 3; killAfter < unhurt.log.length; killAfter += 1)
      for (const late of [false, true]) {
        const room = await run(killAfter, late);
        expect(room.state()).toMatchObject({ phase: 'completed', outcome: 'ok' });
        expect(room.requests.map(({ callId }) => callId)).toEqual(
          unhurt.requests.map(({ callId }) => callId),
        );
        expect(outputHashes(room.state())).toEqual(outputHashes(unhurt.state()));
      }
  });

  it('[HO2] a log cut at any place resumes to the same outputs, with the same calls', async () => {
    await fc.assert(
      fc.asyncProperty(dags, fc.double({ min: 0, max: 1, noNaN: true }), async (dag, where) => {
        const full = await whole(dag);
        const cut = full.log.slice(0, Math.max(1, Math.floor(where * full.log.length)));
        const clock = createVirtualClock(cut.at(-1)?.at ?? 0);
        const plan = dagPlan(dag, { model, samples: true });
        const room = createTestRoom({ clock, plan, provider, log: cut });
        if (!room.state().sealed && room.state().phase === 'running') hostOn(room, { registry, clock });
        await clock.run();
        const sealed =
          room.log.at(-1)?.type === 'execution.sealed' || cut.at(-1)?.type === 'execution.completed';
        expect(sealed).toBe(true);
        expect(outputHashes(room.state())).toEqual(outputHashes(full.state()));
        const ids = (log: readonly LogEntry[]) =>
          log.flatMap((entry) => (entry.type === 'call.accepted' ? [entry.data.callId] : [])).sort();
        expect(ids(room.log)).toEqual(ids(full.log));
      }),
      { numRuns: 60 },
    );
  });

  it('[HO1] records that a node runs before any of its calls, however often hosts change', async () => {
    await fc.assert(
      fc.asyncProperty(
        dags,
        fc.array(fc.integer({ min: 1, max: 12 }), { maxLength: 4 }),
        async (dag, kills) => {
          const clock = createVirtualClock();
          const room = createTestRoom({
            clock,
            plan: dagPlan(dag, { model, samples: true }),
            provider,
            linkMs: 3,
          });
          let host = hostOn(room, { registry, clock, hostId: 'host-0' });
          let left = [...kills];
          let next = room.log.length + (left.shift() ?? Infinity);
          room.onStored = () => {
            if (room.log.length < next || room.state().phase !== 'running') return;
            next = Infinity;
            host.kill();
            clock.after(20, () => {
              host = hostOn(room, { registry, clock, hostId: `host-${kills.length - left.length}` });
              next = room.log.length + (left[0] ?? Infinity);
              left = left.slice(1);
            });
          };
          await clock.run();
          expect(room.state().phase).toBe('completed');
          expectRecordedFirst(room.log);
          expect(new Set(startsOf(room.log)).size).toBe(startsOf(room.log).length);
          expect(room.requests).toHaveLength(2 * dag.size);
        },
      ),
      { numRuns: 60 },
    );
  });

  it('[RM2] a host whose epoch has passed drops what was not confirmed and says so once', async () => {
    const clock = createVirtualClock();
    const plan = dagPlan(
      {
        size: 3,
        edges: [
          [0, 1],
          [1, 2],
        ],
      },
      { model, samples: true },
    );
    const room = createTestRoom({ clock, plan, provider, linkMs: 5 });
    const first = hostOn(room, { registry, clock, hostId: 'first' });
    await clock.run(12);
    const second = hostOn(room, { registry, clock, hostId: 'second' });
    await clock.run();
    expect([first.stale(), second.stale()]).toEqual([true, false]);
    expect(room.state()).toMatchObject({ phase: 'completed', outcome: 'ok' });
    expect(room.requests).toHaveLength(6);
  });

  it('[RL1] shows late joiners what the host saw', async () => {
    const room = await whole({
      size: 4,
      edges: [
        [0, 1],
        [0, 2],
        [1, 3],
        [2, 3],
      ],
    });
    for (let cut = 0; cut <= room.log.length; cut += 1) {
      const early = foldEntries(emptyRun(room.runId), room.log.slice(0, cut));
      expect(foldEntries(early, room.log.slice(cut))).toEqual(room.state());
    }
  });

  it('has no level barrier: the makespan of random nodes is their critical path', async () => {
    await fc.assert(
      fc.asyncProperty(
        dags,
        fc.array(fc.integer({ min: 100, max: 5_000 }), { minLength: 7, maxLength: 7 }),
        async (dag, durations) => {
          const clock = createVirtualClock();
          const once: NodeRunner = async ({ config, call }) => {
            const subject = String(config['index']);
            const result = await call({ messages: [], purpose: { task: 'free', details: {}, subject } });
            return { text: result.text };
          };
          const nodes = Array.from({ length: dag.size }, (_, index) =>
            testPlanNode(`n${index}`, { config: { index }, model, samples: true }),
          );
          const edges = dag.edges.map(([source, target]) => testEdge(source, target));
          const durationOf = (index: number) => durations[index] ?? 100;
          const room = createTestRoom({
            clock,
            plan: testPlan(nodes, edges, { concurrency: 100 }),
            provider: (request) => answer('x', durationOf(Number(subjectOf(request)))),
          });
          hostOn(room, {
            registry: testRegistry([{ definition: testDefinition('echo'), run: once }]),
            clock,
          });
          await clock.run();
          const ends: number[] = [];
          for (let index = 0; index < dag.size; index += 1) {
            const inputs = dag.edges
              .filter(([, target]) => target === index)
              .map(([source]) => ends[source] ?? 0);
            ends[index] = Math.max(0, ...inputs) + durationOf(index);
          }
          const critical = Math.max(...ends);
          expect(room.state().phase).toBe('completed');
          expect((room.state().endedAt ?? Infinity) - (room.state().startedAt ?? 0)).toBeLessThanOrEqual(
            1.02 * critical,
          );
        },
      ),
      { numRuns: 40 },
    );
  });
});

describe('host', () => {
  const one = dagPlan({ size: 1, edges: [] }, { model, samples: true });
  const rateLimited = weftError('provider-rate-limited', 'Too fast.', { retryable: true });

  it('repeats the call that failed safely, not the node, when its time has come', async () => {
    const clock = createVirtualClock();
    let asked = 0;
    const room = createTestRoom({
      clock,
      plan: one,
      provider(request) {
        asked += 1;
        if (asked !== 2) return provider(request, '');
        return {
          durationMs: 5,
          end: { outcome: 'error', retry: 'safe', retryAfterMs: 2_000, error: rateLimited },
        };
      },
    });
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
    let asked = 0;
    const room = createTestRoom({
      clock,
      plan: one,
      provider(request) {
        asked += 1;
        if (asked > 1) return provider(request, '');
        return {
          durationMs: 5,
          end: { outcome: 'unknown', retry: 'ask', error: weftError('unknown-outcome', '?') },
        };
      },
    });
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
    const error = weftError('provider-rate-limited', 'Too fast.', { retryable: true });
    let asked = 0;
    const room = createTestRoom({
      clock,
      plan: one,
      provider(request) {
        asked += 1;
        if (asked > 1) return provider(request, '');
        return { durationMs: 5, end: { outcome: 'error', retry: 'safe', retryAfterMs: 60_000, error } };
      },
    });
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
