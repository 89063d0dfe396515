import { describe, expect, it } from 'vitest';
import { chunkedOf } from '#shared/run/chunked.ts';
import { growPlan } from '#shared/run/grow-plan.ts';
import { indexPlan } from '#shared/run/plan-index.ts';
import { emptyRun, PENDING_NODE, type CallState, type RunState } from '#shared/run/state.ts';
import { planNodeOf, planOf, SOME_HASH } from '#shared/run/testing.ts';
import { costLines, costTables } from './cost-tables.ts';

const call = (model: string, costMicroUsd: number | null | 'open'): CallState => ({
  callId: `${model}${costMicroUsd}`,
  round: 0,
  ordinal: 0,
  try: 1,
  provider: 'halden',
  model,
  task: 'story',
  requestHash: SOME_HASH,
  phase: costMicroUsd === 'open' ? 'sent' : 'ended',
  acceptedAt: 0,
  sentAt: 0,
  endedAt: costMicroUsd === 'open' ? null : 10,
  end:
    costMicroUsd === 'open'
      ? null
      : {
          outcome: 'ok',
          retry: 'never',
          durationMs: 10,
          costMicroUsd,
          usage: { inputTokens: 3, outputTokens: 5 },
        },
  resolution: null,
});

function runWith(calls: readonly (readonly CallState[])[], savedMicroUsd: number | null): RunState {
  const nodes = chunkedOf(calls.length, (index) => ({
    ...PENDING_NODE,
    savedMicroUsd,
    calls: calls[index] ?? [],
  }));
  return { ...emptyRun('r'), plan: indexPlan(planOf(calls.length, [])), nodes };
}

describe('the tables of cost', () => {
  it('adds calls up by node and by model, dearest first, and keeps the unknown apart', () => {
    const run = runWith([[call('mini', 100)], [], [call('mini', null), call('large', 900)]], 50);
    const tables = costTables(run);
    const steps = costLines(run, () => false).map(({ row }) => row);
    expect(steps.map(({ id, microUsd, unknown, calls }) => [id, microUsd, unknown, calls])).toEqual([
      ['n2', 900, 1, 2],
      ['n0', 100, 0, 1],
    ]);
    expect(tables.models.map(({ id, calls, outputTokens }) => [id, calls, outputTokens])).toEqual([
      ['halden/large', 1, 5],
      ['halden/mini', 2, 10],
    ]);
    expect(tables.total).toMatchObject({ calls: 3, microUsd: 1_000, unknown: 1, open: 0, inputTokens: 9 });
    expect(tables.savedMicroUsd).toBe(150);
  });

  it('[IT13] sums a container up with all that it holds, and opens to its items, the dearest first', () => {
    const body = { container: 'n0', nodes: [planNodeOf('a')], edges: [] };
    const plan = { ...planOf(2, []), bodies: [body] };
    const wish = { round: 0, count: 2, parallel: 2, stops: false };
    const grown = growPlan(indexPlan(plan), 0, wish);
    const made = runWith([[call('judge', 1)], [], [call('mini', 10)], [call('mini', 30)]], null);
    const lines = costLines({ ...made, plan: grown }, (key) => key === 'n0' || key === 'n0#1');
    expect(lines.map(({ row, line }) => [row.label, line.depth, row.microUsd, row.calls])).toEqual([
      ['n0', 0, 41, 3],
      ['Item 2', 1, 30, 1],
      ['a', 2, 30, 1],
      ['Item 1', 1, 10, 1],
    ]);
  });

  it('counts calls that have not ended', () => {
    expect(costTables(runWith([[call('mini', 'open')]], null)).total).toMatchObject({ calls: 1, open: 1 });
  });

  it('has nothing to say about a run without a plan', () => {
    expect(costTables(emptyRun('r'))).toMatchObject({ models: [], savedMicroUsd: 0 });
    expect(costLines(emptyRun('r'), () => true)).toEqual([]);
  });
});
