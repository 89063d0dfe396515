import { describe, expect, it } from 'vitest';
import { arrives, fakeRun, textOf } from '../../node-kit/testing.ts';
import { definition } from './node.ts';
import { run } from './run.ts';

describe('Grammar Fix', () => {
  it('makes one call with text, style and guidance', async () => {
    const fake = fakeRun(definition, {
      config: { style: 'formal' },
      arrivals: [arrives('He go.')],
      guidance: 'British spelling',
      answers: ['He goes.'],
    });
    expect(await run(fake.context)).toEqual({ text: 'He goes.' });
    expect(fake.calls).toHaveLength(1);
    expect(textOf(fake.calls[0], 'system')).toContain('Style formal');
    expect(textOf(fake.calls[0], 'user')).toContain('British spelling');
  });

  it('asks for text before any call', async () => {
    const fake = fakeRun(definition);
    await expect(run(fake.context)).rejects.toMatchObject({
      error: { code: 'missing-input', field: 'text-in' },
    });
    expect(fake.calls).toEqual([]);
  });
});
