import { describe, expect, it } from 'vitest';
import { arrives, fakeRun, persona, textOf } from '../../node-kit/testing.ts';
import { definition } from './node.ts';
import { run } from './run.ts';

describe('Story Teller', () => {
  it('tells the text that comes in, and its own idea when none does', async () => {
    const config = { idea: 'a lighthouse', tags: 'gentle' };
    const wired = fakeRun(definition, { config, arrivals: [arrives('a night market')] });
    await run(wired.context);
    expect(textOf(wired.calls[0], 'user')).toContain('a night market');
    expect(textOf(wired.calls[0], 'user')).not.toContain('a lighthouse');
    const alone = fakeRun(definition, { config, guidance: 'shorter' });
    expect(await run(alone.context)).toEqual({ text: 'answer' });
    for (const part of ['a lighthouse', 'gentle', 'shorter'])
      expect(textOf(alone.calls[0], 'user')).toContain(part);
  });

  it('makes a second call that gives the characters their looks', async () => {
    const fake = fakeRun(definition, {
      config: { idea: 'Wren at sea' },
      arrivals: [persona('Wren', 'Dark bob.')],
      answers: ['# Story', '# Story with Wren'],
    });
    expect(await run(fake.context)).toEqual({ text: '# Story with Wren' });
    expect(fake.calls.map((call) => call.purpose.task)).toEqual(['story', 'inject-persona']);
  });

  it('asks for an idea before any call', async () => {
    const fake = fakeRun(definition, { config: { idea: ' ' } });
    await expect(run(fake.context)).rejects.toMatchObject({
      error: { code: 'missing-input', field: 'idea' },
    });
    expect(fake.calls).toEqual([]);
  });
});
