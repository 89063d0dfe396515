import { describe, expect, it } from 'vitest';
import { chunkedGet } from '#shared/run/chunked.ts';
import type { RunState } from '#shared/run/state.ts';
import type { AskWish, NodeRunner } from '../node-kit/types.ts';
import { hostOn } from './testing/test-host.ts';
import { testDefinition, testRegistry } from './testing/test-nodes.ts';
import { outputHashes, testEdge, testPlan, testPlanNode } from './testing/test-plan.ts';
import { createTestRoom } from './testing/test-room.ts';
import { createVirtualClock } from './testing/virtual-clock.ts';

/** Goes on at `yes` when its config or what comes in says so. */
const fork: NodeRunner = ({ config, inputs }) => ({
  text: inputs.text,
  exit: config['way'] === 'yes' ? 'yes' : 'no',
});
const echo: NodeRunner = async ({ config, inputs }) => {
  if (config['way'] === 'fail') throw new Error('It fails.');
  return { text: `${String(config['say'] ?? '')}${inputs.text}.` };
};
const branchPorts = () => ({
  inputs: [{ id: 'text-in', label: 'text', type: 'any' } as const],
  outputs: (['yes', 'no'] as const).map((id) => ({ id, label: id, type: 'any' }) as const),
});
const registry = testRegistry([
  { definition: testDefinition('echo'), run: echo },
  { definition: testDefinition('fork', { kind: 'branch', ports: branchPorts }), run: fork },
]);

/** start → fork → (yes | no) → end; `beside` also feeds the end. */
const planOf = (way: string, change: { readonly yes?: object; readonly needs?: readonly string[] } = {}) =>
  testPlan(
    [
      testPlanNode('start', { config: { say: 'hi' } }),
      testPlanNode('fork', { type: 'fork', kind: 'branch', label: 'Long?', config: { way } }),
      testPlanNode('yes', { config: { say: 'y', ...change.yes } }),
      testPlanNode('no', { config: { say: 'n' } }),
      testPlanNode('behind', { config: { say: 'b' } }),
      testPlanNode('end', { config: { say: 'e' } }),
    ],
    [
      testEdge(0, 1),
      testEdge(1, 2, { sourceHandle: 'yes' }),
      testEdge(1, 3, { sourceHandle: 'no' }),
      testEdge(3, 4),
      testEdge(2, 5),
      testEdge(4, 5),
    ],
  );

const phases = (state: RunState) =>
  Object.fromEntries(
    (state.plan?.plan.nodes ?? []).map(({ id }, index) => [id, chunkedGet(state.nodes, index)?.phase]),
  );
const nodeOf = (state: RunState, id: string) => chunkedGet(state.nodes, state.plan?.indexOf.get(id) ?? -1);
const textOf = (state: RunState, id: string) => {
  const output = nodeOf(state, id)?.output;
  return output?.kind === 'inline' ? output.output.text : null;
};

