import { describe, expect, it } from 'vitest';
import type { NodeRunner } from '../node-kit/types.ts';
import {
  answer,
  createTestRoom,
  createVirtualClock,
  hostOn,
  testDefinition,
  testEdge,
  testPlan,
  testPlanNode,
  testRegistry,
} from './testing.ts';

const echo: NodeRunner = async ({ inputs }) => ({ text: `${inputs.text}.` });
const registry = testRegistry([{ definition: testDefinition('echo'), run: echo }]);

describe('host', () => {
  it('runs a small flow to its end', async () => {
    const clock = createVirtualClock();
    const nodes = ['a', 'b', 'c'].map((id) => testPlanNode(id));
    const room = createTestRoom({ clock, plan: testPlan(nodes, [testEdge(0, 1), testEdge(1, 2)]) });
    hostOn(room, { registry, clock });
    await clock.run();
    expect(room.state()).toMatchObject({ phase: 'completed', outcome: 'ok', sealed: true });
    expect(room.log.map((entry) => entry.type)).toEqual([
      'execution.started',
      'execution.host.changed',
      'dag.created',
      ...Array.from({ length: 3 }, () => ['execution.node.status', 'execution.node.completed']).flat(),
      'execution.completed',
      'execution.sealed',
    ]);
  });

  it('[HO2] makes the next try of a call that was due before it took over', async () => {
    const clock = createVirtualClock();
    const asks: NodeRunner = async ({ call }) => {
      const { text } = await call({
        messages: [{ role: 'user', content: [{ type: 'text', text: 'hello' }] }],
        purpose: { task: 'free', details: {}, subject: 'hello' },
      });
      return { text };
    };
    const model = { provider: 'mistral', model: 'm', parameters: {} };
    const calling = testRegistry([{ definition: testDefinition('echo'), run: asks }]);
    let calls = 0;
    const lost = { durationMs: 10, end: { outcome: 'unknown', retry: 'ask' } } as const;
    const provider = () => ((calls += 1) === 1 ? lost : answer('hello back'));
    const room = createTestRoom({ clock, plan: testPlan([testPlanNode('a', { model })], []), provider });
    const first = hostOn(room, { registry: calling, clock });
    await clock.run();
    const callId = room.requests[0]?.callId ?? '';
    first.kill();
    room.command({ type: 'call.resolveUnknown', data: { callId, resolution: 'retry' } });
    hostOn(room, { registry: calling, clock, hostId: 'second' });
    await clock.run();
    expect([room.requests.length, room.state().sealed]).toEqual([2, true]);
  });
});
