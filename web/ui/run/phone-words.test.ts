import { describe, expect, it } from 'vitest';
import { weftError } from '#shared/run/errors.ts';
import type { CallState, NodeState } from '#shared/run/state.ts';
import { phoneDetail } from './phone-words.ts';

const view = {
  status: 'done',
  error: null,
  durationMs: 2_900,
  costMicroUsd: 10_000,
  costOpen: false,
  state: null,
} as const;

describe('the small line under a step on a phone', () => {
  it('gives time and cost of what ran', () => {
    expect(phoneDetail(view, 'Story Teller', [])).toBe('2.9 s · $0.0100');
    expect(phoneDetail({ ...view, status: 'streaming', costOpen: true }, '', [])).toBe('2.9 s · $0.0100+');
  });

  it('says what a step waits for, and why it failed', () => {
    expect(phoneDetail({ ...view, status: 'queued' }, 'Grammar Fix', ['Market story'])).toBe(
      'After Market story',
    );
    const call = { phase: 'accepted', waits: 'Next in turn at Mistral.' } as CallState;
    const state = { calls: [call] } as unknown as NodeState;
    expect(phoneDetail({ ...view, status: 'queued', state }, '', [])).toBe('Next in turn at Mistral.');
    expect(phoneDetail({ ...view, status: 'idle' }, 'Initial Prompt', [])).toBe('Initial Prompt');
    const error = weftError('provider-rate-limited', 'Halden is over its rate limit.');
    expect(phoneDetail({ ...view, status: 'failed', error }, '', [])).toBe('Halden is over its rate limit.');
  });
});
