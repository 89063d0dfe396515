import { describe, expect, it } from 'vitest';
import type { NodeRunner } from '../node-kit/types.ts';
import {
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
});
