import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { createTestRing, endOf, MANY, NOON_MS, reserveOf, type TestVault } from './testing.ts';

/** Slices as they are, without limits of speed and of calls at once. */
const createRing = (budget: Parameters<typeof createTestRing>[0]) => createTestRing(budget, MANY);
const IDLE_MS = 3_000;
const held = (ring: TestVault): number => ring.grant().spent.heldMicroUsd;
const of = (runId: string, callId = 'c', microUsd = 100) =>
  reserveOf(`${runId}-${callId}`, { runId, microUsd });
const isHeld = (ring: TestVault, ...wish: Parameters<typeof of>): boolean =>
  ring.reserve(of(...wish)).outcome === 'held';

describe('a slice', () => {
  it('[VA12] is what the next calls of a run may cost, a part of what is free at most', () => {
    const ring = createRing({ total: 2_000 });
    ring.reserve(of('one'));
    expect(held(ring)).toBe(400);
    // The next ones take from it, and set nothing more aside.
    for (const call of ['d', 'e', 'f']) ring.reserve(of('one', call));
    expect(held(ring)).toBe(400);
    for (const run of ['two', 'three', 'four', 'five']) ring.reserve(of(run));
    // 400, 400, a quarter of 700, and so on: something is left for those who come.
    expect(held(ring)).toBeLessThan(2_000);
    expect(isHeld(ring, 'six')).toBe(true);
  });

  it('[VA12] is nothing where a limit is each run’s own, and stays within that limit', () => {
    const own = createRing({ run: 1_000 });
    own.reserve(of('one'));
    expect(held(own)).toBe(100);
    const both = createRing({ run: 250, total: 10_000 });
    both.reserve(of('one'));
    expect(held(both)).toBe(250);
    expect([isHeld(both, 'one', 'd'), isHeld(both, 'one', 'e')]).toEqual([true, false]);
  });

  it('[VA12] lets a run that has begun go on when others would take the rest of the budget', () => {
    const ring = createRing({ total: 2_000 });
    ring.reserve(of('one'));
    while (isHeld(ring, `other-${held(ring)}`, 'c', 50)) expect(held(ring)).toBeLessThanOrEqual(2_000);
    expect(isHeld(ring, 'late')).toBe(false);
    expect(['d', 'e', 'f'].map((call) => isHeld(ring, 'one', call))).toEqual([true, true, true]);
  });

  it('[VA12] keeps what a call has not cost for the next ones of its run', () => {
    const ring = createRing({ total: 1_000 });
    ring.reserve(of('one'));
    ring.settle('one-c', endOf(10));
    expect(ring.grant().spent).toMatchObject({ totalMicroUsd: 10, heldMicroUsd: 300 });
    ring.reserve(of('one', 'd'));
    ring.settle('one-d', null);
    expect(held(ring)).toBe(300);
  });

  it('[VA12] goes back to all as soon as its run has ended or is paused, and who waits has it at once', () => {
    const ring = createRing({ total: 500 });
    ring.reserve(of('one'));
    ring.reserve(of('two', 'c', 250));
    expect(ring.reserve(of('three', 'c', 130))).toMatchObject({
      outcome: 'wait',
      error: { code: 'budget-exceeded' },
    });
    ring.ask({ type: 'rest', runId: 'one' });
    expect(ring.served).toEqual(['three:three-c']);
    ring.ask({ type: 'rest', runId: 'nobody' });
    expect(ring.served).toEqual([]);
  });

  it('[VA12] of a run that has to wait for money goes back: runs that wait keep nothing from each other', () => {
    const ring = createRing({ total: 500 });
    ring.reserve(of('one', 'c', 200));
    ring.reserve(of('two', 'c', 120));
    // Each has a slice, and a call that needs more than that and what is free.
    expect(ring.reserve(of('one', 'd', 250)).outcome).toBe('wait');
    expect(held(ring)).toBe(200 + 120 + 26);
    ring.settle('one-c', endOf(200));
    expect(ring.served).toEqual([]);
    expect(ring.reserve(of('two', 'd', 180)).outcome).toBe('held');
  });

  it('[VA12] that nobody uses goes back after three seconds; one whose calls are at work stays', () => {
    const ring = createRing({ total: 2_000 });
    ring.reserve(of('one'));
    ring.reserve(of('two'));
    ring.settle('two-c', endOf(100));
    ring.now += IDLE_MS + 1;
    expect(held(ring)).toBe(400);
    ring.settle('one-c', endOf(100));
    ring.now += IDLE_MS + 1;
    expect(held(ring)).toBe(0);
    // A clock that is set back makes it old sooner, not later.
    ring.reserve(of('three'));
    ring.settle('three-c', endOf(0));
    ring.now = NOON_MS - 3_600_000;
    expect(held(ring)).toBe(0);
  });

  it('[VA4, VA12] of a grant that was revoked is gone, and pays for nothing from the next call on', () => {
    const ring = createRing({ total: 2_000 });
    ring.reserve(of('one'));
    ring.ask({ type: 'grant.revoke', grantId: 'g' });
    expect(held(ring)).toBe(100);
    expect(ring.reserve(of('one', 'd'))).toMatchObject({
      outcome: 'refused',
      error: { code: 'grant-ended' },
    });
    ring.settle('one-c', endOf(10));
    expect(ring.grant().spent).toMatchObject({ totalMicroUsd: 10, heldMicroUsd: 0 });
  });

  it('[CA2, VA12] is taken anew when the budget changes, so that a lower one counts from the next call on', () => {
    const ring = createRing({ total: 2_000 });
    ring.reserve(of('one'));
    const budget = { perRunMicroUsd: null, perDayMicroUsd: null, totalMicroUsd: 150 };
    ring.ask({ type: 'grant.change', grantId: 'g', change: { budget } });
    expect(held(ring)).toBe(100);
    expect(isHeld(ring, 'one', 'd')).toBe(false);
  });

  it('[VA12] survives kill -9', () => {
    const ring = createRing({ total: 500 });
    ring.reserve(of('one'));
    const before = held(ring);
    ring.restart();
    expect(held(ring)).toBe(before);
    expect(before).toBe(200);
    expect(isHeld(ring, 'two', 'c', 350)).toBe(false);
    expect(isHeld(ring, 'one', 'd')).toBe(true);
    ring.ask({ type: 'rest', runId: 'one' });
    ring.restart();
    expect(held(ring)).toBe(200);
  });
});

