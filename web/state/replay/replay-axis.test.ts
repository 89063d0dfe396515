import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { createReplayAxis, SKIPPED_WAIT_MS } from './replay-axis.ts';
import { createReplayLog } from './replay-log.ts';
import { arbitraryWrittenRun } from './testing.ts';
import { LONG_WAIT_MS, longWaits } from './waits.ts';

describe('the axis of a replay', () => {
  it('[RP6] both ways never fall and end together, and nothing happens in what was cut out', () => {
    fc.assert(
      fc.property(arbitraryWrittenRun(), fc.array(fc.nat(100_000), { maxLength: 20 }), (entries, times) => {
        const log = createReplayLog('run');
        log.append(entries);
        const whole = log.timeOf(log.length());
        const waits = longWaits(log);
        const happens = [
          ...entries.map(({ seq }) => log.timeOf(seq)),
          ...[...log.calls()].flatMap(({ end, sentMs }) =>
            (end?.timing ?? []).filter((_value, index) => index % 2 === 1).map((ms) => sentMs + ms),
          ),
        ];
        for (const { startMs, endMs } of waits) {
          expect(endMs - startMs).toBeGreaterThan(LONG_WAIT_MS);
          expect(happens.some((ms) => ms > startMs && ms < endMs)).toBe(false);
        }
        const axis = createReplayAxis(whole, waits);
        const inOrder = times.toSorted((a, b) => a - b).map((ms) => Math.min(ms, whole));
        inOrder.forEach((ms, index) => {
          const before = inOrder[index - 1] ?? 0;
          expect(axis.toAxis(ms)).toBeGreaterThanOrEqual(axis.toAxis(before));
          expect(axis.toRun(axis.toAxis(ms))).toBeCloseTo(ms, 3);
        });
        expect(axis.toAxis(Math.max(whole, waits.at(-1)?.endMs ?? 0))).toBeCloseTo(axis.lengthMs, 6);
        const skipped = axis.cuts.reduce((sum, cut) => sum + cut.skippedMs, 0);
        expect(axis.lengthMs + skipped).toBeCloseTo(Math.max(whole, waits.at(-1)?.endMs ?? 0), 6);
      }),
    );
  });

  it('[RP6] cuts a long wait to a moment, and leaves all of it when waits are wanted', () => {
    const axis = createReplayAxis(20_000, [{ startMs: 5_000, endMs: 15_000 }]);
    expect(axis.lengthMs).toBe(10_000 + SKIPPED_WAIT_MS);
    expect(axis.cuts).toEqual([{ atMs: 5_000 + SKIPPED_WAIT_MS / 2, skippedMs: 10_000 - SKIPPED_WAIT_MS }]);
    expect(axis.toRun(5_000)).toBe(5_000);
    expect(axis.toRun(5_000 + SKIPPED_WAIT_MS)).toBe(15_000);
    expect(axis.toAxis(10_000)).toBe(5_000 + SKIPPED_WAIT_MS / 2);
    const whole = createReplayAxis(20_000, []);
    expect(whole.lengthMs).toBe(20_000);
    expect(whole.toAxis(7_777)).toBe(7_777);
    expect(createReplayAxis(0, []).lengthMs).toBe(0);
  });
});
