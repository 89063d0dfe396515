import { describe, expect, it } from 'vitest';
import { FACT_SCHEMAS } from './events.ts';
import { metricValue, nodeMetrics, nodesOf, runMetrics, shownRunMetrics } from './metrics.ts';
import { foldEntries } from './reduce.ts';
import { nodeState } from './select.ts';
import { emptyRun, PENDING_NODE, type CallState, type NodeState } from './state.ts';
import { completedFact, numbered, planOf, startedFact } from './testing.ts';

const call = (callId: string, more: Partial<CallState>): CallState => ({
  ...{ callId, round: 0, ordinal: 0, try: 1, provider: 'p', model: 'm', task: 't', requestHash: 'h' },
  ...{ phase: 'ended', acceptedAt: 0, sentAt: 0, endedAt: 0, end: null, resolution: null },
  ...more,
});
const usage = { inputTokens: 100, outputTokens: 40, cachedInputTokens: 60, reasoningTokens: 10 };
const end = { outcome: 'ok', retry: 'never', costMicroUsd: 1, durationMs: 1, usage } as const;

/** Waits 50 ms for its turn, fails, waits 1 s for its next try, which answers; works 1.5 s in all. */
const node: NodeState = {
  ...PENDING_NODE,
  ...{ phase: 'completed', startedAt: 0, endedAt: 1_500 },
  calls: [
    call('a', { acceptedAt: 0, sentAt: 50, endedAt: 200 }),
    call('b', { try: 2, acceptedAt: 1_200, sentAt: 1_200, endedAt: 1_500, end }),
    call('older', { round: 7, endedAt: 5, end }),
  ],
};

describe('measures', () => {
  it('[ME1] of a node count its round: tokens, calls, tries, work and waiting; what is nothing is left out', () => {
    expect(nodeMetrics(node, 9_999)).toEqual([
      { name: 'tokens.input', value: 100, unit: 'tokens' },
      { name: 'tokens.output', value: 40, unit: 'tokens' },
      { name: 'tokens.cached', value: 60, unit: 'tokens' },
      { name: 'tokens.reasoning', value: 10, unit: 'tokens' },
      { name: 'calls', value: 2, unit: 'calls' },
      { name: 'retries', value: 1, unit: 'calls' },
      { name: 'time.work', value: 1_500, unit: 'ms' },
      { name: 'time.waiting', value: 1_050, unit: 'ms' },
    ]);
    expect(nodeMetrics(PENDING_NODE, 0)).toBeNull();
  });

  it('[ME1] of a run count every round of every node, and the time of the run', () => {
    const metrics = runMetrics({ startedAt: 100, endedAt: 3_100 }, [node, PENDING_NODE, node], 9_999);
    expect(metricValue(metrics, 'tokens.input')).toBe(400);
    expect(metricValue(metrics, 'calls')).toBe(6);
    expect(metricValue(metrics, 'time.work')).toBe(3_000);
    expect(runMetrics({ startedAt: 0, endedAt: null }, [PENDING_NODE], 1)).toBeNull();
  });

  it('[ME2] are folded onto the node and the run, stay when the node completes, and go with its round', () => {
    const metrics = nodeMetrics(node, 0) ?? [];
    const facts = [
      startedFact(planOf(2, [])),
      { type: 'execution.node.status', data: { nodeId: 'n0', status: 'running', round: 0 } },
      { type: 'metric.updated', data: { nodeId: 'n0', round: 0, metrics } },
      completedFact('n0'),
      { type: 'metric.updated', data: { nodeId: 'n1', round: 3, metrics } },
      { type: 'metric.updated', data: { metrics: metrics.slice(0, 1) } },
    ] as const;
    const run = foldEntries(emptyRun('run'), numbered(facts));
    expect(nodeState(run, 'n0')?.metrics).toEqual(metrics);
    expect(nodeState(run, 'n1')?.metrics).toBeUndefined();
    expect(shownRunMetrics(run, 0)).toEqual(metrics.slice(0, 1));
    expect([...nodesOf(run)]).toHaveLength(2);
    const again = {
      type: 'execution.node.amended',
      data: { nodeId: 'n0', action: 'retry', round: 1 },
    } as const;
    const later = foldEntries(run, numbered([again], facts.length + 1));
    expect(nodeState(later, 'n0')?.metrics).toBeUndefined();
  });

  it('[ME2] are small: names and units of a closed list, whole numbers', () => {
    const schema = FACT_SCHEMAS['metric.updated'];
    expect(schema.safeParse({ nodeId: 'n', round: 0, metrics: nodeMetrics(node, 0) }).success).toBe(true);
    for (const metric of [
      { name: 'speed', value: 1, unit: 'ms' },
      { name: 'calls', value: 0.5, unit: 'calls' },
      { name: 'calls', value: 1, unit: 'euro' },
    ])
      expect(schema.safeParse({ metrics: [metric] }).success).toBe(false);
  });
});
