import { readCsv } from '#shared/csv/read-csv.ts';

/** What a ledger can be summed up by, and the column of it. */
export const LEDGER_GROUPS = { day: 0, month: 0, person: 1, flow: 2, run: 3, model: 6 } as const;
export type LedgerGroup = keyof typeof LEDGER_GROUPS;

const COST = 9;
const COUNTED = 10;
const OUTCOME = 11;
const MONTH_CHARACTERS = 7;
const DAY_CHARACTERS = 10;
const SUM = /^sum of (\d+)/;

interface Group {
  calls: number;
  cost: number;
  counted: number;
}

/**
 * A ledger (docs/spec/vault.md, as CSV) summed up, the dearest first. Months of which only a sum is kept count as one day.
 * @returns rows with a line of columns in front
 */
export function sumLedger(csv: string, by: LedgerGroup): readonly (readonly string[])[] {
  const groups = new Map<string, Group>();
  for (const row of readCsv(csv).slice(1)) {
    const name = groupOf(row, by);
    const group = groups.get(name) ?? { calls: 0, cost: 0, counted: 0 };
    group.calls += Number(SUM.exec(row[OUTCOME] ?? '')?.[1] ?? 1);
    group.cost += Number(row[COST]) || 0;
    group.counted += Number(row[COUNTED]) || 0;
    groups.set(name, group);
  }
  const dearestFirst = [...groups].sort(([, one], [, other]) => other.counted - one.counted);
  const cells = dearestFirst.map(([name, { calls, cost, counted }]) => [
    ...[name, String(calls), cost.toFixed(6), counted.toFixed(6)],
  ]);
  return [[by, 'calls', 'cost in USD', 'counted in USD'], ...cells];
}

function groupOf(row: readonly string[], by: LedgerGroup): string {
  const cell = row[LEDGER_GROUPS[by]] ?? '';
  if (by === 'month') return cell.slice(0, MONTH_CHARACTERS);
  return by === 'day' ? cell.slice(0, DAY_CHARACTERS) : cell;
}
