import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { createRateLimits } from './rate-limits.ts';
import { createTestRing, createTestVault, endOf, FLOW_ID, keyOf, NOON_MS, reserveOf } from './testing.ts';

const DAY_MS = 86_400_000;
const HOUR_MS = 3_600_000;
const codeOf = (reply: object): string | undefined => (reply as { error?: { code: string } }).error?.code;

describe('a budget', () => {
  it('[CA2] holds all that a call may cost, and counts what it cost', () => {
    const ring = createTestRing({ run: 250 });
    expect(ring.reserve(reserveOf('a'))).toMatchObject({ outcome: 'held', microUsd: 100 });
    expect(ring.reserve(reserveOf('b'))).toMatchObject({ outcome: 'held' });
    expect(ring.reserve(reserveOf('c'))).toMatchObject({ outcome: 'wait' });
    ring.settle('a', endOf(30));
    // What it gave back is the next one's at once, before that asks again.
    expect(ring.grant().spent).toEqual({ totalMicroUsd: 30, todayMicroUsd: 30, heldMicroUsd: 200 });
    expect(ring.reserve(reserveOf('c'))).toMatchObject({ outcome: 'held' });
    ring.settle('b', endOf(100));
    ring.settle('c', endOf(100));
    expect(ring.reserve(reserveOf('d'))).toMatchObject({
      outcome: 'refused',
      error: { code: 'budget-exceeded' },
    });
    expect(ring.reserve(reserveOf('e', { runId: 'other' }))).toMatchObject({ outcome: 'held' });
  });

  it.each([
    ['run', { run: 0 }, 'for one run'],
    ['day', { day: 0 }, 'for today'],
    ['total', { total: 0 }, 'in all'],
  ])('of zero for a %s lets nothing through, and says so', (_kind, budget, words) => {
    const ring = createTestRing(budget);
    const reply = ring.reserve(reserveOf('a'));
    expect(reply).toMatchObject({ outcome: 'refused', error: { code: 'budget-exceeded' } });
    expect((reply as { error: { message: string } }).error.message).toContain(words);
    expect(ring.grant().spent).toEqual({ totalMicroUsd: 0, todayMicroUsd: 0, heldMicroUsd: 0 });
  });

  it('of a day begins anew with the day, and a call that began before midnight counts on both sides of it', () => {
    const ring = createTestRing({ day: 100 });
    ring.reserve(reserveOf('a'));
    ring.now = NOON_MS + HOUR_MS * 20;
    expect(ring.reserve(reserveOf('b'))).toMatchObject({ outcome: 'wait' });
    ring.settle('a', endOf(100));
    expect(ring.reserve(reserveOf('b'))).toMatchObject({ outcome: 'held' });
    ring.settle('b', endOf(100));
    const refused = ring.reserve(reserveOf('c'));
    expect(refused).toMatchObject({ outcome: 'refused', error: { retryAfterMs: HOUR_MS * 16 } });
  });

  it('[CA2] grows by no jump of the clock', () => {
    const ring = createTestRing({ day: 100 });
    ring.now = NOON_MS + 5 * DAY_MS;
    ring.reserve(reserveOf('a'));
    ring.settle('a', endOf(100));
    ring.now = NOON_MS;
    expect(ring.reserve(reserveOf('b'))).toMatchObject({ outcome: 'refused' });
    ring.now = NOON_MS + 6 * DAY_MS;
    expect(ring.reserve(reserveOf('b'))).toMatchObject({ outcome: 'held' });
  });

  it('[VA5] a call asks once, whoever asks again, and gives back once', () => {
    const ring = createTestRing({ total: 200 });
    ring.reserve(reserveOf('a'));
    expect(ring.reserve(reserveOf('a', { attempt: '2' }))).toMatchObject({ outcome: 'held' });
    expect(ring.grant().spent.heldMicroUsd).toBe(100);
    ring.settle('a', null, '1');
    expect(ring.grant().spent.heldMicroUsd).toBe(100);
    ring.settle('a', endOf(40), '2');
    ring.settle('a', endOf(40), '2');
    expect(ring.grant().spent).toMatchObject({ totalMicroUsd: 40, heldMicroUsd: 0 });
    expect(ring.rows.size).toBe(1);
    ring.reserve(reserveOf('b'));
    ring.settle('b', null);
    expect(ring.grant().spent).toMatchObject({ totalMicroUsd: 40, heldMicroUsd: 0 });
  });

  it('[VA5] a call of another run is another call, whatever its id', () => {
    const ring = createTestRing({ total: 150 });
    ring.reserve(reserveOf('a', { runId: 'one' }));
    expect(ring.reserve(reserveOf('a', { runId: 'two' }))).toMatchObject({ outcome: 'wait' });
    ring.settle('a', null, '1', 'two');
    expect(ring.grant().spent.heldMicroUsd).toBe(100);
    ring.settle('a', endOf(10), '1', 'one');
    expect(ring.grant().spent).toMatchObject({ totalMicroUsd: 10, heldMicroUsd: 0 });
  });

  it('[VA5] an unknown outcome counts with all that it held until the ring’s owner says otherwise', () => {
    const ring = createTestRing({ total: 300 });
    ring.reserve(reserveOf('a'));
    ring.settle('a', endOf(100, { outcome: 'unknown', costMicroUsd: null, key: null }));
    expect(ring.grant().spent.totalMicroUsd).toBe(100);
    const judge = (verdict: 'billed' | 'not-billed') => {
      const row = ring.rows.get(1);
      if (row === undefined) throw new Error('No row.');
      return ring.ask({ type: 'verdict', row, verdict }).status;
    };
    expect(judge('not-billed')).toBe(200);
    expect(judge('not-billed')).toBe(200);
    expect(ring.grant().spent.totalMicroUsd).toBe(0);
    expect(judge('billed')).toBe(200);
    expect(ring.grant().spent.totalMicroUsd).toBe(100);
    ring.reserve(reserveOf('b'));
    ring.settle('b', endOf(20));
    const known = ring.rows.get(2);
    expect(known && ring.ask({ type: 'verdict', row: known, verdict: 'not-billed' }).status).toBe(409);
  });

  it('[VA5] a call of which nobody says how it ended is settled with all of it after a day', () => {
    const ring = createTestRing({ total: 150 });
    ring.reserve(reserveOf('a'));
    ring.now += DAY_MS;
    expect(ring.grant().spent).toMatchObject({ totalMicroUsd: 100, heldMicroUsd: 0 });
    expect(ring.rows.get(1)).toMatchObject({ outcome: 'unknown', costMicroUsd: null, countedMicroUsd: 100 });
  });

  it('survives kill -9: what was promised is held, what was spent is spent', () => {
    const ring = createTestRing({ run: 200, day: 1_000, total: 1_000 });
    ring.reserve(reserveOf('a'));
    ring.reserve(reserveOf('b'));
    ring.settle('a', endOf(60));
    const before = ring.ask({ type: 'ring.read' }).body;
    ring.restart();
    expect(ring.ask({ type: 'ring.read' }).body).toEqual(before);
    expect(ring.reserve(reserveOf('c'))).toMatchObject({ outcome: 'wait' });
    ring.settle('b', endOf(100));
    expect(ring.rows.get(2)).toMatchObject({ callId: 'b', n: 2 });
    expect(ring.reserve(reserveOf('c'))).toMatchObject({ outcome: 'refused' });
  });

  it('[CA2] 10,000 runs at the edge spend what there is and no more', () => {
    const runs = 10_000;
    const ring = createTestRing({ run: 150, day: 400_000, total: 500_000 });
    let spent = 0;
    const open: string[] = [];
    for (let run = 0; run < runs; run += 1) {
      const callId = `c${run}`;
      const reply = ring.reserve(reserveOf(callId, { runId: `run-${run}`, microUsd: 50 + (run % 100) }));
      if (reply.outcome === 'held') open.push(callId);
      // Every third start, an earlier call ends: with less, all, or nobody knows how.
      if (run % 3 === 2) {
        const ending = open.splice((run * 7_919) % open.length, 1)[0] ?? '';
        const cost = run % 50;
        const isUnknown = run % 5 === 0;
        spent += isUnknown ? 0 : cost;
        ring.settle(ending, endOf(cost, isUnknown ? { outcome: 'unknown', costMicroUsd: null } : {}));
      }
      if (run % 2_500 === 0) ring.restart();
    }
    const { totalMicroUsd, heldMicroUsd } = ring.grant().spent;
    expect(spent).toBeGreaterThan(0);
    expect(heldMicroUsd).toBeGreaterThan(300_000);
    expect(totalMicroUsd + heldMicroUsd).toBeLessThanOrEqual(400_000);
  }, 60_000);

  it('[CA2] whatever happens in whatever order, nothing is promised beyond the budget', () => {
    const act = fc.oneof(
      {
        weight: 6,
        arbitrary: fc.record({ do: fc.constant('reserve' as const), id: fc.nat(40), usd: fc.nat(60) }),
      },
      {
        weight: 4,
        arbitrary: fc.record({ do: fc.constant('settle' as const), id: fc.nat(40), usd: fc.nat(100) }),
      },
      {
        weight: 1,
        arbitrary: fc.record({ do: fc.constant('release' as const), id: fc.nat(40), usd: fc.nat(1) }),
      },
      {
        weight: 1,
        arbitrary: fc.record({ do: fc.constant('kill' as const), id: fc.nat(1), usd: fc.nat(1) }),
      },
      {
        weight: 1,
        arbitrary: fc.record({ do: fc.constant('clock' as const), id: fc.nat(4), usd: fc.nat(1) }),
      },
    );
    fc.assert(
      fc.property(fc.array(act, { maxLength: 120 }), (acts) => {
        const ring = createTestRing({ run: 80, day: 150, total: 400 });
        const wished = new Map<string, { microUsd: number; runId: string }>();
        const held = new Map<string, { microUsd: number; runId: string; day: number }>();
        const spent = { total: 0, runs: new Map<string, number>(), days: new Map<number, number>() };
        /** Who got money with the last step, also without asking at that moment. */
        const noteServed = (hasStepped: boolean): void => {
          for (const key of hasStepped ? ring.served : []) {
            const wish = wished.get(key.split(':')[1] ?? '');
            if (wish) held.set(key.split(':')[1] ?? '', { ...wish, day: Math.floor(ring.now / DAY_MS) });
          }
        };
        for (const { do: what, id, usd } of acts) {
          const callId = `c${id}`;
          const runId = `run-${id % 4}`;
          if (what === 'reserve') {
            wished.set(callId, { microUsd: usd, runId });
            ring.reserve(reserveOf(callId, { runId, microUsd: usd }));
          }
          const hold = held.get(callId);
          noteServed(what === 'reserve');
          if (what === 'settle' && hold) {
            const cost = Math.min(hold.microUsd, usd);
            ring.settle(callId, endOf(cost));
            held.delete(callId);
            noteServed(true);
            spent.total += cost;
            spent.runs.set(hold.runId, (spent.runs.get(hold.runId) ?? 0) + cost);
            spent.days.set(hold.day, (spent.days.get(hold.day) ?? 0) + cost);
          }
          if (what === 'release') {
            ring.settle(callId, null);
            held.delete(callId);
            noteServed(true);
          }
          if (what === 'kill') ring.restart();
          // Within a day's time, so that no hold lapses: that is a law of its own.
          if (what === 'clock') ring.now = NOON_MS + (id - 2) * 11 * HOUR_MS;
          const sum = (fits: (hold: { runId: string; day: number }) => boolean): number =>
            [...held.values()].reduce((all, one) => all + (fits(one) ? one.microUsd : 0), 0);
          expect(spent.total + sum(() => true)).toBeLessThanOrEqual(400);
          for (const run of ['run-0', 'run-1', 'run-2', 'run-3'])
            expect((spent.runs.get(run) ?? 0) + sum(({ runId: of }) => of === run)).toBeLessThanOrEqual(80);
          for (const [day, cost] of spent.days)
            expect(cost + sum(({ day: of }) => of === day)).toBeLessThanOrEqual(150);
        }
        const { totalMicroUsd, heldMicroUsd } = ring.grant().spent;
        expect(heldMicroUsd).toBeLessThanOrEqual(
          [...held.values()].reduce((all, one) => all + one.microUsd, 0),
        );
        expect(totalMicroUsd).toBeGreaterThanOrEqual(spent.total);
      }),
      { numRuns: 200 },
    );
  });
});

