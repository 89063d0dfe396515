import { describe, expect, it } from 'vitest';
import { textOf } from '../../node-kit/testing.ts';
import { compressWish } from './prompt.ts';

describe('the prompt that compresses', () => {
  it('[ND2] text and guidance reach the message', () => {
    const wish = compressWish({ text: 'A long report.', guidance: 'keep the table' });
    expect(textOf(wish, 'user')).toContain('A long report.');
    expect(textOf(wish, 'user')).toContain('keep the table');
    expect(wish.purpose).toEqual({ task: 'compress', subject: 'A long report.', details: {} });
  });
});
