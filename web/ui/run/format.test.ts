import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { count, duration, money, plural, pricePerMillion, wordCount } from './format.ts';

describe('words for numbers', () => {
  it.each([
    [0, '$0'],
    [1, '$0.0001'],
    [12_300, '$0.0123'],
    [12_301, '$0.0124'],
    [2_000_000, '$2.0000'],
  ])('%i micro-dollars read %s', (micro, words) => {
    expect(money(micro)).toBe(words);
  });

  it('never rounds money down', () => {
    fc.assert(
      fc.property(fc.nat(1_000_000_000), (micro) => {
        expect(Number(money(micro).slice(1)) * 1_000_000).toBeGreaterThanOrEqual(micro - 0.001);
      }),
    );
  });

  it('says with a plus that more may come', () => {
    expect(money(0, { open: true })).toBe('$0+');
    expect(money(500, { unknownCalls: 1 })).toBe('$0.0005+');
  });

  it.each([
    [40, '0.0 s'],
    [4_160, '4.2 s'],
    [59_949, '59.9 s'],
    [65_000, '1 min 05 s'],
    [7_380_000, '2 h 03 min'],
  ])('%i ms read %s', (ms, words) => {
    expect(duration(ms)).toBe(words);
  });

  it('counts', () => {
    expect(count(12_480)).toBe('12,480');
    expect(plural(1, 'word')).toBe('1 word');
    expect(wordCount("It isn't broken, said Odo.")).toBe(5);
    expect(pricePerMillion(75_000)).toBe('$0.075');
    expect(pricePerMillion(3_600_000)).toBe('$3.60');
  });
});
