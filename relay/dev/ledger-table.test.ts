import { expect, it } from 'vitest';
import { writeCsv } from '#shared/csv/write-csv.ts';
import { sumLedger } from './ledger-table.ts';

const row = (time: string, person: string, cost: string, outcome = 'ok') => [
  ...[
    time,
    person,
    'flow',
    'run',
    'a',
    'openai',
    'm',
    '1',
    '2',
    cost,
    '0.500000',
    outcome,
    '',
    'c',
    'environment',
  ],
];
const CSV = writeCsv([
  ['time', 'person'],
  row('2026-08', 'Ann', '2.000000', 'sum of 40, 3 of unknown cost'),
  row('2026-11-20T10:00:00.000Z', 'Ann', '0.250000'),
  row('2026-11-20T11:00:00.000Z', 'Bo', 'unknown'),
]);

it('[VA11] sums a ledger up by day, month, person, flow, run or model, months that are sums already included', () => {
  expect(sumLedger(CSV, 'person')).toEqual([
    ['person', 'calls', 'cost in USD', 'counted in USD'],
    ['Ann', '41', '2.250000', '1.000000'],
    ['Bo', '1', '0.000000', '0.500000'],
  ]);
  expect(sumLedger(CSV, 'day').map(([name]) => name)).toEqual(['day', '2026-11-20', '2026-08']);
  expect(sumLedger(CSV, 'month').map(([name]) => name)).toEqual(['month', '2026-11', '2026-08']);
  expect(sumLedger(CSV, 'model')).toHaveLength(2);
});
