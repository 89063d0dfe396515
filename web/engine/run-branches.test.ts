import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { chunkedGet } from '#shared/run/chunked.ts';
import type { LogEntry } from '#shared/run/events.ts';
import { planSchema, type Plan } from '#shared/run/plan.ts';
import { foldEntries } from '#shared/run/reduce.ts';
import { emptyRun, type RunState } from '#shared/run/state.ts';
import type { NodeRunner } from '../node-kit/types.ts';
import type { BranchWish } from './api.ts';
import { branchPlan, type BranchInput } from './core/branch-plan.ts';
import { testProvider } from './core/testing.ts';
import { createEarlierRun } from './earlier-run.ts';
import { createMemoryCache } from './memory-cache.ts';
import { answer, type FakeProvider } from './testing/fake-provider.ts';
import { chainBody, each, EACH, eachNode, withBodies } from './testing/test-containers.ts';
import { hostOn } from './testing/test-host.ts';
import { testDefinition, testRegistry } from './testing/test-nodes.ts';
import { dagPlan, outputHashes, testEdge, testPlan, testPlanNode } from './testing/test-plan.ts';
import { createTestRoom, type TestRoom } from './testing/test-room.ts';
import { createVirtualClock } from './testing/virtual-clock.ts';

/** Asks a model to write on what came in; says its guidance too. */
const writes: NodeRunner = async ({ inputs, config, guidance, call }) => {
  const subject = `${String(config['say'] ?? '')}(${inputs.text})${guidance ?? ''}`;
  const content = [{ type: 'text', text: subject }] as const;
  const purpose = { task: 'echo', details: {}, subject };
  return { text: (await call({ messages: [{ role: 'user', content }], purpose })).text };
};
const fork: NodeRunner = ({ config, inputs }) => ({ text: inputs.text, exit: String(config['way']) });
const breaks: NodeRunner = async () => {
  throw new Error('It fails.');
};
const say = { key: 'say', label: 'Say', type: 'text', default: '' } as const;
const way = { key: 'way', label: 'Way', type: 'text', default: 'yes' } as const;
const use = {
  kind: 'text',
  provider: 'demo',
  model: 'demo',
  temperature: 0.5,
  maxOutputTokens: 500,
} as const;
const forkPorts = () => ({
  inputs: [{ id: 'text-in', label: 'text', type: 'any' } as const],
  outputs: (['yes', 'no'] as const).map((id) => ({ id, label: id, type: 'any' }) as const),
});
const registry = testRegistry([
  { definition: testDefinition('echo', { fields: [say], model: use, samples: true }), run: writes },
  { definition: testDefinition('fork', { kind: 'branch', fields: [way], ports: forkPorts }), run: fork },
  { definition: testDefinition('breaks'), run: breaks },
  { definition: EACH, run: each },
]);
const providers = [
  testProvider('demo', { demo: true, free: true, models: [], defaultModels: { text: 'demo' } }),
  testProvider('keyless', { status: 'missing-key' }),
];
const model = { provider: 'demo', model: 'demo', temperature: 0.5, maxOutputTokens: 500, parameters: {} };
const writer = (id: string, text = '') => testPlanNode(id, { model, samples: true, config: { say: text } });

const echoes: FakeProvider = (request) => answer(`<${request.purpose.subject}>`, 5);

async function started(plan: Plan, runId = 'run-1', earlier?: { room: TestRoom; seq: number }) {
  const clock = createVirtualClock();
  const room = createTestRoom({ clock, plan, runId, provider: echoes });
  const openEarlier =
    earlier && (async () => createEarlierRun(stateAt(earlier.room.log, earlier.seq), earlier.room.blobs));
  const { host } = hostOn(room, { registry, clock, cache: createMemoryCache(), openEarlier });
  await clock.run(clock.now() + 60_000);
  host.stop();
  return room;
}

