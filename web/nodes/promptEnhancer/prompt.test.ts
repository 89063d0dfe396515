import { describe, expect, it } from 'vitest';
import { textOf } from '../../node-kit/testing.ts';
import { enhanceWish } from './prompt.ts';

describe('the prompt that enhances', () => {
  it('[ND2] with notes: prompt, notes and guidance reach the message', () => {
    const wish = enhanceWish({ prompt: 'a lantern', notes: 'make it autumn', guidance: 'less fog' });
    for (const part of ['a lantern', 'make it autumn', 'less fog'])
      expect(textOf(wish, 'user')).toContain(part);
    expect(textOf(wish, 'system')).toContain('Apply every note');
    expect(wish.purpose).toEqual({
      task: 'enhance',
      subject: 'a lantern',
      details: { notes: 'make it autumn' },
    });
  });

  it('[ND2] without notes: enriches freely and names no notes', () => {
    const wish = enhanceWish({ prompt: 'a lantern', notes: '  ', guidance: null });
    expect(textOf(wish, 'system')).toContain('Make vague things concrete');
    expect(textOf(wish, 'user')).toBe('<prompt>\na lantern\n</prompt>');
    expect(wish.purpose.details).toEqual({});
  });
});
