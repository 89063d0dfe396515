import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { rowWindow, scrollTopFor } from './virtual-window.ts';

const row = { rowHeight: 20, viewport: 100, count: 1_000, overscan: 2 };

describe('the window over a long list', () => {
  it('draws what is seen and a little more', () => {
    expect(rowWindow({ ...row, scrollTop: 400 })).toEqual({ start: 18, end: 28, before: 360, after: 19_440 });
    expect(rowWindow({ ...row, scrollTop: 0, count: 3 })).toEqual({ start: 0, end: 3, before: 0, after: 0 });
    expect(rowWindow({ ...row, scrollTop: 900, count: 0 })).toEqual({
      start: 0,
      end: 0,
      before: 0,
      after: 0,
    });
  });

  it('always covers the view and keeps the length of the list', () => {
    const arbitrary = fc.record({
      scrollTop: fc.nat(30_000),
      count: fc.nat(1_200),
      tall: fc.option(fc.record({ index: fc.nat(1_199), height: fc.nat(300) })),
    });
    fc.assert(
      fc.property(arbitrary, ({ scrollTop, count, tall }) => {
        const inside = tall !== null && tall.index < count ? tall : null;
        const total = count * 20 + (inside?.height ?? 0);
        const top = Math.min(scrollTop, Math.max(0, total - 100));
        const { start, end, before, after } = rowWindow({ ...row, scrollTop: top, count, tall: inside });
        const drawn =
          (end - start) * 20 + (inside && inside.index >= start && inside.index < end ? inside.height : 0);
        expect(before + drawn + after).toBe(total);
        expect(before).toBeLessThanOrEqual(top);
        expect(before + drawn).toBeGreaterThanOrEqual(Math.min(total, top + 100));
        expect(end - start).toBeLessThanOrEqual(24);
      }),
    );
  });

  it('scrolls no further than needed', () => {
    expect(scrollTopFor(3, { ...row, scrollTop: 200 })).toBe(60);
    expect(scrollTopFor(12, { ...row, scrollTop: 200 })).toBe(200);
    expect(scrollTopFor(20, { ...row, scrollTop: 200 })).toBe(320);
  });
});