describe('runs at the edge of a budget', () => {
  /** Ten runs of four calls in turns, with money for twenty calls. @returns how many came to their end. */
  const finished = (callsPerSlice: number): number => {
    const ring = createTestRing({ total: 2_000 }, { ...MANY, callsPerSlice });
    const runs = Array.from({ length: 10 }, (_, run) => `run-${run}`);
    const done = new Map(runs.map((run) => [run, 0]));
    for (let call = 0; call < 4; call += 1)
      for (const run of runs) {
        if (done.get(run) !== call || !isHeld(ring, run, `${call}`)) continue;
        ring.settle(`${run}-${call}`, endOf(100));
        done.set(run, call + 1);
        if (call === 3) ring.ask({ type: 'rest', runId: run });
      }
    return [...done.values()].filter((calls) => calls === 4).length;
  };

  it('[VA12] some come to their end, where without slices all of them would stop half-way', () => {
    expect(finished(1)).toBe(0);
    expect(finished(4)).toBeGreaterThanOrEqual(2);
  });

  it('[CA2] 10,000 of them, some of several calls, spend what there is and no more', () => {
    const ring = createRing({ run: 900, day: 200_000, total: 250_000 });
    const open: string[] = [];
    const step = (act: () => void): void => {
      act();
      open.push(...ring.served.map((key) => key.split(':')[1] ?? ''));
    };
    for (let n = 0; n < 12_000; n += 1) {
      const run = `run-${(n * 7_919) % 10_000}`;
      step(() => void ring.reserve(of(run, `${n}`, 50 + (n % 100))));
      const ending = open.length > 50 ? open.splice((n * 31) % open.length, 1)[0] : undefined;
      if (ending !== undefined) step(() => void ring.settle(ending, endOf(n % 50)));
      if (n % 5 === 0) step(() => void ring.ask({ type: 'rest', runId: run }));
      ring.now += 10;
      if (n % 4_000 === 0) ring.restart();
      if (n % 100 !== 0) continue;
      step(() => {
        const { totalMicroUsd, heldMicroUsd } = ring.grant().spent;
        expect(totalMicroUsd + heldMicroUsd).toBeLessThanOrEqual(200_000);
      });
    }
    step(() => expect(ring.grant().spent.totalMicroUsd).toBeGreaterThan(30_000));
    for (let callId = open.pop(); callId !== undefined; callId = open.pop()) {
      const ending = callId;
      step(() => void ring.settle(ending, null));
    }
    ring.now += IDLE_MS + 1;
    expect(held(ring)).toBe(0);
  }, 60_000);

  it('[CA2, VA12] whatever happens, no more is set aside than there is, and nothing stays so that nobody uses', () => {
    const act = fc.record({
      do: fc.constantFrom(
        'reserve',
        'reserve',
        'reserve',
        'settle',
        'settle',
        'unsent',
        'rest',
        'kill',
        'wait',
      ),
      ...{ id: fc.nat(11), run: fc.nat(3), usd: fc.nat(120) },
    });
    fc.assert(
      fc.property(fc.array(act, { maxLength: 120 }), (acts) => {
        const ring = createRing({ run: 300, day: 700, total: 900 });
        for (const { do: what, id, run, usd } of acts) {
          const runId = `run-${run}`;
          if (what === 'reserve') ring.reserve(of(runId, `${id}`, usd));
          if (what === 'settle') ring.settle(`${runId}-${id}`, endOf(Math.min(usd, 50)), '1', runId);
          if (what === 'unsent') ring.settle(`${runId}-${id}`, null, '1', runId);
          if (what === 'rest') ring.ask({ type: 'rest', runId });
          if (what === 'kill') ring.restart();
          if (what === 'wait') ring.now += usd * 100;
          const { totalMicroUsd, heldMicroUsd } = ring.grant().spent;
          // A call may cost 50 here and hold less: what it cost is counted all the same.
          if (acts.every((one) => one.do !== 'reserve' || one.usd >= 50))
            expect(totalMicroUsd + heldMicroUsd).toBeLessThanOrEqual(700);
        }
        for (let run = 0; run < 4; run += 1)
          for (let id = 0; id < 12; id += 1) ring.settle(`run-${run}-${id}`, null, '1', `run-${run}`);
        ring.now += IDLE_MS + 1;
        expect(held(ring)).toBe(0);
      }),
      { numRuns: 300 },
    );
  });
});
