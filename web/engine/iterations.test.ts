import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { CallRequest } from '#shared/run/call.ts';
import { chunkedGet } from '#shared/run/chunked.ts';
import { weftError } from '#shared/run/errors.ts';
import type { LogEntry } from '#shared/run/events.ts';
import type { Plan, PlanBody, PlanNode } from '#shared/run/plan.ts';
import { foldEntries } from '#shared/run/reduce.ts';
import { nodeState } from '#shared/run/select.ts';
import { emptyRun } from '#shared/run/state.ts';
import type { NodeRunner } from '../node-kit/types.ts';
import { answer, type FakeProvider } from './testing/fake-provider.ts';
import { again, chainBody, each, EACH, eachNode, withBodies } from './testing/test-containers.ts';
import { hostOn } from './testing/test-host.ts';
import { testDefinition, testRegistry } from './testing/test-nodes.ts';
import { outputHashes, testEdge, testPlan, testPlanNode } from './testing/test-plan.ts';
import { createTestRoom, type TestRoom } from './testing/test-room.ts';
import { createVirtualClock } from './testing/virtual-clock.ts';

const model = { provider: 'demo', model: 'demo', temperature: 0.7, maxOutputTokens: 500, parameters: {} };

/** Two calls, so that a host can be killed between them. */
const asks: NodeRunner = async ({ config, inputs, call, guidance }) => {
  const ask = (subject: string) =>
    call({
      messages: [{ role: 'user', content: [{ type: 'text', text: subject }] }],
      purpose: { task: 'free', details: {}, subject },
    });
  const first = await ask(config['slow'] === true ? 'slow' : `${inputs.text}${guidance ?? ''}`);
  const second = await ask(`${first.text}`);
  return { text: second.text };
};
const plain: NodeRunner = ({ inputs }) => ({ text: `<${inputs.text}>` });
const picky: NodeRunner = ({ inputs }) => {
  const [text = ''] = inputs.text.split(' ');
  return { text, exit: text.startsWith('n') ? 'no-out' : 'text-out' };
};

const registry = testRegistry([
  { definition: EACH, run: each },
  { definition: { ...EACH, type: 'again', kind: 'loop' }, run: again },
  { definition: testDefinition('echo'), run: asks },
  { definition: testDefinition('plain'), run: plain },
  { definition: testDefinition('picky', { kind: 'branch' }), run: picky },
]);

const subjectOf = (request: CallRequest) => (request.kind === 'http' ? '' : request.purpose.subject);
const echo: FakeProvider = (request) => answer(`${subjectOf(request)}.`, 100);
const echoNode = (id: string, more: Partial<PlanNode> = {}) =>
  testPlanNode(id, { model, samples: true, ...more });

interface Trial {
  readonly plan: Plan;
  readonly provider?: FakeProvider;
  readonly killAfter?: number;
  readonly log?: readonly LogEntry[];
}

/** A whole run, whose host may be killed once. */
async function run({ plan, provider = echo, killAfter, log }: Trial): Promise<TestRoom> {
  const clock = createVirtualClock(log?.at(-1)?.at ?? 0);
  const room = createTestRoom({ clock, plan, provider, ...(log === undefined ? {} : { log }) });
  let host = hostOn(room, { registry, clock, hostId: 'first' });
  room.onStored = () => {
    if (room.log.length !== killAfter) return;
    host.kill();
    clock.after(50, () => {
      host = hostOn(room, { registry, clock, hostId: 'second' });
    });
  };
  await clock.run();
  return room;
}

const textAt = (room: TestRoom, nodeId: string): string | null => {
  const output = nodeState(room.state(), nodeId)?.output;
  return output?.kind === 'inline' ? (output.output.text ?? '') : (output?.kind ?? null);
};
const phaseAt = (room: TestRoom, nodeId: string) => nodeState(room.state(), nodeId)?.phase;

/** list → each(write → end) → after */
function mapPlan(items: readonly string[], inside: readonly PlanNode[], more: Partial<PlanNode> = {}): Plan {
  const map = eachNode('map', { ...more, config: { items: [...items], ...more.config } });
  const plan = testPlan([map, testPlanNode('after', { type: 'plain' })], [testEdge(0, 1)]);
  return withBodies(plan, [chainBody('map', inside)]);
}

