import { describe, expect, it } from 'vitest';
import type { Fact, LogEntry } from '#shared/run/events.ts';
import type { EventList } from '../../state/run-view.svelte.ts';
import { runningFact } from '#shared/run/testing.ts';
import { createEventSieve } from './event-sieve.ts';

const FACTS: readonly Fact[] = [
  { type: 'execution.resumed', data: {} },
  runningFact('lamp'),
  { type: 'call.sent', data: { callId: 'c', nodeId: 'lamp' } },
  runningFact('tide'),
];
const log = (length: number): EventList => ({
  length,
  at: (index) => {
    const fact = index < length ? FACTS[index] : undefined;
    return fact && ({ ...fact, runId: 'r', seq: index + 1, at: 0, by: null } as LogEntry);
  },
  slice: () => [],
});
const all = { runId: 'r', kind: 'all', search: '', nameOf: (id: string) => id, ownId: null } as const;

describe('the filter of events', () => {
  it('lets everything pass without a question', () => {
    expect(createEventSieve()(log(4), all)).toBeNull();
  });

  it('filters by kind and by words, and goes on where it stopped', () => {
    const sieve = createEventSieve();
    expect(sieve(log(2), { ...all, kind: 'step' })).toEqual([1]);
    expect(sieve(log(4), { ...all, kind: 'step' })).toEqual([1, 3]);
    expect(sieve(log(4), { ...all, search: ' LAMP' })).toEqual([1, 2]);
    expect(sieve(log(4), { ...all, search: 'call.' })).toEqual([2]);
  });

  it('starts over for another run and when the log is looked at from an earlier moment', () => {
    const sieve = createEventSieve();
    expect(sieve(log(4), { ...all, kind: 'step' })).toEqual([1, 3]);
    expect(sieve(log(2), { ...all, kind: 'step' })).toEqual([1]);
    expect(sieve(log(1), { ...all, runId: 'other', kind: 'step' })).toEqual([]);
  });

  it('gives the same list while nothing new passes', () => {
    const sieve = createEventSieve();
    const before = sieve(log(2), { ...all, kind: 'step' });
    expect(sieve(log(3), { ...all, kind: 'step' })).toBe(before);
  });
});
