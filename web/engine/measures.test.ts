import { describe, expect, it } from 'vitest';
import type { FactData, LogEntry } from '#shared/run/events.ts';
import { metricValue } from '#shared/run/metrics.ts';
import type { NodeRunner } from '../node-kit/types.ts';
import { answer } from './testing/fake-provider.ts';
import { hostOn } from './testing/test-host.ts';
import { testDefinition, testRegistry } from './testing/test-nodes.ts';
import { testEdge, testPlan, testPlanNode } from './testing/test-plan.ts';
import { createTestRoom, type TestRoom } from './testing/test-room.ts';
import { createVirtualClock } from './testing/virtual-clock.ts';

const model = { provider: 'demo', model: 'demo', temperature: 0.7, maxOutputTokens: 500, parameters: {} };
const asks: NodeRunner = async ({ inputs, call }) => {
  const ask = (subject: string) =>
    call({
      messages: [{ role: 'user', content: [{ type: 'text', text: subject }] }],
      purpose: { task: 'free', details: {}, subject },
    });
  await ask(`one ${inputs.text}`);
  return { text: (await ask(`two ${inputs.text}`)).text };
};
const registry = testRegistry([
  { definition: testDefinition('asks'), run: asks },
  { definition: testDefinition('pass'), run: ({ inputs }) => ({ text: inputs.text }) },
]);
const plan = testPlan(
  [testPlanNode('a', { type: 'asks', model, samples: true }), testPlanNode('b', { type: 'pass' })],
  [testEdge(0, 1)],
);
const provider = () => {
  const { durationMs, end } = answer('fine', 40);
  return { durationMs, end: { ...end, usage: { inputTokens: 7, outputTokens: 3 } } };
};

const measuresOf = ({ log }: TestRoom): readonly FactData['metric.updated'][] =>
  log.flatMap((entry) => (entry.type === 'metric.updated' ? [entry.data] : []));
const indexOf = (log: readonly LogEntry[], type: LogEntry['type'], nodeId?: string) =>
  log.findIndex(
    (entry) =>
      entry.type === type &&
      (nodeId === undefined || ('nodeId' in entry.data && entry.data.nodeId === nodeId)),
  );

describe('measures of a run', () => {
  it('[ME3] are told of what made calls, before its end, and of nothing else', async () => {
    const clock = createVirtualClock();
    const room = createTestRoom({ clock, plan, provider });
    hostOn(room, { registry, clock });
    await clock.run();
    const [ofNode, ofRun, ...more] = measuresOf(room);
    expect(more).toEqual([]);
    expect([ofNode?.nodeId, ofNode?.round, ofRun?.nodeId]).toEqual(['a', 0, undefined]);
    for (const metrics of [ofNode?.metrics, ofRun?.metrics]) {
      expect(metricValue(metrics, 'tokens.input')).toBe(14);
      expect(metricValue(metrics, 'calls')).toBe(2);
      expect(metricValue(metrics, 'time.work')).toBe(80);
    }
    const { log } = room;
    expect(indexOf(log, 'metric.updated', 'a')).toBe(indexOf(log, 'execution.node.completed', 'a') - 1);
    expect(log.at(-3)?.type).toBe('metric.updated');
    expect(room.state().metrics).toEqual(ofRun?.metrics);
  });

  it('[ME3] are told of no run in which nothing was called', async () => {
    const clock = createVirtualClock();
    const quiet = testPlan([testPlanNode('b', { type: 'pass' })], []);
    const room = createTestRoom({ clock, plan: quiet });
    hostOn(room, { registry, clock });
    await clock.run();
    expect([measuresOf(room), room.state().phase]).toEqual([[], 'completed']);
  });

  it('[ME3] are the same calls, whoever takes the run over and whenever', async () => {
    for (let killAfter = 3; killAfter < 20; killAfter += 1) {
      const clock = createVirtualClock();
      const room = createTestRoom({ clock, plan, provider });
      const host = hostOn(room, { registry, clock, hostId: 'first' });
      room.onStored = () => {
        if (room.log.length !== killAfter) return;
        clock.soon(() => {
          host.kill();
          hostOn(room, { registry, clock, hostId: 'second' });
        });
      };
      await clock.run();
      expect(room.state().phase).toBe('completed');
      expect(metricValue(room.state().metrics, 'calls')).toBe(2);
      expect(metricValue(room.state().metrics, 'tokens.output')).toBe(6);
      expect(new Set(measuresOf(room).map(({ nodeId }) => nodeId))).toEqual(new Set(['a', undefined]));
    }
  });
});
