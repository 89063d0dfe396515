import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Fact, LogEntry } from '#shared/run/events.ts';
import { foldEntries } from '#shared/run/reduce.ts';
import { emptyRun } from '#shared/run/state.ts';
import {
  arbitraryLog,
  completedFact,
  numbered,
  planOf,
  SOME_HASH,
  startedFact,
} from '#shared/run/testing.ts';
import { textAt, writtenAfter } from './call-track.ts';
import { isChange, nextChange, previousChange } from './changes.ts';
import { createCheckpoints, MOST_CHECKPOINTS } from './checkpoints.ts';
import { createReplayLog } from './replay-log.ts';
import { arbitraryWrittenRun } from './testing.ts';
import { writingAt } from './writing.ts';

const nothing = { live: () => '', byHash: () => null };
const foldOf = (log: readonly LogEntry[], seq: number) => foldEntries(emptyRun('run'), log.slice(0, seq));

function logOf(entries: readonly LogEntry[]) {
  const log = createReplayLog('run');
  log.append(entries);
  return log;
}

/** A long log of little facts over a plan of 300 nodes. */
function longLog(length: number): readonly LogEntry[] {
  const facts: Fact[] = [startedFact(planOf(300, []))];
  for (let index = 1; index < length; index += 1)
    facts.push({
      type: 'execution.node.status',
      data: { nodeId: `n${index % 300}`, status: 'running', round: 0 },
    });
  return numbered(facts);
}

describe('the log of a replay', () => {
  it('[RP1] at any number the state is the fold of the entries up to it, for logs that make no sense too', () => {
    fc.assert(
      fc.property(arbitraryLog(), fc.array(fc.nat(70), { minLength: 1, maxLength: 10 }), ({ log }, seqs) => {
        const replay = logOf(log);
        for (const seq of seqs) expect(replay.at(seq).run).toEqual(foldOf(log, seq));
      }),
      { numRuns: 60 },
    );
  });

  it('[RP1, RP4] at 50 random moments of a long run the state is the fold of the prefix, whatever was shown before', () => {
    const entries = longLog(2_500);
    const replay = logOf(entries);
    const seqs = fc.sample(fc.integer({ min: 0, max: 2_500 }), { numRuns: 50, seed: 7 });
    for (const seq of seqs) {
      const shown = replay.at(seq);
      expect(shown.seq).toBe(seq);
      expect(shown.run).toEqual(foldOf(entries, seq));
    }
  });

  it('[RP4] entries that come in pieces, twice or after a gap give the same as in one go', () => {
    const entries = longLog(900);
    const replay = createReplayLog('run');
    expect(replay.append(entries.slice(5, 9))).toEqual([]);
    expect(replay.append(entries.slice(0, 430))).toHaveLength(430);
    expect(replay.append(entries.slice(400, 700))).toHaveLength(270);
    expect(replay.append(entries.slice(699, 900))).toHaveLength(200);
    for (const seq of [1, 199, 200, 201, 430, 700, 899, 900])
      expect(replay.at(seq).run).toEqual(foldOf(entries, seq));
    expect(replay.head()).toEqual(foldOf(entries, 900));
  });

  it('[RP3] times never fall, and a time has the last entry at or before it', () => {
    fc.assert(
      fc.property(arbitraryWrittenRun(), fc.array(fc.nat(60_000), { maxLength: 20 }), (entries, times) => {
        const replay = logOf(entries);
        for (let seq = 2; seq <= replay.length(); seq += 1)
          expect(replay.timeOf(seq)).toBeGreaterThanOrEqual(replay.timeOf(seq - 1));
        for (const ms of times) {
          const seq = replay.seqAt(ms);
          expect(replay.timeOf(seq)).toBeLessThanOrEqual(Math.max(ms, replay.timeOf(1)));
          if (seq < replay.length()) expect(replay.timeOf(seq + 1)).toBeGreaterThan(ms);
        }
      }),
    );
  });

  it('[RP3] a clock that went back does not turn the time line back', () => {
    const entries = numbered([startedFact(planOf(2, [])), completedFact('n0'), completedFact('n1')]);
    const back = entries.map((entry, index) => ({ ...entry, at: [5_000, 9_000, 7_000][index] ?? 0 }));
    const replay = logOf(back);
    expect([1, 2, 3].map(replay.timeOf)).toEqual([0, 4_000, 4_000]);
    expect(replay.seqAt(3_999)).toBe(1);
    expect(replay.seqAt(4_000)).toBe(3);
  });

  it('[RP5] however long the run, at most 128 states are kept, evenly spread', () => {
    const checkpoints = createCheckpoints<number>();
    let seq = 0;
    while (seq < 200_000) {
      seq = checkpoints.next(seq);
      checkpoints.offer(seq, seq);
      expect(checkpoints.count()).toBeLessThanOrEqual(MOST_CHECKPOINTS);
    }
    for (const wanted of [3_000, 99_999, 123_456, 200_000]) {
      const latest = checkpoints.latest(wanted);
      expect(latest?.state).toBe(latest?.seq);
      expect(wanted - (latest?.seq ?? 0)).toBeLessThanOrEqual(1_600);
    }
    expect(checkpoints.latest(100)).toBeUndefined();
  });
});

