import { describe, expect, it } from 'vitest';
import type { Fact, LogEntry } from '#shared/run/events.ts';
import { planOf, startedFact } from '#shared/run/testing.ts';
import { createRunPeople } from './people.ts';

const entries = (facts: readonly (readonly [Fact, string | null, number])[]): LogEntry[] =>
  facts.map(([fact, by, at], index) => ({ ...fact, runId: 'run', seq: index + 1, at, by }));

const hostOf = (personId: string, name: string, reason: 'started' | 'claimed'): Fact => ({
  type: 'execution.host.changed',
  data: { epoch: 1, host: { hostId: 'h', personId, name }, reason },
});

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

  it('counts a pause that goes on up to now', () => {
    const people = createRunPeople();
    people.take(entries([[{ type: 'execution.paused', data: {} }, 'q', 1_000]]));
    expect(people.pausedMs(3_500)).toBe(2_500);
  });
});
