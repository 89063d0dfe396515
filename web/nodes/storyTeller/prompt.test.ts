import { describe, expect, it } from 'vitest';
import { textOf } from '../../node-kit/testing.ts';
import { storyWish } from './prompt.ts';

describe('the prompt that tells a story', () => {
  it('[ND2] idea, tags and guidance reach the message', () => {
    const wish = storyWish({ idea: 'a lighthouse', tags: ' gentle,, night ,', guidance: 'end on the boat' });
    for (const part of ['a lighthouse', 'gentle, night', 'end on the boat'])
      expect(textOf(wish, 'user')).toContain(part);
    expect(wish.purpose).toEqual({
      task: 'story',
      subject: 'a lighthouse',
      details: { tags: 'gentle, night' },
    });
  });

  it('does not speak of styles when there are none', () => {
    const wish = storyWish({ idea: 'a lighthouse', tags: ' , ', guidance: null });
    expect(textOf(wish, 'system')).not.toContain('<styles>');
    expect(wish.purpose.details).toEqual({});
  });
});
