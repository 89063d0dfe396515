import { describe, expect, it } from 'vitest';
import { dropWords } from './drop-words.ts';

const outlook = (types: readonly string[], more: { into?: string; readOnly?: boolean } = {}) =>
  dropWords({ types, into: more.into ?? null, readOnly: more.readOnly ?? false });

describe('[PI26] what letting go of files would do', () => {
  it('one picture goes into the node under the pointer that takes one, and nowhere else', () => {
    expect(outlook(['image/png'], { into: 'Cover' })).toEqual({
      words: 'Puts the picture into “Cover”',
      isIntoNode: true,
    });
    expect(outlook(['image/png'])).toEqual({
      words: 'Puts the picture in, as an Image Input',
      isIntoNode: false,
    });
    for (const types of [['image/png', 'image/jpeg'], ['application/json'], ['image/png', ''], []])
      expect(outlook(types, { into: 'Cover' }).isIntoNode).toBe(false);
  });

  it.each([
    [['image/png', 'image/webp'], 'Puts 2 pictures in, an Image Input each'],
    [Array<string>(30).fill('image/png'), 'Puts the first 20 pictures in, an Image Input each'],
    [['application/json'], 'Opens the flow'],
    [['text/plain'], 'Puts the text in, as an Initial Prompt'],
    [[''], 'Opens the file'],
    [['image/png', 'application/json'], 'Puts the picture in, as an Image Input, and opens the flow'],
    [[], 'Opens a flow or a run, or puts in a picture or a text'],
  ])('%j: %s', (types, words) => {
    expect(outlook(types).words).toBe(words);
  });

  it('whoever may only read puts nothing in', () => {
    expect(outlook(['image/png'], { into: 'Cover', readOnly: true })).toEqual({
      words: 'You can read this flow, but not change it.',
      isIntoNode: false,
    });
  });
});