describe('a grant', () => {
  it('[VA4] that was revoked gives nothing from the next call on, and the call at work is settled', () => {
    const ring = createTestRing({ total: 1_000 });
    ring.reserve(reserveOf('a'));
    ring.reserve(reserveOf('unsent'));
    ring.ask({ type: 'grant.revoke', grantId: 'g' });
    expect(codeOf(ring.reserve(reserveOf('b')))).toBe('grant-ended');
    // Not even for a call that was promised its money and is not sent yet.
    expect(codeOf(ring.reserve(reserveOf('unsent', { attempt: '2' })))).toBe('grant-ended');
    expect(ring.grant().spent.heldMicroUsd).toBe(100);
    // One that its provider works at gets its key to ask for it.
    expect(ring.reserve(reserveOf('a', { resumes: true }))).toMatchObject({ outcome: 'held' });
    ring.settle('a', endOf(70));
    expect(ring.grant().spent).toMatchObject({ totalMicroUsd: 70, heldMicroUsd: 0 });
    expect(ring.ask({ type: 'use', grantId: 'g', flowId: FLOW_ID }).status).toBe(403);
    expect(ring.ask({ type: 'grant.change', grantId: 'g', change: { name: 'x' } }).status).toBe(409);
  });

  it('[VA4] ends on its date, and goes on when it gets a later one', () => {
    const ring = createTestRing({ total: 1_000 });
    ring.ask({ type: 'grant.change', grantId: 'g', change: { endsAt: NOON_MS + 10 } });
    expect(ring.reserve(reserveOf('a'))).toMatchObject({ outcome: 'held' });
    ring.now = NOON_MS + 10;
    expect(codeOf(ring.reserve(reserveOf('b')))).toBe('grant-ended');
    expect(ring.ask({ type: 'offer', grantId: 'g', flowId: FLOW_ID }).body).toMatchObject({ state: 'ended' });
    ring.ask({ type: 'grant.change', grantId: 'g', change: { endsAt: null } });
    expect(ring.reserve(reserveOf('b'))).toMatchObject({ outcome: 'held' });
  });

  it('[VA3] is for one flow and for its providers', () => {
    const ring = createTestRing({ total: 1_000 });
    expect(codeOf(ring.reserve(reserveOf('a', { flowId: 'another-flow' })))).toBe('grant-ended');
    expect(codeOf(ring.reserve(reserveOf('a', { grantId: 'another' })))).toBe('grant-ended');
    expect(ring.reserve(reserveOf('a', { provider: 'mistral' }))).toEqual({ outcome: 'elsewhere' });
    expect(ring.ask({ type: 'offer', grantId: 'g', flowId: 'another-flow' }).status).toBe(404);
  });

  it('is used up when a run that is yet to come could do nothing with it', () => {
    const ring = createTestRing({ run: 100, day: 100 });
    const state = () =>
      (ring.ask({ type: 'offer', grantId: 'g', flowId: FLOW_ID }).body as { state: string }).state;
    expect(state()).toBe('usable');
    ring.reserve(reserveOf('a'));
    ring.settle('a', endOf(100));
    expect(state()).toBe('used-up');
    ring.now += DAY_MS;
    expect(state()).toBe('usable');
  });
});

