import { describe, expect, it } from 'vitest';
import { fieldProblems } from '../../node-kit/field-problems.ts';
import { LANGUAGES } from '../../node-kit/languages.ts';
import { arrives, fakeRun, textOf } from '../../node-kit/testing.ts';
import { definition } from './node.ts';
import { run } from './run.ts';

const wiring = { wiredInputs: new Set(['text-in']) };

describe('Translator', () => {
  it('passes text through without a call when no language is chosen', async () => {
    const fake = fakeRun(definition, { arrivals: [arrives('Good night.')] });
    expect(await run(fake.context)).toEqual({ text: 'Good night.' });
    expect(fake.calls).toEqual([]);
  });

  it.each(LANGUAGES)('translates into $name ($code)', async ({ code, name }) => {
    const fake = fakeRun(definition, {
      config: { language: code },
      arrivals: [arrives('Good night.')],
      guidance: 'warmer',
      answers: ['Done.'],
    });
    expect(await run(fake.context)).toEqual({ text: 'Done.' });
    expect(fake.calls).toHaveLength(1);
    expect(textOf(fake.calls[0], 'system')).toContain(name);
    expect(textOf(fake.calls[0], 'user')).toContain('warmer');
    expect(fieldProblems(definition, { language: code }, wiring)).toEqual([]);
  });

  it('[ND4] an unknown language is an error before the run, and before any call', async () => {
    expect(fieldProblems(definition, { language: 'tlh' }, wiring)).toMatchObject([
      { code: 'unknown-language', field: 'language', message: expect.stringContaining('tlh') },
    ]);
    const fake = fakeRun(definition, { config: { language: 'tlh' }, arrivals: [arrives('Good night.')] });
    await expect(run(fake.context)).rejects.toMatchObject({ error: { code: 'unknown-language' } });
    expect(fake.calls).toEqual([]);
  });

  it('asks for text before any call', async () => {
    const fake = fakeRun(definition, { config: { language: 'es' } });
    await expect(run(fake.context)).rejects.toMatchObject({
      error: { code: 'missing-input', field: 'text-in' },
    });
    expect(fake.calls).toEqual([]);
  });

  it('knows the 28 languages of the editor, Hungarian among them, and Malay', () => {
    expect(LANGUAGES).toHaveLength(29);
    expect(LANGUAGES.slice(-2).map(({ code }) => code)).toEqual(['hu', 'ms']);
  });
});
