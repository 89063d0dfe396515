import { describe, expect, it } from 'vitest';
import { createTestVault, endOf, NOON_MS, reserveOf } from './testing.ts';

const HOUR_MS = 3_600_000;

describe('a ledger that grows long', () => {
  const wish = (n: number) =>
    reserveOf(`c${n}`, { grantId: 'environment', perDayMicroUsd: null, personId: `p${n % 2}` });
  const longPurse = () => {
    const purse = createTestVault({ ledgerRows: 100 });
    for (let n = 1; n <= 600; n += 1) {
      purse.now = NOON_MS + n * HOUR_MS;
      purse.reserve(wish(n));
      const isUnknown = n % 50 === 0;
      purse.settle(`c${n}`, endOf(n, isUnknown ? { outcome: 'unknown', costMicroUsd: null } : {}));
    }
    return purse;
  };
  const oldest = (purse: ReturnType<typeof longPurse>) => {
    const { from, limit } = purse.room().rowsToPrune() ?? { from: 0, limit: 0 };
    return [...purse.rows.values()].filter(({ n }) => n >= from && n < from + limit);
  };

  it('[VA10] sums its oldest rows up by month, person and model: no sum over it changes, at any restart', () => {
    const purse = longPurse();
    const all = [...purse.rows.values()];
    const spent = purse.ask({ type: 'purse.read' }).body;
    purse.ask({ type: 'prune', rows: oldest(purse) });
    purse.restart();
    expect([purse.rows.size, purse.room().rowsToPrune()]).toEqual([100, null]);
    expect(purse.ask({ type: 'purse.read' }).body).toEqual(spent);
    const sums = purse.room().sums();
    expect(new Set(sums.map(({ month, personId }) => `${month} ${personId}`)).size).toBe(sums.length);
    expect(sums.length).toBe(4);
    const add = (counts: readonly number[]) => counts.reduce((sum, count) => sum + count, 0);
    for (const field of ['countedMicroUsd', 'costMicroUsd', 'inputTokens', 'outputTokens'] as const)
      expect(add([...sums, ...purse.rows.values()].map((one) => one[field] ?? 0))).toBe(
        add(all.map((row) => row[field] ?? 0)),
      );
    expect(add(sums.map(({ calls }) => calls))).toBe(500);
    expect(add(sums.map(({ unknownCalls }) => unknownCalls))).toBe(10);
  });

  it('[VA10] takes each row once, in order, and hears nothing more of it', () => {
    const purse = longPurse();
    const rows = oldest(purse);
    const [first, second] = rows;
    if (first === undefined || second === undefined) throw new Error('No rows.');
    purse.ask({ type: 'prune', rows: [second] });
    expect(purse.room().sums()).toEqual([]);
    purse.ask({ type: 'prune', rows });
    const before = purse.room().sums();
    purse.ask({ type: 'prune', rows });
    expect(purse.room().sums()).toEqual(before);
    const unknown = rows.find(({ costMicroUsd }) => costMicroUsd === null);
    expect(unknown && purse.ask({ type: 'verdict', row: unknown, verdict: 'not-billed' }).status).toBe(409);
  });
});

describe('the list of all purses', () => {
  it('[VA11] has each flow once, and is neither ring nor purse', () => {
    const list = createTestVault();
    for (const flowId of ['one', 'two', 'one']) list.ask({ type: 'flows.note', flowId });
    list.restart();
    expect(list.ask({ type: 'flows.read' }).body).toEqual({ flowIds: ['one', 'two'] });
    expect(list.ask({ type: 'ring.read' }).status).toBe(404);
    expect(list.reserve(reserveOf('a', { grantId: 'environment' }))).toMatchObject({ outcome: 'refused' });
    const purse = createTestVault();
    purse.reserve(reserveOf('a', { grantId: 'environment' }));
    expect(purse.ask({ type: 'flows.note', flowId: 'x' }).status).toBe(404);
    expect(list.ask({ type: 'purse.listed' }).status).toBe(404);
  });
});
