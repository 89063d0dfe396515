import { describe, expect, it } from 'vitest';
import { arrives, fakeRun, persona, textOf } from '../../node-kit/testing.ts';
import { definition } from './node.ts';
import { run } from './run.ts';

describe('Prompt Enhancer', () => {
  it('makes one call with the merged text, the notes and the guidance', async () => {
    const fake = fakeRun(definition, {
      config: { notes: 'in autumn' },
      arrivals: [arrives('a lamp'), arrives('a street')],
      guidance: 'less fog',
      answers: [' Enhanced. '],
    });
    expect(await run(fake.context)).toEqual({ text: 'Enhanced.' });
    expect(fake.calls).toHaveLength(1);
    for (const part of ['a lamp\n\na street', 'in autumn', 'less fog'])
      expect(textOf(fake.calls[0], 'user')).toContain(part);
  });

  it('makes a second call with its own result when a character is wired in', async () => {
    const fake = fakeRun(definition, {
      arrivals: [arrives('Wren walks'), persona('Wren', 'Dark bob.')],
      answers: ['Wren walks at dusk.', 'Dark-bobbed Wren walks at dusk.'],
    });
    expect(await run(fake.context)).toEqual({ text: 'Dark-bobbed Wren walks at dusk.' });
    expect(fake.calls.map((call) => call.purpose.task)).toEqual(['enhance', 'inject-persona']);
    expect(textOf(fake.calls[1], 'user')).toContain('Wren walks at dusk.');
    expect(textOf(fake.calls[1], 'user')).toContain('Dark bob.');
  });

  it('asks for text before any call', async () => {
    const fake = fakeRun(definition, { arrivals: [arrives('  ')] });
    await expect(run(fake.context)).rejects.toMatchObject({
      error: { code: 'missing-input', field: 'text-in' },
    });
    expect(fake.calls).toEqual([]);
  });

  it('says on the node when the answer was cut by its limit', async () => {
    const fake = fakeRun(definition, {
      arrivals: [arrives('a lamp')],
      answers: [{ text: 'Half a', usage: null, truncated: true }],
    });
    await run(fake.context);
    expect(fake.warnings).toEqual([expect.stringContaining('output limit')]);
  });

  it('takes an empty answer for a failure that may be tried again', async () => {
    const fake = fakeRun(definition, { arrivals: [arrives('a lamp')], answers: [' '] });
    await expect(run(fake.context)).rejects.toMatchObject({
      error: { code: 'invalid-output', retryable: true },
    });
  });

  it('refuses text that no call may carry before making one', async () => {
    const fake = fakeRun(definition, { arrivals: [arrives('x'.repeat(1024 * 1024 + 1))] });
    await expect(run(fake.context)).rejects.toMatchObject({ error: { code: 'output-too-large' } });
    expect(fake.calls).toEqual([]);
  });
});