const stateAt = (log: readonly LogEntry[], seq: number): RunState =>
  foldEntries(
    emptyRun('run-1'),
    log.filter((entry) => entry.seq <= seq),
  );

function inputFor(room: TestRoom, wish: Partial<BranchWish> & { nodeId: string }): BranchInput {
  const seq = wish.seq ?? room.log.length;
  return {
    wish: { parent: 'run-1', number: 3, ...wish, seq },
    run: stateAt(room.log, seq),
    definitions: registry.definitions,
    providers,
    demo: false,
  };
}

const planned = (...wish: Parameters<typeof inputFor>) => branchPlan(inputFor(...wish));

async function branched(room: TestRoom, wish: Partial<BranchWish> & { nodeId: string }) {
  const made = planned(room, wish);
  if (!made.ok) throw new Error(made.problems.map(({ error }) => error.message).join());
  expect(planSchema.safeParse(JSON.parse(JSON.stringify(made.plan))).error).toBeUndefined();
  const earlier = { room, seq: wish.seq ?? room.log.length };
  return { plan: made.plan, room: await started(made.plan, 'run-2', earlier) };
}

const nodeOf = (room: TestRoom, id: string) =>
  chunkedGet(room.state().nodes, room.state().plan?.indexOf.get(id) ?? -1);
const textOf = (room: TestRoom, id: string) => {
  const node = nodeOf(room, id);
  if (node?.output?.kind === 'inline') return node.output.output.text;
  const call = node?.calls.at(-1)?.end?.text;
  return call?.kind === 'inline' ? call.text : undefined;
};

/** a → b → c, and d beside them. */
const line = () =>
  testPlan(
    [writer('a', 'A'), writer('b', 'B'), writer('c', 'C'), writer('d', 'D')],
    [testEdge(0, 1), testEdge(1, 2)],
    { demo: false },
  );

