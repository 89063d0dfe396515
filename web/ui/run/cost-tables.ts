import { chunkedGet } from '#shared/run/chunked.ts';
import type { CallState, RunState } from '#shared/run/state.ts';
import type { FigureRow } from './figure-row.ts';
import { count, money } from './format.ts';

/** What one node, or one model, used of a run's money and tokens. */
export interface CostRow {
  /** Node id, or `provider/model`. */
  readonly id: string;
  readonly label: string;
  /** For models the provider's id, for nodes ''. */
  readonly detail: string;
  readonly calls: number;
  readonly inputTokens: number;
  readonly outputTokens: number;
  /** Micro-dollars that are known. */
  readonly microUsd: number;
  /** Calls that ended without a known price. */
  readonly unknown: number;
  /** Calls that have not ended. */
  readonly open: number;
}

export interface CostTables {
  readonly nodes: readonly CostRow[];
  readonly models: readonly CostRow[];
  readonly total: CostRow;
  /** What reused results did not cost, as far as it is known, in micro-dollars. */
  readonly savedMicroUsd: number;
}

const NOTHING = { calls: 0, inputTokens: 0, outputTokens: 0, microUsd: 0, unknown: 0, open: 0 };

/** Every call of the run in two groupings, dearest first. O(nodes + calls). */
export function costTables(run: RunState): CostTables {
  const nodes: CostRow[] = [];
  const models = new Map<string, CostRow>();
  let total: CostRow = { id: 'total', label: 'Total', detail: '', ...NOTHING };
  let savedMicroUsd = 0;
  run.plan?.plan.nodes.forEach((planned, index) => {
    const state = chunkedGet(run.nodes, index);
    savedMicroUsd += state?.savedMicroUsd ?? 0;
    if (state === undefined || state.calls.length === 0) return;
    let row: CostRow = { id: planned.id, label: planned.label, detail: '', ...NOTHING };
    for (const call of state.calls) {
      row = withCall(row, call);
      total = withCall(total, call);
      const id = `${call.provider}/${call.model}`;
      const model = models.get(id) ?? { id, label: call.model, detail: call.provider, ...NOTHING };
      models.set(id, withCall(model, call));
    }
    nodes.push(row);
  });
  return { nodes: dearestFirst(nodes), models: dearestFirst([...models.values()]), total, savedMicroUsd };
}

function withCall(row: CostRow, call: CallState): CostRow {
  return {
    ...row,
    calls: row.calls + 1,
    inputTokens: row.inputTokens + (call.end?.usage?.inputTokens ?? 0),
    outputTokens: row.outputTokens + (call.end?.usage?.outputTokens ?? 0),
    microUsd: row.microUsd + (call.end?.costMicroUsd ?? 0),
    unknown: row.unknown + (call.end !== null && call.end.costMicroUsd === null ? 1 : 0),
    open: row.open + (call.end === null ? 1 : 0),
  };
}

function dearestFirst(rows: readonly CostRow[]): readonly CostRow[] {
  return rows.toSorted((a, b) => b.microUsd - a.microUsd || b.outputTokens - a.outputTokens);
}

/** Over the figures of a row. */
export const COST_HEADS = ['Calls', 'Tokens in', 'Tokens out', 'Cost'] as const;

/** The row as it is read. */
export function costFigures(row: CostRow): FigureRow {
  const { id, label, detail } = row;
  const cost =
    row.unknown === row.calls && row.microUsd === 0
      ? 'unknown'
      : money(row.microUsd, { open: row.open > 0, unknownCalls: row.unknown });
  return {
    id,
    label,
    detail,
    figures: [count(row.calls), count(row.inputTokens), count(row.outputTokens), cost],
  };
}
