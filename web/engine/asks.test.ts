import { describe, expect, it } from 'vitest';
import type { CallRequest } from '#shared/run/call.ts';
import type { PlanNode } from '#shared/run/plan.ts';
import { openApprovals } from '#shared/run/select-approval.ts';
import { nodeState } from '#shared/run/select.ts';
import type { AskWish, NodeRunner } from '../node-kit/types.ts';
import { NodeSkipped } from '../node-kit/node-skipped.ts';
import type { NodeAsks } from '#shared/graph/document.ts';
import { weftError, WeftFailure } from '#shared/run/errors.ts';
import { redoTargets } from './core/redo-targets.ts';
import { answer } from './testing/fake-provider.ts';
import { hostOn } from './testing/test-host.ts';
import { testDefinition, testRegistry } from './testing/test-nodes.ts';
import { testEdge, testPlan, testPlanNode } from './testing/test-plan.ts';
import { createTestRoom, type TestRoom } from './testing/test-room.ts';
import { createVirtualClock } from './testing/virtual-clock.ts';

const model = { provider: 'demo', model: 'demo', temperature: 0.7, maxOutputTokens: 500, parameters: {} };
const QUESTION: AskWish = {
  ...{ kind: 'approval', title: 'Good?', message: '', text: '', images: [], form: null },
  ...{ options: ['approve', 'reject', 'redo'], mustExplain: false, deadline: null, answerers: 'links' },
};

/** Writes by a model, with whatever it was told. */
const write: NodeRunner = async ({ inputs, call, guidance }) => {
  const subject = `${inputs.text}|${guidance ?? ''}`;
  const content = [{ type: 'text', text: subject }] as const;
  const { text } = await call({
    messages: [{ role: 'user', content: [...content] }],
    purpose: { task: 'free', details: {}, subject },
  });
  return { text };
};
const check: NodeRunner = async ({ inputs, ask }) => {
  const said = await ask({ ...QUESTION, text: inputs.text });
  if (said.outcome === 'reject') throw new NodeSkipped(weftError('rejected', 'No.'));
  const feedback = said.feedback === null ? {} : { guidance: said.feedback };
  return { text: said.text ?? inputs.text, ...feedback };
};
const pass: NodeRunner = ({ inputs }) => ({ text: inputs.text });
const registry = testRegistry([
  { definition: { ...testDefinition('write'), model: { kind: 'text', ...model } }, run: write },
  { definition: testDefinition('check'), run: check },
  { definition: testDefinition('pass'), run: pass },
]);

const nodeOf = (id: string, type: string): PlanNode =>
  testPlanNode(id, { type, ...(type === 'write' ? { model, samples: true } : {}) });

/** `ids` in a chain, each id beginning with its type. */
function chain(ids: readonly string[], concurrency = 8): TestRoom {
  const nodes = ids.map((id) => nodeOf(id, id.replace(/\d+$/, '')));
  const edges = ids.slice(1).map((_, index) => testEdge(index, index + 1));
  return roomOf({ ...testPlan(nodes, edges), concurrency });
}

const clock = { current: createVirtualClock() };
function roomOf(plan: ReturnType<typeof testPlan>): TestRoom {
  clock.current = createVirtualClock();
  const provider = ({ purpose }: CallRequest) => answer(`<${purpose.subject}>`, 10);
  return createTestRoom({ clock: clock.current, plan, provider });
}

const textOf = (room: TestRoom, nodeId: string) => {
  const ref = nodeState(room.state(), nodeId)?.output;
  return ref?.kind === 'inline' ? ref.output.text : ref?.kind;
};
const asksOf = (room: TestRoom) => room.log.filter(({ type }) => type === 'approval.requested').length;
const say = (room: TestRoom, more: object) => {
  const approvalId = openApprovals(room.state())[0]?.approval.approvalId ?? '';
  return room.command({
    type: 'approval.resolve',
    data: { approvalId, name: 'Bea', outcome: 'approve', ...more },
  });
};

