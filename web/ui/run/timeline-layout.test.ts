import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { TimelineRow } from '../../state/run/timeline.ts';
import { axisMs, barsOf, notePlace, rowWords, rulerMarks, rulerStep } from './timeline-layout.ts';

const segment = (change: Partial<TimelineRow['segments'][number]>) => ({
  kind: 'run' as const,
  startMs: 0,
  endMs: 1_000,
  label: 'At work',
  failed: false,
  ...change,
});
const row = (change: Partial<TimelineRow>): TimelineRow => ({
  nodeId: 'a',
  label: 'A',
  status: 'done',
  startMs: 0,
  endMs: 1_000,
  segments: [segment({})],
  ...change,
});

describe('the layout of the timeline', () => {
  it('marks the ruler in steps that clocks have', () => {
    expect(rulerStep(5_000, 6)).toBe(1_000);
    expect(rulerStep(5 * 60_000, 6)).toBe(60_000);
    expect(rulerMarks(4_000, 6).map(({ label }) => label)).toEqual(['0 s', '1 s', '2 s', '3 s', '4 s']);
    expect(rulerMarks(150_000, 6).map(({ label }) => label)).toEqual([
      '0 s',
      '30 s',
      '1:00',
      '1:30',
      '2:00',
      '2:30',
    ]);
  });

  it('never gives more marks than asked for, whatever the length', () => {
    fc.assert(
      fc.property(fc.double({ min: 1, max: 1e10, noNaN: true }), (length) => {
        const marks = rulerMarks(length, 8);
        expect(marks.length).toBeLessThanOrEqual(9);
        expect(marks.every(({ at }) => at >= 0 && at <= 100.000001)).toBe(true);
      }),
    );
  });

  it('gives a live run room to grow into', () => {
    expect(axisMs(0, true)).toBeGreaterThanOrEqual(1_000);
    expect(axisMs(4_200, true)).toBeGreaterThan(5_000);
    expect(axisMs(4_200, false)).toBe(4_200);
  });

  it('draws waiting, failed tries and work apart', () => {
    const failed = row({
      status: 'failed',
      segments: [
        segment({ kind: 'queued', endMs: 100 }),
        segment({ startMs: 100 }),
        segment({ kind: 'try', startMs: 100, endMs: 300, failed: true }),
        segment({ kind: 'wait', startMs: 300, endMs: 600 }),
        segment({ kind: 'try', startMs: 600, endMs: 1_000, failed: true }),
      ],
    });
    expect(barsOf(failed, 2_000).map(({ look }) => look)).toEqual(['wait', 'base', 'try', 'wait', 'solid']);
    expect(barsOf(failed, 2_000).at(-1)).toMatchObject({ left: 30, width: 20 });
    expect(barsOf(row({ status: 'streaming' }), 1_000)[0]?.look).toBe('live');
    expect(barsOf(row({ segments: [segment({ kind: 'hold' })] }), 1_000)[0]?.look).toBe('hold');
  });

  it('puts words behind the bars, in front of late ones, and on the soft ground of a long one', () => {
    const bars = (left: number, width: number) => [{ look: 'base', left, width, label: '' }] as const;
    expect(notePlace(bars(0, 50), false)).toEqual({ side: 'after', percent: 50 });
    expect(notePlace(bars(60, 30), true)).toEqual({ side: 'before', percent: 40 });
    expect(notePlace(bars(0, 100), true)).toEqual({ side: 'inside', percent: 0 });
    expect(notePlace([...bars(0, 100), ...bars(10, 30)], true)).toEqual({ side: 'inside', percent: 40 });
    expect(notePlace([...bars(0, 100), ...bars(10, 70)], true)).toBeNull();
    expect(notePlace([], true)).toBeNull();
  });

  it('says a row in words', () => {
    expect(rowWords(row({ segments: [] }))).toBe('No time yet');
    expect(rowWords(row({}))).toBe('At work: 0.0 s to 1.0 s');
  });
});
