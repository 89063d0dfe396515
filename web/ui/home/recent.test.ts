import { describe, expect, it } from 'vitest';
import { whenWords } from './recent.ts';

const NOW = Date.UTC(2026, 10, 18, 12);
const MINUTE = 60_000;

describe('when a flow was last touched', () => {
  it.each([
    [0, 'now'],
    [59_000, 'now'],
    [12 * MINUTE, '12 min ago'],
    [3 * 60 * MINUTE, '3 h ago'],
    [26 * 60 * MINUTE, 'Tuesday'],
    [9 * 24 * 60 * MINUTE, '9 November'],
    [400 * 24 * 60 * MINUTE, '14 October 2025'],
    [-5_000, 'now'],
  ])('%i ms ago reads %s', (age, words) => {
    expect(whenWords(NOW - age, NOW)).toBe(words);
  });
});
