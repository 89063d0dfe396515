import { describe, expect, it } from 'vitest';
import type { ApprovalRequest } from '#shared/run/approval.ts';
import type { Fact, LogEntry } from '#shared/run/events.ts';
import { planOf, SOME_HASH, startedFact } from '#shared/run/testing.ts';
import { createRunPeople } from './people.ts';

const entries = (facts: readonly (readonly [Fact, string | null, number])[]): LogEntry[] =>
  facts.map(([fact, by, at], index) => ({ ...fact, runId: 'run', seq: index + 1, at, by }));

const hostOf = (personId: string, name: string, reason: 'started' | 'claimed'): Fact => ({
  type: 'execution.host.changed',
  data: { epoch: 1, host: { hostId: 'h', personId, name }, reason },
});

const QUESTION: ApprovalRequest = {
  ...{ kind: 'approval', title: 'Good?', message: '', form: null, mustExplain: false, redoes: [] },
  ...{ subject: {}, options: ['approve', 'reject'], deadline: null, answerers: 'editors' },
};

describe('who did what in a run', () => {
  it('names people by what the log tells of them, each deed once', () => {
    const people = createRunPeople();
    people.take(
      entries([
        [startedFact(planOf(1, [])), 'p', 0],
        [hostOf('p', 'P', 'started'), null, 0],
        [{ type: 'execution.paused', data: {} }, 'q', 1_000],
        [{ type: 'execution.resumed', data: {} }, 'q', 5_000],
        [{ type: 'execution.paused', data: {} }, 'q', 6_000],
        [hostOf('r', 'Rosa', 'claimed'), null, 7_000],
        [{ type: 'execution.cancelled', data: {} }, 'p', 8_000],
      ]),
    );
    expect(people.list()).toEqual([
      { personId: 'p', name: 'P', deeds: ['started it', 'stopped it'] },
      { personId: 'q', name: '', deeds: ['paused it', 'resumed it'] },
      { personId: 'r', name: 'Rosa', deeds: ['took it over'] },
    ]);
    expect(people.pausedMs(9_000)).toBe(6_000);
    const before = people.list();
    people.take([]);
    expect(people.list()).toBe(before);
  });

  it('tells who answered what, and how long somebody was asked', () => {
    const people = createRunPeople();
    const asks = (approvalId: string): Fact => ({
      type: 'approval.requested',
      data: { ...QUESTION, approvalId, nodeId: 'n0', round: 0, ordinal: 0, requestHash: SOME_HASH },
    });
    const answers = (approvalId: string, outcome: 'approve' | 'submit', personId: string): Fact => ({
      type: 'approval.received',
      data: { approvalId, nodeId: 'n0', outcome, answeredBy: { personId, name: personId } },
    });
    people.take(
      entries([
        [asks('a'), null, 1_000],
        [asks('b'), null, 2_000],
        [answers('a', 'approve', 'Ada'), 'Ada', 4_000],
        [answers('b', 'submit', 'Bo'), 'Bo', 5_000],
        [asks('c'), null, 7_000],
      ]),
    );
    expect(people.list()).toEqual([
      { personId: 'Ada', name: 'Ada', deeds: ['approved'] },
      { personId: 'Bo', name: 'Bo', deeds: ['filled in the form'] },
    ]);
    expect([people.askedMs(7_000), people.askedMs(8_500)]).toEqual([4_000, 5_500]);
    people.take(entries([[{ type: 'execution.cancelled', data: {} }, 'Ada', 9_000]]));
    expect(people.askedMs(20_000)).toBe(6_000);
  });

  it('counts a pause that goes on up to now', () => {
    const people = createRunPeople();
    people.take(entries([[{ type: 'execution.paused', data: {} }, 'q', 1_000]]));
    expect(people.pausedMs(3_500)).toBe(2_500);
  });
});
