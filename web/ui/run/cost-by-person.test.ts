import { describe, expect, it } from 'vitest';
import type { RunSummary } from '#shared/protocol/messages.ts';
import { costByPerson } from './cost-by-person.ts';

const run = (number: number, by: string, more: Partial<RunSummary> = {}): RunSummary => ({
  ...{ runId: `r${number}`, number, startedAt: number, startedBy: by, startedById: `id of ${by}` },
  ...{ phase: 'completed', outcome: 'ok', sealed: true, endedAt: number, parked: false },
  ...{ totalMicroUsd: 1_000, demo: false },
  ...more,
});
const read = (runs: readonly RunSummary[]) =>
  costByPerson(runs, 'id of Ada').map(({ label, detail, figures }) =>
    [label, detail, ...figures].join(' | '),
  );

describe('what the runs of a flow cost, by who started them', () => {
  it('is summed by person, the dearest first, and says who one is oneself', () => {
    expect(read([run(3, 'Bea', { totalMicroUsd: 5_000 }), run(2, 'Ada'), run(1, 'Ada')])).toEqual([
      'Bea |  | 1 | $0.0050',
      'You |  | 2 | $0.0020',
    ]);
  });

  it('has a plus where a run is under way or a price is not known, and none for the demo', () => {
    const free = { totalMicroUsd: 0, demo: true, unknownCalls: 3, endedAt: null };
    expect(read([run(1, 'Ada', { endedAt: null })])).toEqual(['You |  | 1 | $0.0010+']);
    expect(read([run(1, 'Bea', { totalMicroUsd: 0, unknownCalls: 1 })])).toEqual(['Bea |  | 1 | $0+']);
    expect(read([run(1, 'Bea', free)])).toEqual(['Bea |  | 1 | $0']);
  });

  it('keeps people of one name apart, and one person of two names together under the newest', () => {
    const rows = read([
      run(4, 'Imani', { startedById: 'one' }),
      run(3, 'Guest', { startedById: 'one' }),
      run(2, 'Imani', { startedById: 'two' }),
      run(1, '', { startedById: undefined, totalMicroUsd: 0 }),
    ]);
    expect(rows).toEqual(['Imani |  | 2 | $0.0020', 'Imani |  | 1 | $0.0010', 'Guest |  | 1 | $0']);
  });
});
