import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { createTestRing, createTestVault, endOf, NO_RATES, reserveOf } from './testing.ts';
import { createTurnLine, type Standing } from './turn-line.ts';

const MINUTE_MS = 60_000;
/** Turns as they are, without limits of speed. */
const createRing = () => createTestRing({}, NO_RATES);
const createPurse = () => createTestVault(NO_RATES);
const own = (callId: string, more: object = {}) =>
  reserveOf(callId, { grantId: 'environment', perDayMicroUsd: null, ...more });

describe('turns at a provider', () => {
  it('[VA9] of one flow four calls are at work at once, whatever runs and people they are of', () => {
    const purse = createPurse();
    for (const n of [1, 2, 3, 4])
      expect(purse.reserve(own(`c${n}`, { runId: `r${n}` }))).toMatchObject({ outcome: 'held' });
    expect(purse.reserve(own('c5', { runId: 'r5' }))).toMatchObject({ outcome: 'wait', ahead: 0 });
    expect(purse.reserve(own('c6', { runId: 'r6' }))).toMatchObject({ outcome: 'wait', ahead: 1 });
    // Another provider has a line of its own.
    expect(purse.reserve(own('m1', { provider: 'mistral' }))).toMatchObject({ outcome: 'held' });
    purse.settle('c1', endOf(1));
    expect(purse.served).toEqual(['r5:c5']);
    expect(purse.reserve(own('c6', { runId: 'r6' }))).toMatchObject({ outcome: 'wait', ahead: 0 });
    expect(purse.reserve(own('c5', { runId: 'r5' }))).toMatchObject({ outcome: 'held' });
  });

  it('[VA9] of one ring eight, so that its flows leave each other some', () => {
    const ring = createRing();
    for (const flow of ['one', 'two', 'three']) {
      const terms = { grantId: flow, flowId: flow, name: 'Mine', providers: ['openai'], endsAt: null };
      const budget = { perRunMicroUsd: null, perDayMicroUsd: null, totalMicroUsd: null };
      ring.ask({ type: 'grant.make', ...terms, budget });
    }
    const held = ['one', 'two', 'three'].flatMap((flowId) =>
      [1, 2, 3, 4, 5].map((n) => {
        const place = { flowId, grantId: flowId, runId: `run of ${flowId}` };
        return ring.reserve(reserveOf(`${flowId}-${n}`, place)).outcome === 'held';
      }),
    );
    expect(held.map(Number)).toEqual([1, 1, 1, 1, 0, 1, 1, 1, 1, 0, 0, 0, 0, 0, 0]);
    ring.settle('two-1', endOf(1));
    expect(ring.served).toEqual(['run of two:two-5']);
  });

  it('[VA9] people take turns, and of each the runs, and of a run who came first', () => {
    const purse = createPurse();
    const ask = (personId: string, runId: string, n: number) =>
      purse.reserve(own(`${personId}${n}`, { personId, runId }));
    for (const n of [1, 2, 3, 4]) ask('x', 'at work', n);
    for (const n of [1, 2, 3]) ask('a', 'a-first', n);
    ask('a', 'a-second', 4);
    ask('b', 'b-first', 1);
    ask('b', 'b-first', 2);
    expect(ask('a', 'a-second', 4)).toMatchObject({ ahead: 2 });
    const order: string[] = [];
    const work = ['x1', 'x2', 'x3', 'x4'];
    for (let next = work.shift(); next !== undefined; next = work.shift()) {
      purse.settle(next, endOf(1));
      const served = purse.served.map((key) => key.split(':')[1] ?? '');
      order.push(...served);
      work.push(...served);
    }
    expect(order).toEqual(['a1', 'b1', 'a4', 'b2', 'a2', 'a3']);
  });

  it('[VA9] whoever stops waiting leaves the line, and keeps nobody from their turn', () => {
    const purse = createPurse();
    for (const n of [1, 2, 3, 4, 5, 6]) purse.reserve(own(`c${n}`));
    purse.settle('c5', null);
    purse.settle('c1', null);
    expect(purse.served).toEqual(['run:c6']);
    // Of whom nobody asks any more: its room is gone.
    purse.reserve(own('c7'));
    purse.now += 11_000;
    purse.settle('c2', null);
    expect(purse.served).toEqual([]);
    expect(purse.reserve(own('c8'))).toMatchObject({ outcome: 'held' });
  });

  it('[VA9] a call whose end is lost keeps its money for a day, and its turn for a quarter of an hour', () => {
    const purse = createPurse();
    for (const n of [1, 2, 3, 4]) purse.reserve(own(`c${n}`));
    expect(purse.reserve(own('c5'))).toMatchObject({ outcome: 'wait' });
    purse.now += 15 * MINUTE_MS;
    expect(purse.reserve(own('c5'))).toMatchObject({ outcome: 'held' });
    // A clock that is set back by hours frees them as well: nobody waits until it has caught up.
    for (const n of [6, 7, 8]) purse.reserve(own(`c${n}`));
    expect(purse.reserve(own('c9'))).toMatchObject({ outcome: 'wait' });
    purse.now -= 600 * MINUTE_MS;
    expect(purse.reserve(own('c9'))).toMatchObject({ outcome: 'held' });
  });

  it('[VA9] who waits for money that others hold lets those pass who need none of it', () => {
    const ring = createTestRing({ run: 150 }, NO_RATES);
    ring.reserve(reserveOf('a', { runId: 'one' }));
    expect(ring.reserve(reserveOf('b', { runId: 'one' }))).toMatchObject({
      outcome: 'wait',
      error: { code: 'budget-exceeded' },
    });
    expect(ring.reserve(reserveOf('c', { runId: 'two' }))).toMatchObject({ outcome: 'held' });
    ring.settle('a', endOf(10));
    expect(ring.served).toEqual(['one:b']);
  });

  it('[VA4] who waits when the grant is revoked is not served', () => {
    const ring = createRing();
    for (const n of [1, 2, 3, 4, 5]) ring.reserve(reserveOf(`c${n}`));
    ring.ask({ type: 'grant.revoke', grantId: 'g' });
    ring.settle('c1', endOf(1));
    expect(ring.served).toEqual([]);
    expect(ring.reserve(reserveOf('c5'))).toMatchObject({
      outcome: 'refused',
      error: { code: 'grant-ended' },
    });
  });

  it('[VA9] whatever happens, never more than four work at once, none is forgotten, and all come to their turn', () => {
    const act = fc.oneof(
      { weight: 6, arbitrary: fc.record({ do: fc.constant('reserve'), id: fc.nat(23) }) },
      { weight: 4, arbitrary: fc.record({ do: fc.constant('settle'), id: fc.nat(23) }) },
      { weight: 1, arbitrary: fc.record({ do: fc.constant('stop'), id: fc.nat(23) }) },
      { weight: 1, arbitrary: fc.record({ do: fc.constant('kill'), id: fc.nat(1) }) },
    );
    fc.assert(
      fc.property(fc.array(act, { maxLength: 100 }), (acts) => {
        const purse = createPurse();
        const held = new Set<string>();
        const wanted = new Set<number>();
        const wishOf = (id: number) => own(`c${id}`, { personId: `p${id % 3}`, runId: `r${id % 6}` });
        const step = (what: string, id: number): void => {
          if (what === 'reserve') wanted.add(id);
          if (what === 'reserve') purse.reserve(wishOf(id));
          if (what === 'settle' && held.has(`r${id % 6}:c${id}`)) end(id, true);
          if (what === 'stop' && wanted.has(id)) end(id, false);
          if (what === 'kill') purse.restart();
          else for (const key of purse.served) held.add(key);
          expect(held.size).toBeLessThanOrEqual(4);
        };
        const end = (id: number, wasSent: boolean): void => {
          purse.settle(`c${id}`, wasSent ? endOf(1) : null, '1', `r${id % 6}`);
          held.delete(`r${id % 6}:c${id}`);
          wanted.delete(id);
        };
        for (const { do: what, id } of acts) step(what, id);
        // Everybody goes on asking, and what is at work ends: in as many rounds as there are calls all are through.
        for (let round = 0; round <= 24 && wanted.size > 0; round += 1) {
          for (const id of [...wanted]) step('reserve', id);
          for (const id of [...wanted]) step('settle', id);
        }
        expect([...wanted]).toEqual([]);
      }),
      { numRuns: 200 },
    );
  });
});

