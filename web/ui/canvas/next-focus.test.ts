import { describe, expect, it } from 'vitest';
import { nextFocus } from './next-focus.ts';

describe('the focus after a step is gone', () => {
  it.each([
    { title: 'goes to the one after it', before: ['a', 'b', 'c'], after: ['a', 'c'], next: 'c' },
    {
      title: 'goes past others that went with it',
      before: ['a', 'b', 'c', 'd'],
      after: ['a', 'd'],
      next: 'd',
    },
    {
      title: 'goes to the last where it was the last',
      before: ['a', 'b', 'c'],
      after: ['a', 'b'],
      next: 'b',
    },
    { title: 'goes nowhere where none is left', before: ['a'], after: [], next: null },
    { title: 'stays where none went', before: ['a', 'b'], after: ['b', 'a', 'c'], next: null },
  ])('$title', ({ before, after, next }) => {
    expect(nextFocus(before, after)).toBe(next);
  });
});
