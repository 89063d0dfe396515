import { describe, expect, it } from 'vitest';
import { weftError } from '#shared/run/errors.ts';
import type { Fact, LogEntry } from '#shared/run/events.ts';
import { SOME_HASH } from '#shared/run/testing.ts';
import { announcement } from './announcements.ts';

const said = (...facts: Fact[]) =>
  announcement(
    facts.map((fact, index): LogEntry => ({ ...fact, runId: 'r', seq: index + 1, at: 0, by: null })),
    (id) => id.toUpperCase(),
    'p',
  );
const done = (nodeId: string): Fact => ({
  type: 'execution.node.completed',
  data: {
    nodeId,
    round: 0,
    source: 'call',
    cacheKey: null,
    outputHash: SOME_HASH,
    output: { kind: 'inline', output: {} },
  },
});
const failed = (nodeId: string): Fact => ({
  type: 'execution.node.failed',
  data: { nodeId, round: 0, error: weftError('provider-error', 'Halden broke.') },
});

describe('what is said aloud about a run', () => {
  it('names steps while they are few', () => {
    expect(said(done('a'), failed('b'))).toBe('A done. B failed. Halden broke.');
  });

  it('sums them up when many come at once', () => {
    expect(said(done('a'), done('b'), done('c'), failed('d'))).toBe('3 steps done, 1 step failed.');
  });

  it('says how the run goes, in order', () => {
    expect(said(done('a'), { type: 'execution.completed', data: { outcome: 'ok', outputs: [] } })).toBe(
      'A done. Run finished.',
    );
    expect(said({ type: 'execution.cancelled', data: {} })).toBe('Run stopped.');
  });

  it('says nothing about what happens under the hood', () => {
    expect(said({ type: 'call.sent', data: { callId: 'c', nodeId: 'a' } })).toBe('');
  });

  it('tells once of a try that follows by itself', () => {
    const error = weftError('provider-rate-limited', 'Halden is over its rate limit.');
    expect(
      said({
        type: 'execution.node.retrying',
        data: { nodeId: 'a', callId: 'c', try: 2, dueAt: 9, error },
      }),
    ).toBe('A: Halden is over its rate limit. It is tried again by itself.');
  });

  it('asks for a person where the bill is not clear', () => {
    const end = { outcome: 'unknown', retry: 'ask', costMicroUsd: null, durationMs: 1 } as const;
    expect(said({ type: 'call.ended', data: { callId: 'c', nodeId: 'a', end } })).toContain(
      'A waits for you',
    );
  });
});
