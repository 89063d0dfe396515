import { describe, expect, it } from 'vitest';
import { arrives, fakeRun, textOf } from '../../node-kit/testing.ts';
import { definition } from './node.ts';
import { run } from './run.ts';

describe('Compressor', () => {
  it('passes 2,500 characters through without a call', async () => {
    const text = 'x'.repeat(2_500);
    const fake = fakeRun(definition, { arrivals: [arrives(text)] });
    expect(await run(fake.context)).toEqual({ text });
    expect(fake.calls).toEqual([]);
  });

  it('shortens 2,501 with one call that the guidance reaches', async () => {
    const text = 'x'.repeat(2_501);
    const fake = fakeRun(definition, {
      arrivals: [arrives(text)],
      guidance: 'keep names',
      answers: ['short'],
    });
    expect(await run(fake.context)).toEqual({ text: 'short' });
    expect(fake.calls).toHaveLength(1);
    expect(textOf(fake.calls[0], 'user')).toContain(text);
    expect(textOf(fake.calls[0], 'user')).toContain('keep names');
  });

  it('counts the merged text', async () => {
    const half = 'x'.repeat(1_250);
    const fake = fakeRun(definition, { arrivals: [arrives(half), arrives(half)] });
    await run(fake.context);
    expect(fake.calls).toHaveLength(1);
  });

  it('asks for text before any call', async () => {
    const fake = fakeRun(definition);
    await expect(run(fake.context)).rejects.toMatchObject({
      error: { code: 'missing-input', field: 'text-in' },
    });
    expect(fake.calls).toEqual([]);
  });
});