describe('keys', () => {
  it('[VA2] are told by their last four characters and nothing else', () => {
    const ring = createTestRing({ total: 1 });
    const { keys } = ring.ask({ type: 'ring.read' }).body as { keys: object[] };
    expect(keys).toEqual([
      {
        ...{ keyId: 'k1', provider: 'openai', name: 'Mine', lastFour: '1234' },
        ...{ addedAt: NOON_MS, lastUsedAt: null, state: 'works' },
      },
    ]);
  });

  it('take the place of the one before, are removed, and note how they do', () => {
    const ring = createTestRing({ total: 1_000 });
    ring.ask({ type: 'key.put', key: keyOf('k2') });
    expect(ring.room().key('k1')).toBeNull();
    expect(ring.reserve(reserveOf('a'))).toMatchObject({ key: { keyId: 'k2' } });
    ring.settle('a', endOf(0, { outcome: 'error', key: 'refused' }));
    expect(ring.room().key('k2')).toMatchObject({ state: 'refused', lastUsedAt: NOON_MS });
    ring.ask({ type: 'key.remove', keyId: 'k2' });
    ring.restart();
    expect(codeOf(ring.reserve(reserveOf('b')))).toBe('missing-key');
  });

  it('[VA1] that cannot be read any more stop their calls before they are made', () => {
    const ring = createTestRing({ total: 1_000 }, undefined, ({ sealedWith }) => sealedWith === 'another');
    expect(codeOf(ring.reserve(reserveOf('a')))).toBe('key-unreadable');
    const { keys } = ring.ask({ type: 'ring.read' }).body as { keys: object[] };
    expect(keys).toMatchObject([{ state: 'unreadable' }]);
    expect(ring.grant().spent.heldMicroUsd).toBe(0);
  });

  it('are gone with their ring’s grants when the ring is cleared', () => {
    const ring = createTestRing({ total: 1_000 });
    ring.ask({ type: 'ring.clear' });
    ring.restart();
    expect(ring.room().key('k1')).toBeNull();
    expect(codeOf(ring.reserve(reserveOf('a')))).toBe('grant-ended');
  });
});

