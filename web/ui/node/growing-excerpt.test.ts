import { describe, expect, it } from 'vitest';
import { createGrowingExcerpt } from './growing-excerpt.ts';

const words = (count: number) => Array.from({ length: count }, (_, index) => `word${index} `).join('');

describe('the part of a growing text that a node shows', () => {
  it('is all of a short text, as plain words', () => {
    const excerpt = createGrowingExcerpt();
    expect(excerpt.of('## The *Lantern*\n\nIt’s **fi')).toBe('The Lantern\nIt’s **fi');
    expect(excerpt.of('## The *Lantern*\n\nIt’s **fine**, said Odo.')).toBe(
      'The Lantern\nIt’s fine, said Odo.',
    );
  });

  it('goes on from the same word, however long the text becomes, and always ends with the newest', () => {
    const text = `${words(300)}\n\n**Then** came ${words(1_500)}`;
    const excerpt = createGrowingExcerpt();
    let before = '';
    for (let length = 0; length <= text.length; length += 37) {
      const shown = excerpt.of(text.slice(0, length));
      const written = text.slice(0, length).trimEnd();
      expect(shown.slice(-20)).toBe(
        written.replace('**Then**', 'Then').replace('\n\n', '\n').slice(-20).slice(-shown.length),
      );
      if (before !== '' && !before.includes('*')) expect(shown.startsWith(before)).toBe(true);
      before = shown;
      if (shown.length < 700) continue;
      const line = shown.indexOf(' ', 400) + 1;
      excerpt.leaveOut(line);
      before = shown.slice(line);
      expect(excerpt.of(text.slice(0, length))).toBe(before);
    }
  });

  it('begins anew with a text that does not go on from the one before', () => {
    const excerpt = createGrowingExcerpt();
    excerpt.of('The first try went well');
    excerpt.leaveOut(10);
    expect(excerpt.of('Once more')).toBe('Once more');
    expect(excerpt.of('Another one that is longer')).toBe('Another one that is longer');
  });

  it('starts a text that is long already near its end, at a line or a word', () => {
    const shown = createGrowingExcerpt().of(`${words(2_000)}\nStart of the paragraph ${words(80)}`);
    expect(shown.startsWith('Start of the paragraph') || shown.startsWith('word')).toBe(true);
    expect(shown.length).toBeLessThan(1_400);
    expect(shown.endsWith('word79')).toBe(true);
  });
});