describe('branches', () => {
  it('[BR1] [BR2] leave out the way not taken; the run is fine, and what both ways lead to runs with the other', async () => {
    const clock = createVirtualClock();
    const room = createTestRoom({ clock, plan: planOf('yes') });
    hostOn(room, { registry, clock });
    await clock.run();
    const state = room.state();
    expect([state.phase, state.outcome]).toEqual(['completed', 'ok']);
    expect(phases(state)).toEqual({
      ...{ start: 'completed', fork: 'completed', yes: 'completed' },
      ...{ no: 'skipped', behind: 'skipped', end: 'completed' },
    });
    expect(textOf(state, 'end')).toBe('eyhi...');
    for (const id of ['no', 'behind'])
      expect(nodeOf(state, id)?.error).toMatchObject({
        code: 'branch-not-taken',
        message: 'Left out, because “Long?” went the other way.',
        nodeIds: ['fork'],
      });
  });

  it('[BR1] do not hide a failure on the way taken', async () => {
    const clock = createVirtualClock();
    const room = createTestRoom({ clock, plan: planOf('yes', { yes: { way: 'fail' } }) });
    hostOn(room, { registry, clock });
    await clock.run();
    expect(room.state().outcome).toBe('with-failures');
    expect(nodeOf(room.state(), 'end')?.error).toMatchObject({ code: 'upstream-failed', nodeIds: ['yes'] });
  });

  it('[BR3] go the same way when they come from the cache, and other ways have other keys', async () => {
    const clock = createVirtualClock();
    const first = createTestRoom({ clock, plan: planOf('yes') });
    const { cache } = hostOn(first, { registry, clock });
    await clock.run();
    const again = createTestRoom({ clock, plan: planOf('yes') });
    hostOn(again, { registry, clock, cache });
    await clock.run();
    expect(phases(again.state())).toEqual(phases(first.state()));
    expect(nodeOf(again.state(), 'end')?.source).toBe('cache');
    const other = createTestRoom({ clock, plan: planOf('no') });
    hostOn(other, { registry, clock, cache });
    await clock.run();
    expect([nodeOf(other.state(), 'yes')?.phase, textOf(other.state(), 'end')]).toEqual([
      'skipped',
      'ebnhi....',
    ]);
  });

  it('a branch that is disabled goes on at all of its exits', async () => {
    const clock = createVirtualClock();
    const plan = planOf('yes');
    const nodes = plan.nodes.map((node) => (node.id === 'fork' ? { ...node, disabled: true } : node));
    const room = createTestRoom({ clock, plan: { ...plan, nodes } });
    hostOn(room, { registry, clock });
    await clock.run();
    expect(room.state().counts).toMatchObject({ completed: 6, skipped: 0 });
  });

  it('[BR3] [HO2] a log cut at any place goes on to the same ways and outputs', async () => {
    const clock = createVirtualClock();
    const whole = createTestRoom({ clock, plan: planOf('no') });
    hostOn(whole, { registry, clock });
    await clock.run();
    for (let length = 2; length < whole.log.length; length += 1) {
      const room = createTestRoom({ clock, plan: planOf('no'), log: whole.log.slice(0, length) });
      hostOn(room, { registry, clock });
      await clock.run();
      expect(outputHashes(room.state())).toEqual(outputHashes(whole.state()));
      expect(phases(room.state())).toEqual(phases(whole.state()));
    }
  });

  it('[BR1] what was left out runs when a person has the branch tried again and it goes there', async () => {
    const clock = createVirtualClock();
    let way = 'no';
    const turning = testRegistry([
      { definition: testDefinition('echo'), run: echo },
      {
        definition: testDefinition('fork', { kind: 'branch', ports: branchPorts }),
        run: ({ inputs }) => ({ text: inputs.text, exit: way }),
      },
      { definition: testDefinition('slow'), run: ({ ask }) => ask(QUESTION).then(() => ({ text: 'x' })) },
    ]);
    const plan = planOf('no');
    const nodes = [...plan.nodes, testPlanNode('slow', { type: 'slow' })];
    const room = createTestRoom({ clock, plan: { ...plan, nodes } });
    hostOn(room, { registry: turning, clock });
    await clock.run();
    expect(nodeOf(room.state(), 'yes')?.phase).toBe('skipped');
    way = 'yes';
    room.command({ type: 'execution.node.retry', data: { nodeId: 'fork' } });
    await clock.run();
    expect(phases(room.state())).toMatchObject({ yes: 'completed', no: 'skipped', end: 'completed' });
    expect(textOf(room.state(), 'end')).toBe('eyhi...');
  });
});

/** Keeps the run alive. */
const QUESTION: AskWish = {
  kind: 'approval',
  title: 'Go on?',
  message: '',
  text: 'x',
  images: [],
  options: ['approve', 'reject'],
  form: null,
  mustExplain: false,
  deadline: null,
  answerers: 'links',
};