describe('the purse of a flow', () => {
  const wish = (callId: string, perDayMicroUsd: number | null) =>
    reserveOf(callId, { grantId: 'environment', perDayMicroUsd });

  it('[CA2] counts what the relay’s own keys may spend on a day, as the relay is set now', () => {
    const purse = createTestVault();
    expect(purse.reserve(wish('a', 150))).toMatchObject({ outcome: 'held', key: null });
    purse.settle('a', endOf(100));
    expect(codeOf(purse.reserve(wish('b', 150)))).toBe('budget-exceeded');
    expect(purse.reserve(wish('b', 300))).toMatchObject({ outcome: 'held' });
    expect(purse.reserve(wish('c', null))).toMatchObject({ outcome: 'held' });
    expect(purse.ask({ type: 'purse.read' }).body).toMatchObject({
      spent: { totalMicroUsd: 100, todayMicroUsd: 100, heldMicroUsd: 200 },
    });
  });

  it('knows where grants are kept, and is no ring', () => {
    const purse = createTestVault();
    const place = { ringId: 'r', grantId: 'g' };
    purse.ask({ type: 'purse.note', flowId: FLOW_ID, place });
    purse.ask({ type: 'purse.note', flowId: FLOW_ID, place });
    purse.restart();
    expect(purse.ask({ type: 'purse.read' }).body).toMatchObject({ places: [place] });
    expect(purse.ask({ type: 'ring.read' }).status).toBe(404);
    expect(createTestRing({ total: 1 }).ask({ type: 'purse.note', flowId: FLOW_ID, place }).status).toBe(404);
  });
});