describe('the line', () => {
  const standing = (key: string, personId: string, runId: string): Standing => ({
    ...{ key, personId, runId, askedAt: 0 },
  });

  it('[VA9] nobody waits for more than one turn of everybody else, whoever comes meanwhile', () => {
    const arrivals = fc.array(fc.tuple(fc.nat(5), fc.nat(2), fc.boolean()), { maxLength: 60 });
    fc.assert(
      fc.property(arrivals, (acts) => {
        const line = createTurnLine<Standing>();
        for (const person of [1, 2, 3]) line.join(standing(`before-${person}`, `p${person}`, 'r'));
        line.join(standing('x', 'x', 'r'));
        const turnsOf = new Map<string, number>();
        let isThrough = false;
        for (const [index, [person, run, serves]] of acts.entries()) {
          if (isThrough) break;
          line.join(standing(`${index}`, `p${person}`, `r${run}`));
          const next = serves ? line.take(() => true) : null;
          isThrough = next?.key === 'x';
          if (next !== null) turnsOf.set(next.personId, (turnsOf.get(next.personId) ?? 0) + 1);
        }
        for (const turns of turnsOf.values()) expect(turns).toBeLessThanOrEqual(1);
      }),
    );
  });

  it('tells how many turns come before, as it turns out when nobody else comes', () => {
    const members = fc.array(fc.tuple(fc.nat(3), fc.nat(2)), { minLength: 1, maxLength: 30 });
    fc.assert(
      fc.property(members, (all) => {
        const line = createTurnLine<Standing>();
        for (const [index, [person, run]] of all.entries())
          line.join(standing(`${index}`, `p${person}`, `p${person}-r${run}`));
        const told = all.map((_, index) => line.ahead(`${index}`));
        const order: string[] = [];
        for (let next = line.take(() => true); next !== null; next = line.take(() => true))
          order.push(next.key);
        expect(told).toEqual(all.map((_, index) => order.indexOf(`${index}`)));
      }),
    );
  });

  it('asked for again it keeps its place, and one that nobody wants leaves it', () => {
    const line = createTurnLine<Standing>();
    for (const key of ['a', 'b', 'c']) line.join(standing(key, 'p', 'r'));
    line.join({ ...standing('a', 'p', 'r'), askedAt: 9 });
    expect(line.ahead('a')).toBe(0);
    line.forget(({ askedAt }) => askedAt === 9);
    line.leave('b');
    expect([line.size(), line.take(() => true)?.key, line.get('a')]).toEqual([1, 'c', null]);
  });
});
