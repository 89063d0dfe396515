import { describe, expect, it } from 'vitest';
import { textOf } from '../../node-kit/testing.ts';
import { translateWish } from './prompt.ts';

describe('the prompt that translates', () => {
  it('[ND2] text, language and guidance reach the message', () => {
    const wish = translateWish({
      text: 'Good night, moon.',
      language: 'Hungarian',
      guidance: 'use the formal you',
    });
    expect(textOf(wish, 'user')).toContain('Good night, moon.');
    expect(textOf(wish, 'user')).toContain('use the formal you');
    expect(textOf(wish, 'system')).toContain('Hungarian');
    expect(wish.purpose).toEqual({
      task: 'translate',
      subject: 'Good night, moon.',
      details: { language: 'Hungarian' },
    });
  });
});