describe('the speed of calls', () => {
  const names = [
    { kind: 'person', id: 'p' },
    { kind: 'flow', id: 'f' },
  ] as const;
  const rates = {
    ...{ ratePersonPerMinute: 6, rateFlowPerMinute: 600, rateProviderPerMinute: 600, keyChecksPerMinute: 6 },
  };

  it('[VA6] is limited by whoever is fastest, says when the next may start, and takes nothing from the others', () => {
    const limits = createRateLimits(rates);
    expect([0, 0].map(() => limits.take(names, NOON_MS))).toEqual([0, 0]);
    expect(limits.take(names, NOON_MS)).toBe(10_000);
    expect(limits.take([{ kind: 'person', id: 'other' }], NOON_MS)).toBe(0);
    expect(limits.take(names, NOON_MS + 10_000)).toBe(0);
  });

  it('[VA6] is not raised by a clock that is set back', () => {
    const limits = createRateLimits(rates);
    for (let n = 0; n < 2; n += 1) limits.take(names, NOON_MS);
    expect(limits.take(names, NOON_MS - DAY_MS)).toBe(10_000);
  });

  it('[VA6] a call that is too early holds nothing', () => {
    const ring = createTestRing({ run: 10_000 }, { ratePersonPerMinute: 3 });
    expect(ring.reserve(reserveOf('a'))).toMatchObject({ outcome: 'held' });
    expect(ring.reserve(reserveOf('b'))).toMatchObject({
      outcome: 'wait',
      afterMs: 20_000,
      error: { code: 'rate-limited-here', retryAfterMs: 20_000 },
    });
    expect(ring.grant().spent.heldMicroUsd).toBe(100);
  });
});