const nested = (outer: number, inner: number): Plan => {
  const lists = Array.from({ length: outer }, (_, at) => `${at}`);
  const items = Array.from({ length: inner }, (_, at) => `${at}`);
  const bodies: PlanBody[] = [
    chainBody('map', [eachNode('deep', { config: { items } })]),
    chainBody('deep', [testPlanNode('leaf', { type: 'plain' })]),
  ];
  const plan = testPlan([eachNode('map', { config: { items: lists } })], []);
  return withBodies(plan, bodies);
};

describe('iterations', () => {
  it('[IT1] makes dense nodes of the templates, one set per item, and gives results in order', async () => {
    const plan = mapPlan(
      ['a', 'b', 'c'],
      [testPlanNode('x', { type: 'plain' }), testPlanNode('y', { type: 'plain' })],
    );
    const room = await run({ plan });
    expect(room.state()).toMatchObject({ phase: 'completed', outcome: 'ok' });
    expect(room.state().plan?.plan.nodes.map(({ id }) => id)).toEqual([
      ...['map', 'after', 'x@0', 'y@0', 'x@1', 'y@1', 'x@2', 'y@2'],
    ]);
    expect(textAt(room, 'after')).toBe('<<<a>>+<<b>>+<<c>>>');
    expect(room.log.flatMap((entry) => (entry.type === 'dag.updated' ? [entry.data] : []))).toEqual([
      { template: 'map', round: 0, count: 3 },
    ]);
    expect(room.log.at(-2)).toMatchObject({ type: 'execution.completed', data: { outputs: ['after'] } });
  });

  it('comes to an empty result for an empty list', async () => {
    const room = await run({ plan: mapPlan([], [testPlanNode('x', { type: 'plain' })]) });
    expect(room.state()).toMatchObject({ phase: 'completed', outcome: 'ok' });
    expect(textAt(room, 'after')).toBe('<>');
  });

  it('[IT2] runs a map in a map, and a map of a thousand', async () => {
    const room = await run({ plan: nested(3, 4) });
    expect(room.state()).toMatchObject({ phase: 'completed', outcome: 'ok' });
    expect(textAt(room, 'map')).toBe(Array(3).fill('<0>+<1>+<2>+<3>').join('+'));
    expect(textAt(room, 'leaf@2.3')).toBe('<3>');
    const items = Array.from({ length: 1_000 }, (_, at) => `${at}`);
    const wide = await run({ plan: mapPlan(items, [testPlanNode('x', { type: 'plain' })]) });
    expect(textAt(wide, 'map')?.split('+')).toHaveLength(1_000);
  });

  it('[IT3] has eight calls in flight at once, never more iterations than its limit, and takes no slot itself', async () => {
    const items = Array.from({ length: 24 }, (_, at) => `${at}`);
    const once: NodeRunner = async ({ inputs, call }) => ({
      text: (await call({ messages: [], purpose: { task: 'free', details: {}, subject: inputs.text } })).text,
    });
    const flights = async (parallel: number, concurrency: number) => {
      const clock = createVirtualClock();
      const plan = { ...mapPlan(items, [echoNode('x')], { config: { parallel } }), concurrency };
      const local = testRegistry([
        { definition: EACH, run: each },
        { definition: testDefinition('echo'), run: once },
        { definition: testDefinition('plain'), run: plain },
      ]);
      let open = 0;
      let most = 0;
      const room = createTestRoom({
        clock,
        plan,
        provider(request) {
          open += 1;
          most = Math.max(most, open);
          clock.after(100, () => (open -= 1));
          return answer(subjectOf(request), 100);
        },
      });
      hostOn(room, { registry: local, clock });
      await clock.run();
      expect(room.state()).toMatchObject({ phase: 'completed', outcome: 'ok' });
      expect(textAt(room, 'map')).toBe(items.join('+'));
      return most;
    };
    expect(await flights(8, 8)).toBe(8);
    expect(await flights(3, 8)).toBe(3);
    expect(await flights(8, 1)).toBe(1);
  });

  it('[IT4] a host killed at any point in a map makes the same calls, each once, and comes to the same', async () => {
    const plan = mapPlan(['a', 'b', 'c'], [echoNode('x'), testPlanNode('y', { type: 'plain' })], {
      config: { parallel: 2 },
    });
    const unhurt = await run({ plan });
    expect(unhurt.state()).toMatchObject({ phase: 'completed', outcome: 'ok' });
    expect(unhurt.requests).toHaveLength(6);
    const ids = (room: TestRoom) => room.requests.map(({ callId }) => callId).sort();
    for (let killAfter = 2; killAfter < unhurt.log.length; killAfter += 1) {
      const room = await run({ plan, killAfter });
      expect(room.state()).toMatchObject({ phase: 'completed', outcome: 'ok' });
      expect(ids(room)).toEqual(ids(unhurt));
      expect(outputHashes(room.state())).toEqual(outputHashes(unhurt.state()));
    }
  });

  it('[IT4] a log cut at any place inside of maps in maps and loops resumes to the same outputs', async () => {
    const bodies = [
      chainBody('map', [eachNode('deep', { config: { parallel: 1 } }), echoNode('end')]),
      chainBody('deep', [
        testPlanNode('loop', { type: 'again', kind: 'loop', body: 'a'.repeat(64), config: { times: 2 } }),
      ]),
      chainBody('loop', [echoNode('leaf')]),
    ];
    const map = eachNode('map', { config: { items: ['a\nb', 'c'], parallel: 2 } });
    const plan = withBodies(
      testPlan([map, testPlanNode('after', { type: 'plain' })], [testEdge(0, 1)]),
      bodies,
    );
    const full = await run({ plan });
    expect(full.state()).toMatchObject({ phase: 'completed', outcome: 'ok' });
    const ids = (log: readonly LogEntry[]) =>
      log.flatMap((entry) => (entry.type === 'call.accepted' ? [entry.data.callId] : [])).sort();
    await fc.assert(
      fc.asyncProperty(fc.integer({ min: 1, max: full.log.length }), async (length) => {
        const cut = full.log.slice(0, length);
        if (foldEntries(emptyRun('run'), cut).phase !== 'running') return;
        const room = await run({ plan, log: cut });
        expect(outputHashes(room.state())).toEqual(outputHashes(full.state()));
        expect(ids(room.log)).toEqual(ids(full.log));
      }),
      { numRuns: 40 },
    );
  });

  it('notes the variables of a loop before each time round', async () => {
    const loop = testPlanNode('loop', {
      type: 'again',
      kind: 'loop',
      body: 'a'.repeat(64),
      config: { times: 3 },
    });
    const list = testPlanNode('list', { override: { text: 'a' } });
    const plan = withBodies(testPlan([list, loop], [testEdge(0, 1)]), [
      chainBody('loop', [testPlanNode('x', { type: 'plain' })]),
    ]);
    const room = await run({ plan });
    expect(textAt(room, 'loop')).toBe('<<<a>>>');
    expect(room.state().values).toEqual({ 'loop/text': '<<a>>' });
    const told = room.log.filter(({ type }) => type === 'state.updated' || type === 'dag.updated');
    expect(told.map(({ type }) => type)).toEqual(Array(3).fill(['state.updated', 'dag.updated']).flat());
  });

  const failing =
    (bad: string): FakeProvider =>
    (request) =>
      subjectOf(request).startsWith(bad)
        ? {
            durationMs: 10,
            end: { outcome: 'error', retry: 'never', error: weftError('provider-error', 'No.') },
          }
        : answer(`${subjectOf(request)}.`, 100);

  it('[IT5] goes on when an item fails, or begins no other', async () => {
    const items = ['a', 'b', 'c', 'd'];
    const goesOn = await run({ plan: mapPlan(items, [echoNode('x')]), provider: failing('b') });
    expect(goesOn.state()).toMatchObject({ phase: 'completed', outcome: 'with-failures' });
    expect(textAt(goesOn, 'map')).toBe('a..+!+c..+d..');
    expect(nodeState(goesOn.state(), 'map')?.cacheKey).toBeNull();
    const plan = mapPlan(items, [echoNode('x')], { config: { parallel: 2, stops: true } });
    const stops = await run({ plan, provider: failing('b') });
    expect(textAt(stops, 'map')).toBe('a..+!+!+!');
    expect(nodeState(stops.state(), 'x@3')).toMatchObject({
      phase: 'skipped',
      error: { code: 'iteration-stopped' },
    });
    expect(stops.requests).toHaveLength(3);
  });

  it('leaves out of the results what a branch inside leaves out', async () => {
    const plan = mapPlan(
      ['yes', 'no', 'yet'],
      [testPlanNode('x', { type: 'picky', kind: 'branch' }), echoNode('y')],
    );
    const room = await run({ plan });
    expect(room.state()).toMatchObject({ phase: 'completed', outcome: 'ok' });
    expect(textAt(room, 'map')).toBe('yes..+-+yet..');
  });

  it('[IT6] runs one node of one iteration again, and what its container and all behind it make of it', async () => {
    const clock = createVirtualClock();
    const plan = mapPlan(['a', 'b', 'c'], [echoNode('x'), testPlanNode('y', { type: 'plain' })]);
    const slow = testPlanNode('slow', { model, samples: true });
    const room = createTestRoom({
      clock,
      plan: { ...plan, nodes: [...plan.nodes, slow] },
      provider: (request) => answer(`${subjectOf(request)}.`, subjectOf(request) === '' ? 5_000 : 50),
    });
    hostOn(room, { registry, clock });
    await clock.run(2_000);
    expect(textAt(room, 'after')).toBe('<<a..>+<b..>+<c..>>');
    room.command({ type: 'execution.node.retry', data: { nodeId: 'x@1', guidance: '!' } });
    expect([
      phaseAt(room, 'map'),
      phaseAt(room, 'x@0'),
      phaseAt(room, 'y@1'),
      phaseAt(room, 'after'),
    ]).toEqual([...['running', 'completed', 'pending', 'pending']]);
    await clock.run();
    expect(room.state()).toMatchObject({ phase: 'completed', outcome: 'ok' });
    expect(textAt(room, 'after')).toBe('<<a..>+<b!..>+<c..>>');
    expect(nodeState(room.state(), 'map')).toMatchObject({ round: 0, cacheKey: null });
    expect(room.requests).toHaveLength(6 + 2 + 2);
  });

  it('[IT7] a container that runs again makes its iterations anew, fewer or more', async () => {
    const clock = createVirtualClock();
    const map = eachNode('map');
    const source = echoNode('list');
    const plan = withBodies(
      testPlan([source, map, echoNode('slow', { config: { slow: true } })], [testEdge(0, 1)]),
      [chainBody('map', [echoNode('x')])],
    );
    const lists = ['d\ne', 'f\ng\nh\ni'];
    const room = createTestRoom({
      clock,
      plan,
      provider(request) {
        const subject = subjectOf(request);
        if (subject === 'slow') return answer('', 60_000);
        if (subject === '') return answer('a\nb\nc', 10);
        return answer(/^[a-i]\.?$/.test(subject) ? `${subject}.` : subject, 10);
      },
    });
    hostOn(room, { registry, clock });
    await clock.run(5_000);
    expect(textAt(room, 'map')).toBe('a..+b..+c..');
    for (const [at, expected] of ['d..+e..', 'f..+g..+h..+i..'].entries()) {
      const guidance = lists[at] ?? '';
      room.command({ type: 'execution.node.retry', data: { nodeId: 'list', guidance } });
      expect(nodeState(room.state(), 'x@0')).toMatchObject({
        phase: 'skipped',
        error: { code: 'iteration-over' },
      });
      await clock.run(clock.now() + 5_000);
      expect(textAt(room, 'map')).toBe(expected);
    }
    expect(
      room
        .state()
        .plan?.plan.nodes.map(({ id }) => id)
        .slice(3),
    ).toEqual(['x@0', 'x@1', 'x@2', 'x@3']);
    const starts = room.log.flatMap((entry) =>
      entry.type === 'execution.node.status' && entry.data.status === 'running'
        ? [`${entry.data.nodeId} ${entry.data.round}`]
        : [],
    );
    expect(new Set(starts).size).toBe(starts.length);
  });

  it('[RL1] shows late joiners of a run that grows what the host saw', async () => {
    const room = await run({ plan: nested(2, 2) });
    for (let cut = 0; cut <= room.log.length; cut += 1) {
      const early = foldEntries(emptyRun(room.runId), room.log.slice(0, cut));
      const late = foldEntries(early, room.log.slice(cut));
      expect(outputHashes(late)).toEqual(outputHashes(room.state()));
      expect(late.counts).toEqual(room.state().counts);
      expect(early.nodes.length).toBe(early.plan?.plan.nodes.length ?? 0);
    }
  });

  it('refuses to grow beyond what a run may have, in words', async () => {
    const bodies = [
      chainBody(
        'map',
        Array.from({ length: 60 }, (_, at) => testPlanNode(`x${at}`, { type: 'plain' })),
      ),
    ];
    const items = Array.from({ length: 2_000 }, () => 'a');
    const room = await run({
      plan: withBodies(testPlan([eachNode('map', { config: { items } })], []), bodies),
    });
    expect(nodeState(room.state(), 'map')?.error?.code).toBe('too-many-nodes');
    expect(chunkedGet(room.state().nodes, 1)).toBeUndefined();
  });
});
