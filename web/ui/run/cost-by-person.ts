import type { RunSummary } from '#shared/protocol/messages.ts';
import type { FigureRow } from './figure-row.ts';
import { count, money } from './format.ts';

/** Over the figures of a row. */
export const PERSON_HEADS = ['Runs', 'Cost'] as const;

interface Person {
  readonly id: string;
  readonly name: string;
  readonly runs: number;
  readonly microUsd: number;
  readonly unknown: number;
  readonly open: boolean;
}

/**
 * What the runs of a flow cost, by who started them, the dearest first. Runs on the demo cost nothing and count as runs;
 * of a run under way the list knows what it had cost at its last change, so there a plus says that more may have come.
 */
export function costByPerson(runs: readonly RunSummary[], personId: string | null): readonly FigureRow[] {
  const people = new Map<string, Person>();
  for (const run of runs) {
    const id = run.startedById ?? `name ${run.startedBy}`;
    const before = people.get(id);
    people.set(id, {
      id,
      // The list has the newest run first: its name is the one that the person has now.
      name: before?.name ?? run.startedBy,
      runs: (before?.runs ?? 0) + 1,
      microUsd: (before?.microUsd ?? 0) + run.totalMicroUsd,
      unknown: (before?.unknown ?? 0) + (run.demo ? 0 : (run.unknownCalls ?? 0)),
      open: (before?.open ?? false) || (run.endedAt === null && !run.demo),
    });
  }
  return [...people.values()]
    .sort((one, other) => other.microUsd - one.microUsd || other.runs - one.runs)
    .map(({ id, name, runs: started, microUsd, unknown, open }) => ({
      id,
      label: id === personId ? 'You' : name || 'Guest',
      detail: '',
      figures: [count(started), money(microUsd, { open, unknownCalls: unknown })],
    }));
}
