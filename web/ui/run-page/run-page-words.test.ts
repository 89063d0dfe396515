import { describe, expect, it } from 'vitest';
import { weftError } from '#shared/run/errors.ts';
import { emptyRun, PENDING_NODE, type CallState, type NodeState } from '#shared/run/state.ts';
import { inColumns } from './final-outputs.ts';
import { refusalWords } from './refusal-words.ts';
import { dayAndTime, playerClock, spokenMoment } from './run-clock-words.ts';
import { runOutcome } from './run-outcome.ts';
import { stepCost, stepNote, stepState } from './step-words.ts';

const step = (state: Partial<NodeState>, change: object = {}) => ({
  status: 'done' as const,
  state: { ...PENDING_NODE, startedAt: 1, ...state },
  error: null,
  warnings: [],
  source: null,
  costMicroUsd: null,
  costOpen: false,
  ...change,
});

describe('the words of a run page', () => {
  it('tells the place of the player as players do', () => {
    expect([0, 8_600, 65_040, 3_725_000].map(playerClock)).toEqual([
      '0:00.0',
      '0:08.6',
      '1:05.0',
      '1:02:05.0',
    ]);
  });

  it('says a moment aloud, with who is writing', () => {
    expect(spokenMoment(8_600, 15_000, [])).toBe('8.6 s of 15.0 s');
    expect(spokenMoment(8_600, 15_000, ['Proofread'])).toBe('8.6 s of 15.0 s. Proofread is writing.');
    expect(spokenMoment(1, 2, ['A', 'B'])).toContain('A and B are writing.');
    expect(spokenMoment(1, 2, ['A', 'B', 'C', 'D', 'E'])).toContain('A, B, C and 2 more are writing.');
  });

  it('names the day of a run in full', () => {
    expect(dayAndTime(Date.UTC(2025, 10, 14, 12))).toMatch(/^14 November 2025, \d\d:\d\d$/);
  });

  it('says how a run stands, by its phase and whether anybody drives it', () => {
    const run = emptyRun('r');
    const host = { hostId: 'h', personId: 'p', name: '' };
    expect(runOutcome({ ...run, phase: 'running', host })).toEqual({ status: 'running', word: 'Live' });
    expect(runOutcome({ ...run, phase: 'running' }).word).toBe('Parked');
    expect(runOutcome({ ...run, phase: 'paused' }).word).toBe('Paused');
    expect(runOutcome({ ...run, phase: 'cancelled' }).word).toBe('Stopped');
    expect(runOutcome({ ...run, phase: 'completed', outcome: 'ok' }).word).toBe('Finished');
    expect(runOutcome({ ...run, phase: 'completed', outcome: 'with-failures' }).status).toBe('failed');
  });

  it('says of a step what its mark does not', () => {
    expect(stepState({ status: 'streaming' })).toBe('writing now');
    expect(stepState({ status: 'queued' })).toBe('not yet');
    expect(stepState({ status: 'failed' })).toBe('failed');
    expect(stepState({ status: 'done' })).toBe('');
    expect(stepNote(step({}), null)).toBeNull();
    expect(stepNote(step({ savedMicroUsd: 600 }, { source: 'cache' }), null)).toBe(
      'Reused: same inputs, same settings. Saved $0.0006.',
    );
    const failedCall = { end: { outcome: 'error' } } as CallState;
    const error = weftError('provider-rate-limited', 'Halden is over its rate limit.');
    expect(stepNote(step({ calls: [failedCall, failedCall] }, { error }), null)).toBe(
      'Halden is over its rate limit. 2 tries failed.',
    );
    const waits = { phase: 'accepted', end: null, waits: 'Next in turn at Mistral.' } as CallState;
    expect(stepNote(step({ calls: [waits] }), null)).toBe('Next in turn at Mistral.');
    const amendment = { guidance: null, model: { provider: 'a', model: 'big' } };
    expect(stepNote(step({ amendment }), null)).toBe('A person ran it again with big.');
    expect(stepNote(step({}, { warnings: ['The value is unknown.'] }), null)).toBe('The value is unknown.');
    expect(stepCost(step({}, { costMicroUsd: 3_100, costOpen: true }))).toBe('$0.0031+');
    expect(stepCost(step({}))).toBe('—');
    expect(stepCost(step({ startedAt: null }, { status: 'queued' }))).toBe('');
    expect(stepCost(step({}, { status: 'cached' }))).toBe('$0');
  });

  it('says why a link opens nothing, and what to do', () => {
    expect(refusalWords(weftError('link-ended', 'x'), false).text).toMatch(/Ask them for a new one/);
    expect(refusalWords(weftError('not-allowed', 'x'), false).title).toMatch(/does not open this run/);
    expect(refusalWords(weftError('not-found', 'x'), false).title).toBe('This run is gone');
    expect(refusalWords(weftError('not-found', 'Open the file again.'), true).text).toBe(
      'Open the file again.',
    );
    expect(refusalWords(weftError('internal', 'Words.'), false).text).toBe('Words.');
  });

  it('puts the longest result first and the others where there is room', () => {
    const results = [100, 900, 300, 500].map((length, id) => ({ id, length }));
    const [left, right] = inColumns(results);
    expect(left.map(({ id }) => id)).toEqual([1]);
    expect(right.map(({ id }) => id)).toEqual([0, 2, 3]);
    expect(inColumns([])).toEqual([[], []]);
  });
});