describe('a branch of a run', () => {
  it('[RB1] what does not follow from its step is as it came out, without a call and without a cache', async () => {
    const dags = fc.integer({ min: 1, max: 12 }).chain((size) =>
      fc.record({
        size: fc.constant(size),
        leaf: fc.nat(size - 1),
        edges: fc.array(fc.tuple(fc.nat(size - 1), fc.nat(size - 1)), { maxLength: 20 }),
      }),
    );
    await fc.assert(
      fc.asyncProperty(dags, async ({ size, leaf, edges }) => {
        const forward = [
          ...new Map(edges.filter(([from, to]) => from < to).map((edge) => [edge.join(), edge])).values(),
        ];
        const parent = await started(dagPlan({ size, edges: forward }, { model, samples: true }));
        const { room } = await branched(parent, { nodeId: `n${leaf}`, guidance: ' other' });
        const after = new Set([leaf]);
        for (const [from, to] of [...forward].sort((a, b) => a[0] - b[0])) if (after.has(from)) after.add(to);
        const [before, now] = [outputHashes(parent.state()), outputHashes(room.state())];
        expect(room.state().outcome).toBe('ok');
        expect(Object.keys(now).sort()).toEqual(Object.keys(before).sort());
        for (let index = 0; index < size; index += 1) {
          const id = `n${index}`;
          expect(nodeOf(room, id)?.source).toBe(after.has(index) ? 'call' : 'parent');
          if (!after.has(index)) expect(now[id]).toBe(before[id]);
          if (index === leaf) expect(now[id]).not.toBe(before[id]);
        }
        expect(room.requests).toHaveLength(after.size);
      }),
      { numRuns: 60 },
    );
  });

  it('[RB1] a run is left as it stood at an entry: what came later is no part of the branch', async () => {
    const parent = await started(line());
    const end = parent.log.find(
      (entry) => entry.type === 'execution.node.completed' && entry.data.nodeId === 'b',
    );
    const { room, plan } = await branched(parent, { nodeId: 'b', guidance: '!', seq: end?.seq ?? 0 });
    expect(plan.branch).toEqual({
      ...{ parent: 'run-1', number: 3, seq: end?.seq, nodeId: 'b', changes: ['guidance'] },
    });
    expect(textOf(room, 'c')).toContain('!');
    expect(nodeOf(room, 'a')?.source).toBe('parent');
  });

  it('[RB2] guidance, model, settings and an output by hand each change what the step makes, and what follows', async () => {
    const parent = await started(line());
    const guided = await branched(parent, { nodeId: 'b', guidance: ' in verse' });
    expect(textOf(guided.room, 'c')).toBe('<C(<B(<A()>) in verse>)>');
    const set = await branched(parent, { nodeId: 'b', config: { say: 'X' } });
    expect(textOf(set.room, 'c')).toBe('<C(<X(<A()>)>)>');
    expect(set.plan.branch?.changes).toEqual(['settings']);
    const other = await branched(parent, { nodeId: 'b', model: { provider: 'demo', model: 'second' } });
    expect(other.plan.nodes[1]?.model?.model).toBe('second');
    expect(other.room.requests.map(({ request }) => request.kind === 'text' && request.model)).toEqual([
      'second',
      'demo',
    ]);
    const given = await branched(parent, { nodeId: 'b', output: { text: 'by hand' } });
    expect(textOf(given.room, 'c')).toBe('<C(by hand)>');
    expect(nodeOf(given.room, 'b')?.source).toBe('manual');
    expect(given.room.requests).toHaveLength(1);
  });

  it('[RB2] settings that the form refuses, a model without a key, a step that is not there: said before the run', async () => {
    const parent = await started(line());
    const missing = planned(parent, { nodeId: 'zz' });
    expect(missing.ok === false && missing.problems[0]?.error.code).toBe('not-found');
    const keyless = planned(parent, { nodeId: 'b', model: { provider: 'keyless', model: 'm' } });
    expect(keyless.ok === false && keyless.problems).toMatchObject([
      { nodeId: 'b', error: { code: 'missing-key' } },
    ]);
  });

  it('[RB3] what the step needs and the run that is left does not have runs too; what is beside it does not', async () => {
    const plan = testPlan(
      [writer('a', 'A'), testPlanNode('bad', { type: 'breaks' }), writer('c', 'C'), writer('beside', 'S')],
      [testEdge(0, 2), testEdge(1, 2), testEdge(1, 3)],
    );
    const parent = await started(plan);
    expect(nodeOf(parent, 'c')?.phase).toBe('skipped');
    const { room, plan: next } = await branched(parent, { nodeId: 'c' });
    expect(next.nodes.map(({ id }) => id)).toEqual(['a', 'bad', 'c']);
    expect(nodeOf(room, 'a')?.source).toBe('parent');
    expect(nodeOf(room, 'bad')?.phase).toBe('failed');
  });

  it('[RB3] the way that a condition took is taken again, and what it left out stays out', async () => {
    const plan = testPlan(
      [
        writer('a', 'A'),
        testPlanNode('fork', { type: 'fork', kind: 'branch', config: { way: 'yes' } }),
        writer('yes', 'Y'),
        writer('no', 'N'),
        writer('end', 'E'),
      ],
      [
        testEdge(0, 1),
        testEdge(1, 2, { sourceHandle: 'yes' }),
        testEdge(1, 3, { sourceHandle: 'no' }),
        testEdge(2, 4),
        testEdge(3, 4),
      ],
    );
    const parent = await started(plan);
    const { room } = await branched(parent, { nodeId: 'end', guidance: '!' });
    expect(room.state().outcome).toBe('ok');
    expect(nodeOf(room, 'no')?.error?.code).toBe('branch-not-taken');
    expect(room.requests).toHaveLength(1);
    const turned = await branched(parent, { nodeId: 'fork', config: { way: 'no' } });
    expect(nodeOf(turned.room, 'yes')?.error?.code).toBe('branch-not-taken');
    expect(textOf(turned.room, 'end')).toBe('<E(<N(<A()>)>)>');
  });

  it('[RB4] a branch of a branch goes on from it, also at a step that it had taken over', async () => {
    const parent = await started(line());
    const first = await branched(parent, { nodeId: 'c', guidance: ' one' });
    const again = await branched(first.room, { nodeId: 'b', guidance: ' two' });
    expect(textOf(again.room, 'c')).toBe('<C(<B(<A()>) two>) one>');
    expect(nodeOf(again.room, 'a')?.source).toBe('parent');
    const given = await branched(parent, { nodeId: 'b', output: { text: 'by hand' } });
    const refused = planned(given.room, { nodeId: 'b', guidance: 'x' });
    expect(refused.ok === false && refused.problems[0]?.error.code).toBe('missing-input');
  });

  it('[RB4] a container is taken over as a whole or repeats its steps anew; one of its repetitions cannot be left', async () => {
    const map = eachNode('map', { config: { items: ['x', 'y'] } });
    const plan = withBodies(testPlan([map, writer('after', 'A')], [testEdge(0, 1)], { demo: false }), [
      chainBody('map', [writer('in', 'I')]),
    ]);
    const parent = await started(plan);
    expect(parent.requests).toHaveLength(3);
    const behind = await branched(parent, { nodeId: 'after', guidance: '!' });
    expect(behind.room.requests).toHaveLength(1);
    expect(behind.room.state().plan?.plan.nodes.map(({ id }) => id)).toEqual(['map', 'after']);
    expect(nodeOf(behind.room, 'map')?.source).toBe('parent');
    const whole = await branched(parent, { nodeId: 'map' });
    expect(whole.room.requests).toHaveLength(3);
    expect(textOf(whole.room, 'after')).toBe('<A(<I(x)>+<I(y)>)>');
    const inside = planned(parent, { nodeId: 'in@1' });
    expect(inside.ok === false && inside.problems[0]?.error.code).toBe('not-found');
    // On the demo nothing is looked up, or stored, under what the models have made.
    const demo = branchPlan({ ...inputFor(parent, { nodeId: 'map' }), demo: true });
    const node = demo.ok ? demo.plan.nodes.find(({ id }) => id === 'map') : undefined;
    expect(node?.body).toMatch(/^[0-9a-f]{64}$/);
    expect(node?.body).not.toBe(map.body);
  });

  it('[RB1] a branch cut at any place and driven on by another browser comes to the same: it reads the other run itself', async () => {
    const parent = await started(line());
    const { plan, room: whole } = await branched(parent, { nodeId: 'c', guidance: '!' });
    const wanted = outputHashes(whole.state());
    for (let cut = 1; cut < whole.log.length - 1; cut += 1) {
      const clock = createVirtualClock();
      const log = whole.log.slice(0, cut);
      const room = createTestRoom({ clock, plan, runId: 'run-2', provider: echoes, log });
      let opened = 0;
      const openEarlier = async () => {
        opened += 1;
        return createEarlierRun(stateAt(parent.log, parent.log.length), parent.blobs);
      };
      const { host } = hostOn(room, { registry, clock, cache: createMemoryCache(), openEarlier });
      await clock.run(clock.now() + 60_000);
      host.stop();
      expect(outputHashes(room.state())).toEqual(wanted);
      expect(room.state().outcome).toBe('ok');
      expect(opened).toBeLessThanOrEqual(1);
    }
  });

  it('[RB1] an output that is not what the run had put out is not taken', async () => {
    const parent = await started(line());
    const made = planned(parent, { nodeId: 'b', guidance: 'x' });
    if (!made.ok) throw new Error('no plan');
    const nodes = made.plan.nodes.map((node) => (node.id === 'a' ? { ...node, kept: 'f'.repeat(64) } : node));
    const room = await started({ ...made.plan, nodes }, 'run-2', { room: parent, seq: parent.log.length });
    expect(nodeOf(room, 'a')?.error?.code).toBe('blob-missing');
    expect(room.requests).toHaveLength(0);
  });
});
