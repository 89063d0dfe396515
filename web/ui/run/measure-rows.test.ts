import { describe, expect, it } from 'vitest';
import { foldEntries } from '#shared/run/reduce.ts';
import { emptyRun } from '#shared/run/state.ts';
import { completedFact, numbered, planOf, SOME_HASH, startedFact } from '#shared/run/testing.ts';
import { measureRows } from './measure-rows.ts';

describe('what steps took', () => {
  const call = { callId: 'c', nodeId: 'n0' };
  const accepted = {
    type: 'call.accepted',
    data: {
      ...call,
      ...{ round: 0, ordinal: 0, try: 1, requestHash: SOME_HASH, provider: 'p', model: 'm', task: 't' },
      request: { kind: 'blob', hash: SOME_HASH, bytes: 1 },
    },
  } as const;
  const facts = [
    startedFact(planOf(2, [])),
    { type: 'execution.node.status', data: { nodeId: 'n0', status: 'running', round: 0 } },
    accepted,
    { type: 'call.sent', data: call },
  ] as const;

  it('[ME2] is counted while nothing is said, and then as the log says it; steps without calls have none', () => {
    const running = foldEntries(emptyRun('run'), numbered(facts));
    expect(measureRows(running, () => false).nodes).toMatchObject([
      { id: 'n0', figures: ['0.0 s', '0.0 s', '', '', ''] },
    ]);
    const metrics = [{ name: 'time.work', value: 4_200, unit: 'ms' }] as const;
    const rest = [
      { type: 'metric.updated', data: { nodeId: 'n0', round: 0, metrics } },
      completedFact('n0'),
      { type: 'metric.updated', data: { metrics } },
    ] as const;
    const done = foldEntries(running, numbered(rest, facts.length + 1));
    const { nodes, total } = measureRows(done, () => false);
    expect(nodes).toMatchObject([{ id: 'n0', label: 'n0', detail: '', figures: ['4.2 s', '', '', '', ''] }]);
    expect(total).toMatchObject({ label: 'The run', figures: ['4.2 s', '', '', '', ''] });
    expect(measureRows(emptyRun('run'), () => false)).toEqual({ nodes: [], total: null });
  });
});
