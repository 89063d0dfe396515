import type { RunSummary } from '#shared/protocol/messages.ts';
import type { Witness } from './law-broken.ts';
import type { RunRecord } from './run-record.ts';

/** The flow's list of runs says of each what stands in its log, however often the rooms were killed. */
export function checkRunList(
  witness: Witness,
  records: ReadonlyMap<string, RunRecord>,
  listed: readonly RunSummary[],
): void {
  for (const { runId, header, costs, entries } of records.values()) {
    if (entries.length === 0) continue;
    const line = listed.find((each) => each.runId === runId);
    if (line === undefined) {
      witness.broken('FR9', `the list of runs lacks ${runId}`);
      continue;
    }
    const said = [line.phase, line.sealed, line.outcome, line.parked, line.totalMicroUsd].join();
    const log = [header.phase, header.sealed, header.outcome, header.hostId === null, costs.total].join();
    if (said !== log) witness.broken('FR9', `the list says of ${runId} ${said}, its log ${log}`);
  }
  const numbers = new Set(listed.map(({ number }) => number));
  if (numbers.size !== listed.length) witness.broken('FR9', 'two runs of the list have one number');
}
