import type { KeptRow, MonthSum } from './vault-record.ts';
import type { VaultState, VaultTurn } from './vault-state.ts';

/** Rows that are summed up at once. */
export const PRUNED_AT_ONCE = 500;

/** The rows that are to be summed up now, by number; null = the ledger is not too long. */
export function rowsToPrune({
  record,
  config,
}: VaultState): { readonly from: number; readonly limit: number } | null {
  if (record === null || record.kind === 'index') return null;
  const from = record.firstRow ?? 1;
  const kept = record.rows - from + 1;
  return kept >= config.limits.ledgerRows + PRUNED_AT_ONCE ? { from, limit: PRUNED_AT_ONCE } : null;
}

/**
 * The oldest rows become sums of their month, so that all sums over the ledger stay what they were [VA10]. Only the rows
 * that come next and may go: whoever read them may have read something that has changed since.
 */
export function prune(state: VaultState, turn: VaultTurn, rows: readonly KeptRow[]): void {
  if (rowsToPrune(state) === null) return;
  for (const row of rows) {
    if (state.record === null || state.record.kind === 'index' || row.n !== (state.record.firstRow ?? 1))
      return;
    add(state, turn, row);
    state.record = { ...state.record, firstRow: row.n + 1 };
    turn.recordChanged = true;
    turn.droppedRows.push(row.n);
  }
}

function add(state: VaultState, turn: VaultTurn, row: KeptRow): void {
  const month = new Date(row.at).toISOString().slice(0, 7);
  const { grantId, flowId, personId, person, provider, model } = row;
  const facts = { month, grantId, flowId, personId, person, provider, model };
  const key = sumKey(facts);
  const none = {
    calls: 0,
    unknownCalls: 0,
    inputTokens: 0,
    outputTokens: 0,
    costMicroUsd: 0,
    countedMicroUsd: 0,
  };
  const before = state.sums.get(key) ?? { ...facts, ...none };
  state.sums.set(key, {
    ...before,
    person,
    calls: before.calls + 1,
    unknownCalls: before.unknownCalls + (row.costMicroUsd === null ? 1 : 0),
    inputTokens: before.inputTokens + (row.inputTokens ?? 0),
    outputTokens: before.outputTokens + (row.outputTokens ?? 0),
    costMicroUsd: before.costMicroUsd + (row.costMicroUsd ?? 0),
    countedMicroUsd: before.countedMicroUsd + row.countedMicroUsd,
  });
  turn.sums.add(key);
}

/** What a sum is of. A model's name may hold anything but a line break. */
export function sumKey(
  of: Pick<MonthSum, 'month' | 'grantId' | 'flowId' | 'personId' | 'provider' | 'model'>,
): string {
  return [of.month, of.grantId, of.flowId, of.personId, of.provider, of.model].join('\n');
}
