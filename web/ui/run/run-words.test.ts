import { describe, expect, it } from 'vitest';
import { emptyRun, type RunState } from '#shared/run/state.ts';
import { outcomeWords, runTitle } from './run-words.ts';

const ended = (change: Partial<RunState>) => outcomeWords({ ...emptyRun('r'), ...change });

describe('words about a run', () => {
  it('never calls a run with failures a plain success', () => {
    const counts = { pending: 0, running: 0, completed: 2, failed: 1, skipped: 1 };
    expect(ended({ phase: 'completed', outcome: 'ok' })).toEqual({ words: 'Done', status: 'done' });
    expect(ended({ phase: 'completed', outcome: 'with-failures', counts })).toEqual({
      words: 'Done, 1 step failed',
      status: 'failed',
    });
    expect(ended({ phase: 'cancelled' })?.words).toBe('Stopped');
    expect(ended({ phase: 'running' })).toBeNull();
  });

  it('says which run is shown, and whose', () => {
    const run = { ...emptyRun('r'), startedBy: { personId: 'p', name: 'Imani' } };
    expect(runTitle({ runId: null, run: null }, [], 'p')).toBeNull();
    expect(runTitle({ runId: 'r', run }, [], 'p')).toBe('Run by you');
    expect(runTitle({ runId: 'r', run }, [], 'q')).toBe('Run by Imani');
  });
});