describe('a node that asks people', () => {
  it('[AP9] waits for the answer and goes on with it, while others work', async () => {
    const nodes = [nodeOf('check1', 'check'), nodeOf('pass1', 'pass'), nodeOf('write1', 'write')];
    const room = roomOf({ ...testPlan(nodes, [testEdge(0, 1)]), concurrency: 1 });
    hostOn(room, { registry, clock: clock.current });
    await clock.current.run();
    // It takes no slot: with one at a time the other has worked meanwhile.
    expect(room.state().counts).toMatchObject({ running: 1, completed: 1, pending: 1 });
    expect(say(room, { outcome: 'edit', text: 'better' }).ok).toBe(true);
    await clock.current.run();
    expect(room.state()).toMatchObject({ phase: 'completed', outcome: 'ok' });
    expect(textOf(room, 'pass1')).toBe('better');
  });

  it('[AP9] hands what was said to the next prompt, through nodes that ask no model', async () => {
    const room = chain(['check1', 'pass1', 'write1', 'pass2']);
    hostOn(room, { registry, clock: clock.current });
    await clock.current.run();
    say(room, { feedback: 'Make it rhyme' });
    await clock.current.run();
    expect(room.requests.map(({ request }) => request.purpose.subject)).toEqual(['|Make it rhyme']);
    expect(nodeState(room.state(), 'pass2')?.output).toEqual({
      kind: 'inline',
      output: { text: '<|Make it rhyme>' },
    });
  });

  it('ends as skipped where the runner says so, and the run is fine', async () => {
    const room = chain(['check1', 'pass1']);
    hostOn(room, { registry, clock: clock.current });
    await clock.current.run();
    say(room, { outcome: 'reject' });
    await clock.current.run();
    expect(room.state()).toMatchObject({ phase: 'completed', outcome: 'ok', counts: { skipped: 2 } });
    expect(nodeState(room.state(), 'check1')?.error?.code).toBe('rejected');
  });

  it('[AP9] sends the step before back with the words, takes its question back, and asks again', async () => {
    const room = chain(['write1', 'pass1', 'check1']);
    hostOn(room, { registry, clock: clock.current });
    await clock.current.run();
    const first = openApprovals(room.state())[0];
    expect(first?.approval.request.redoes).toEqual(['write1']);
    room.command({ type: 'execution.node.retry', data: { nodeId: 'write1', guidance: 'shorter' } });
    await clock.current.run();
    const asked = nodeState(room.state(), 'check1')?.approvals ?? [];
    expect(asked.map(({ phase, round }) => [phase, round])).toEqual([
      ['withdrawn', 0],
      ['open', 1],
    ]);
    expect(asked[1]?.request.subject.text).toEqual({ kind: 'inline', text: '<|shorter>' });
    say(room, {});
    await clock.current.run();
    expect(textOf(room, 'check1')).toBe('<|shorter>');
  });

  it('[EX1] whose host dies at any point asks once, and the next host waits on the same question', async () => {
    for (let cut = 2; cut < 14; cut += 1) {
      const room = chain(['write1', 'check1', 'write2']);
      const first = hostOn(room, { registry, clock: clock.current });
      room.onStored = ({ seq }) => {
        if (seq === cut) first.kill();
      };
      await clock.current.run();
      say(room, { feedback: 'Good' });
      await clock.current.run();
      hostOn(room, { registry, clock: clock.current });
      await clock.current.run();
      say(room, { feedback: 'Good' });
      await clock.current.run();
      expect([cut, room.state().phase, asksOf(room)]).toEqual([cut, 'completed', 1]);
      expect(textOf(room, 'write2')).toBe('call');
      expect(room.requests.map(({ request }) => request.purpose.subject)).toEqual(['|', '<|>|Good']);
    }
  });

  it('[AP7] never asks what is no question: it fails in words instead', async () => {
    const bad: NodeRunner = async ({ ask }) => {
      await ask({
        ...QUESTION,
        kind: 'form',
        options: ['submit'],
        form: { type: 'object', properties: { a: { $ref: '#' } } },
      });
      return {};
    };
    const broken = testRegistry([{ definition: testDefinition('bad'), run: bad }]);
    const room = chain(['bad1']);
    hostOn(room, { registry: broken, clock: clock.current });
    await clock.current.run();
    expect(asksOf(room)).toBe(0);
    expect(nodeState(room.state(), 'bad1')?.error).toMatchObject({ code: 'invalid-config', field: 'schema' });
  });

  it('keeps a long text to look at as a blob of the run', async () => {
    const long: NodeRunner = async ({ ask }) => ({
      text: (await ask({ ...QUESTION, text: 'x'.repeat(9_000) })).outcome,
    });
    const room = chain(['long1']);
    hostOn(room, {
      registry: testRegistry([{ definition: testDefinition('long'), run: long }]),
      clock: clock.current,
    });
    await clock.current.run();
    const text = openApprovals(room.state())[0]?.approval.request.subject.text;
    expect(text).toMatchObject({ kind: 'blob', bytes: 9_000 });
    expect(text?.kind === 'blob' && (await room.blobs.get(text.hash)).length === 9_000).toBe(true);
  });
});

