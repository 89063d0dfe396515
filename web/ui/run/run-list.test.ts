import { describe, expect, it } from 'vitest';
import type { RunSummary } from '#shared/protocol/messages.ts';
import { summaryCost, summaryDuration, summaryOutcome } from './run-list.ts';

const run: RunSummary = {
  runId: 'r',
  number: 13,
  startedAt: 1_000,
  startedBy: 'Imani',
  phase: 'completed',
  outcome: 'ok',
  sealed: true,
  endedAt: 5_200,
  parked: false,
  totalMicroUsd: 0,
  demo: true,
};

describe('the list of runs', () => {
  it('never calls a run with failures done', () => {
    expect(summaryOutcome(run)).toEqual({ word: 'Done', status: 'done' });
    expect(summaryOutcome({ ...run, outcome: 'with-failures' }).status).toBe('failed');
    expect(summaryOutcome({ ...run, phase: 'running', parked: true }).word).toBe('Waits');
  });

  it('[AP12] says that a run waits for people, and for whom', () => {
    const waiting = { ...run, phase: 'running', outcome: null, waits: true } as const;
    expect(summaryOutcome(waiting)).toEqual({ word: 'Waiting for you', status: 'waiting' });
    expect(summaryOutcome(waiting, false).word).toBe('Waiting for people');
  });

  it('says what it cost, with a plus where that is not all', () => {
    const paid = { ...run, demo: false, totalMicroUsd: 12_300 };
    expect(summaryCost(run, true)).toBe('Demo');
    expect([summaryCost(paid, false), summaryCost(paid, true)]).toEqual(['$0.0123', '$0.0123+']);
    expect(summaryCost({ ...paid, totalMicroUsd: 0, unknownCalls: 2 }, false)).toBe('$0+');
  });

  it('says how long it took once it is over', () => {
    expect(summaryDuration(run)).toBe('4.2 s');
    expect(summaryDuration({ ...run, endedAt: null })).toBe('');
  });
});
