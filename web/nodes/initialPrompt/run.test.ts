import { describe, expect, it } from 'vitest';
import { fakeRun, persona, textOf } from '../../node-kit/testing.ts';
import { definition } from './node.ts';
import { run } from './run.ts';

describe('Initial Prompt', () => {
  it('puts out its text without a call', async () => {
    const fake = fakeRun(definition, { config: { text: 'A lamp.' } });
    expect(await run(fake.context)).toEqual({ text: 'A lamp.' });
    expect(fake.calls).toEqual([]);
  });

  it('weaves characters in with one call that the guidance reaches', async () => {
    const arrivals = [persona('Wren', 'Dark bob.'), persona('Odo', 'Grey muzzle.', 1)];
    const fake = fakeRun(definition, {
      config: { text: 'Wren and Odo.' },
      arrivals,
      guidance: 'by night',
      answers: ['Injected.'],
    });
    expect(await run(fake.context)).toEqual({
      text: 'Injected.',
      injectedPrompt: 'Injected.',
      personaName: 'Wren, Odo',
      personaDescription: 'Dark bob.\n\nGrey muzzle.',
    });
    expect(fake.calls).toHaveLength(1);
    expect(textOf(fake.calls[0], 'user')).toContain('by night');
  });

  it('asks for its text before any call', async () => {
    const fake = fakeRun(definition, { config: { text: ' ' }, arrivals: [persona('Wren', 'Dark bob.')] });
    await expect(run(fake.context)).rejects.toMatchObject({
      error: { code: 'missing-input', field: 'text' },
    });
    expect(fake.calls).toEqual([]);
  });
});