describe('a flow that asks by itself', () => {
  const planOfMode = (approvals: 'each-step' | 'on-error', type: string) =>
    roomOf({ ...testPlan([nodeOf(`${type}1`, type), nodeOf('pass1', 'pass')], [testEdge(0, 1)]), approvals });

  it('[AP10] before each step with a model: what is said goes into its prompt, and its output is kept for nobody', async () => {
    const room = planOfMode('each-step', 'write');
    hostOn(room, { registry, clock: clock.current });
    await clock.current.run();
    expect(openApprovals(room.state())).toMatchObject([
      { nodeId: 'write1', approval: { request: { title: 'Run “write1”?' } } },
    ]);
    expect(room.requests).toEqual([]);
    say(room, { feedback: 'In verse' });
    await clock.current.run();
    expect(room.requests.map(({ request }) => request.purpose.subject)).toEqual(['|In verse']);
    expect(nodeState(room.state(), 'write1')?.cacheKey).toBeNull();
    expect(room.state()).toMatchObject({ phase: 'completed', outcome: 'ok' });
    expect(asksOf(room)).toBe(1);
  });

  it.each([
    ['reject', { failed: 1, skipped: 1 }],
    ['skip', { failed: 0, skipped: 2 }],
  ])('[AP10] before each step: %s', async (outcome, counts) => {
    const room = planOfMode('each-step', 'write');
    hostOn(room, { registry, clock: clock.current });
    await clock.current.run();
    say(room, { outcome });
    await clock.current.run();
    expect([room.requests.length, room.state().counts]).toMatchObject([0, counts]);
  });

  it('[AP10] before each step that acts otherwise, with what it is about to do; others are not asked about', async () => {
    for (const [effect, words] of [
      ['web', 'It sends a request to a server of the web.'],
      ['code', 'It runs code that somebody wrote for this flow.'],
      ['file', 'It writes a file.'],
    ] as const) {
      const acting = testRegistry([
        { definition: testDefinition('act', { effect }), run: pass },
        { definition: testDefinition('pass'), run: pass },
      ]);
      const room = planOfMode('each-step', 'act');
      hostOn(room, { registry: acting, clock: clock.current });
      await clock.current.run();
      expect(openApprovals(room.state())).toMatchObject([
        { nodeId: 'act1', approval: { request: { message: expect.stringContaining(words) } } },
      ]);
      say(room, {});
      await clock.current.run();
      expect(room.state()).toMatchObject({ phase: 'completed', outcome: 'ok' });
      expect(asksOf(room)).toBe(1);
    }
  });

  const flaky = (failures: number): NodeRunner => {
    let left = failures;
    return async ({ guidance }) => {
      left -= 1;
      if (left >= 0) throw new WeftFailure(weftError('provider-error', 'It broke.'));
      return { text: `made ${guidance ?? ''}` };
    };
  };

  it('[AP10] when a step fails: it can be tried again with words, by the steps that it names', async () => {
    const failing = testRegistry([
      { definition: testDefinition('flaky'), run: flaky(1) },
      { definition: testDefinition('pass'), run: pass },
    ]);
    const room = planOfMode('on-error', 'flaky');
    hostOn(room, { registry: failing, clock: clock.current });
    await clock.current.run();
    const [asked] = openApprovals(room.state());
    expect(asked?.approval.request).toMatchObject({
      title: '“flaky1” failed',
      message: 'It broke.',
      redoes: ['flaky1'],
    });
    // The relay writes the amendment in the step of the answer.
    say(room, { outcome: 'redo', feedback: 'Gently' });
    room.command({ type: 'execution.node.retry', data: { nodeId: 'flaky1', guidance: 'Gently' } });
    await clock.current.run();
    expect(room.state()).toMatchObject({ phase: 'completed', outcome: 'ok' });
    expect(textOf(room, 'flaky1')).toBe('made Gently');
  });

  it('[AP10] when a step fails: it can be left out, or fail', async () => {
    for (const [outcome, counts] of [
      ['skip', { skipped: 2, failed: 0 }],
      ['reject', { skipped: 1, failed: 1 }],
    ] as const) {
      const failing = testRegistry([
        { definition: testDefinition('flaky'), run: flaky(9) },
        { definition: testDefinition('pass'), run: pass },
      ]);
      const room = planOfMode('on-error', 'flaky');
      hostOn(room, { registry: failing, clock: clock.current });
      await clock.current.run();
      say(room, { outcome });
      await clock.current.run();
      expect(room.state()).toMatchObject({ phase: 'completed', counts });
    }
  });
});