describe('what is being written', () => {
  it('[RP2] is a beginning of the whole, grows with time, and is there only between sent and ended', () => {
    fc.assert(
      fc.property(arbitraryWrittenRun(), fc.array(fc.nat(90_000), { maxLength: 30 }), (entries, times) => {
        const replay = logOf(entries);
        const before = new Map<string, string>();
        for (const ms of times.toSorted((a, b) => a - b)) {
          const prefix = replay.at(replay.seqAt(ms));
          const open = new Set(
            [...replay.calls()]
              .filter(({ callId }) => prefix.open.includes(callId))
              .map(({ nodeId }) => nodeId),
          );
          for (const [nodeId, text] of writingAt(replay, prefix, ms, nothing)) {
            const track = replay.call(`call-${nodeId}`);
            const whole = track?.end?.text?.kind === 'inline' ? track.end.text.text : '';
            expect(open.has(nodeId)).toBe(true);
            expect(whole.startsWith(text)).toBe(true);
            expect(text.startsWith(before.get(nodeId) ?? '')).toBe(true);
            expect(text).toHaveLength(
              Math.min(whole.length, writtenAfter(track?.end?.timing ?? [], ms - (track?.sentMs ?? 0))),
            );
            before.set(nodeId, text);
          }
        }
      }),
    );
  });

  it('[RP2] follows the timing track pair by pair', () => {
    const timing = [3, 10, 7, 25, 12, 90];
    expect([0, 9, 10, 24, 25, 89, 90, 9_999].map((ms) => writtenAfter(timing, ms))).toEqual([
      0, 0, 3, 3, 7, 7, 12, 12,
    ]);
    expect(writtenAfter([], 5)).toBe(0);
    const end = { outcome: 'ok', retry: 'never', costMicroUsd: 0, durationMs: 90, timing } as const;
    const track = { callId: 'c', nodeId: 'n', sentMs: 100 };
    const text = { kind: 'inline', text: 'twelve chars' } as const;
    const none = () => null;
    expect(textAt({ ...track, end: { ...end, text } }, 124, none)).toBe('twe');
    const long = { kind: 'blob', hash: SOME_HASH, bytes: 12 } as const;
    expect(textAt({ ...track, end: { ...end, text: long } }, 125, none)).toBe('');
    expect(textAt({ ...track, end: { ...end, text: long } }, 125, () => text.text)).toBe('twelve ');
    expect(textAt({ ...track, end: { ...end, text: { kind: 'inline', text: 'tw' } } }, 1_000, none)).toBe(
      'tw',
    );
    expect(textAt({ ...track, end: null }, 1_000, none)).toBe('');
  });
});

describe('stepping', () => {
  it('[RP7] goes from change to change, both ways, and misses none', () => {
    fc.assert(
      fc.property(arbitraryLog(40), ({ log }) => {
        const replay = logOf(log);
        let state = emptyRun('run');
        const changing = log.flatMap((entry) => {
          const before = state;
          state = foldEntries(state, [entry]);
          return isChange(before, state) ? [entry.seq] : [];
        });
        const forth: number[] = [];
        for (let seq = 0; seq < (changing.at(-1) ?? 0);) forth.push((seq = nextChange(replay, seq)));
        expect(forth).toEqual(changing);
        const back = [changing.at(-1) ?? 1];
        while ((back.at(-1) ?? 1) > 1) back.push(previousChange(replay, back.at(-1) ?? 1));
        expect(back.toReversed()).toEqual(changing);
        expect(nextChange(replay, log.length)).toBe(log.length);
      }),
      { numRuns: 40 },
    );
  });
});
