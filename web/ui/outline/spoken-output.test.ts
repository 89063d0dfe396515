import { describe, expect, it } from 'vitest';
import { weftError } from '#shared/run/errors.ts';
import { spokenOutput } from './spoken-output.ts';

const view = { text: 'Once upon a time.', streaming: false, status: 'done', error: null } as const;

describe('an output that is read aloud', () => {
  it('names the step, and says when more is coming', () => {
    expect(spokenOutput('Story', view)).toBe('Story: Once upon a time.');
    expect(spokenOutput('Story', { ...view, streaming: true })).toBe('Story, so far: Once upon a time.');
  });

  it('says why there is none', () => {
    expect(spokenOutput('Story', { ...view, text: '', status: 'idle' })).toContain('Run the flow');
    const error = weftError('provider-error', 'Halden broke.');
    expect(spokenOutput('Story', { ...view, text: '', status: 'failed', error })).toContain('Halden broke.');
  });

  it('stops a long one', () => {
    expect(spokenOutput('Story', { ...view, text: 'a'.repeat(9_000) }).length).toBeLessThan(2_100);
  });
});