describe('a flow whose steps say when they ask', () => {
  const planOf = (asks: NodeAsks | undefined, type: string) =>
    roomOf({
      ...testPlan([{ ...nodeOf(`${type}1`, type), asks }, nodeOf('write2', 'write')], [testEdge(0, 1)]),
      approvals: 'custom',
    });

  it('[AP11] asks before the one step that says so, and about no other', async () => {
    const room = planOf('before', 'pass');
    hostOn(room, { registry, clock: clock.current });
    await clock.current.run();
    expect(openApprovals(room.state())).toMatchObject([
      { nodeId: 'pass1', approval: { request: { title: 'Run “pass1”?' } } },
    ]);
    say(room, { feedback: 'In verse' });
    await clock.current.run();
    expect(room.requests.map(({ request }) => request.purpose.subject)).toEqual(['|In verse']);
    expect([asksOf(room), room.state().outcome]).toEqual([1, 'ok']);
  });

  it('[AP11] asks about what came out: as it is it goes on and is kept', async () => {
    const room = planOf('after', 'write');
    hostOn(room, { registry, clock: clock.current });
    await clock.current.run();
    const [asked] = openApprovals(room.state());
    expect(asked?.approval.request).toMatchObject({
      title: '“write1” is done',
      subject: { text: { text: '<|>' } },
      redoes: ['write1'],
    });
    say(room, {});
    await clock.current.run();
    expect(nodeState(room.state(), 'write1')?.cacheKey).not.toBeNull();
    expect(room.requests.map(({ request }) => request.purpose.subject)).toEqual(['|', '<|>|']);
  });

  it('[AP11] asks about what came out: changed, with words for the next prompt, it is kept for nobody', async () => {
    const room = planOf('after', 'write');
    hostOn(room, { registry, clock: clock.current });
    await clock.current.run();
    say(room, { outcome: 'edit', text: 'better', feedback: 'Shorter' });
    await clock.current.run();
    expect(textOf(room, 'write1')).toBe('better');
    expect(nodeState(room.state(), 'write1')?.cacheKey).toBeNull();
    expect(room.requests.at(-1)?.request.purpose.subject).toBe('better|Shorter');
  });

  it.each([
    ['reject', { failed: 1, skipped: 1 }],
    ['skip', { failed: 0, skipped: 2 }],
  ])('[AP11] asks about what came out: %s', async (outcome, counts) => {
    const room = planOf('after', 'write');
    hostOn(room, { registry, clock: clock.current });
    await clock.current.run();
    say(room, { outcome });
    await clock.current.run();
    expect([room.requests.length, room.state().counts]).toMatchObject([1, counts]);
  });

  it('[AP11] asks nobody about steps that say nothing', async () => {
    const room = planOf(undefined, 'write');
    hostOn(room, { registry, clock: clock.current });
    await clock.current.run();
    expect([asksOf(room), room.state().outcome]).toEqual([0, 'ok']);
  });
});

describe('steps that can run again', () => {
  it('are the nearest before it with a model, through those that only pass on', () => {
    const nodes = [
      nodeOf('write1', 'write'),
      nodeOf('write2', 'write'),
      nodeOf('pass1', 'pass'),
      { ...nodeOf('write3', 'write'), policy: 'feed' as const },
      nodeOf('check1', 'check'),
    ];
    const links = [
      [0, 1],
      [1, 2],
      [2, 4],
      [3, 4],
      [0, 4],
    ] as const;
    const plan = testPlan(
      nodes,
      links.map(([from, to]) => testEdge(from, to)),
    );
    const inputs = nodes.map((_, index) => plan.edges.filter(({ target }) => target === index));
    expect(redoTargets({ plan, inputs, growth: null } as never, 4)).toEqual(['write1', 'write2']);
  });
});
