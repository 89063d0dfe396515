import { describe, expect, it } from 'vitest';
import type { CallEnd } from '#shared/run/call.ts';
import { weftError } from '#shared/run/errors.ts';
import type { CallState } from '#shared/run/state.ts';
import { judgeCall, retryDelayMs } from './retry.ts';

const error = weftError('provider-rate-limited', 'Too fast.', { retryable: true });

function call(end: Partial<CallEnd> | null, more: Partial<CallState> = {}): CallState {
  const full: CallEnd | null =
    end === null ? null : { outcome: 'error', retry: 'safe', error, costMicroUsd: 0, durationMs: 1, ...end };
  return {
    callId: '80000000aaaaaaaa',
    round: 0,
    ordinal: 0,
    try: 1,
    provider: 'p',
    model: 'm',
    task: 't',
    requestHash: 'h',
    phase: end === null ? 'sent' : 'ended',
    acceptedAt: 0,
    sentAt: 0,
    endedAt: end === null ? null : 1_000,
    end: full,
    resolution: null,
    ...more,
  };
}

describe('retry', () => {
  it.each([
    ['an open call', call(null), { type: 'open' }],
    ['an answer', call({ outcome: 'ok', retry: 'never' }), { type: 'answered' }],
    ['what must not be repeated', call({ retry: 'never' }), { type: 'failed', error }],
    ['what may have been billed', call({ outcome: 'unknown', retry: 'ask' }), { type: 'ask' }],
    ['giving up', call({ retry: 'ask' }, { resolution: 'give-up' }), { type: 'failed', error }],
    [
      'a person who wants it again',
      call({ retry: 'ask' }, { resolution: 'retry' }),
      { type: 'retry', try: 2, dueAt: 0, error },
    ],
    [
      'a person who does not wait for the next try',
      call({}, { resolution: 'retry' }),
      { type: 'retry', try: 2, dueAt: 0, error },
    ],
    ['giving up while the next try waits', call({}, { resolution: 'give-up' }), { type: 'failed', error }],
    ['a word too late', call({}, { try: 3, resolution: 'retry' }), { type: 'failed', error }],
    ['the third failure', call({}, { try: 3 }), { type: 'failed', error }],
    ['the first safe failure', call({}), { type: 'retry', try: 2, dueAt: 1_000 + 1_125, error }],
  ])('[RT2] judges %s', (_what, state, verdict) => expect(judgeCall(state)).toEqual(verdict));

  it('waits 1 s, then 2 s, with a jitter that comes from the id of the call', () => {
    const delays = [1, 2].map((attempt) => retryDelayMs(call({}, { try: attempt, callId: '00000000' })));
    expect(delays).toEqual([1_000, 2_000]);
    expect(retryDelayMs(call({}, { callId: 'ffffffff' }))).toBe(1_250);
    expect(retryDelayMs(call({}))).toBe(retryDelayMs(call({})));
  });

  it('obeys Retry-After up to 60 s', () => {
    const after = (retryAfterMs: number) => retryDelayMs(call({ retryAfterMs }, { callId: '00000000' }));
    expect([after(3_000), after(3_600_000)]).toEqual([3_000, 60_000]);
  });
});
