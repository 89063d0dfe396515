import { chunkedGet } from '#shared/run/chunked.ts';
import { nodesOf } from '#shared/run/metrics.ts';
import { eachNodeOf, outlineLines, type IsOpen, type OutlineLine } from '#shared/run/select-outline.ts';
import type { CallState, RunState } from '#shared/run/state.ts';
import { modelName } from '../../state/run/model-name.ts';
import { lineName } from '../iterations/iteration-words.ts';
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
  readonly models: readonly CostRow[];
  readonly total: CostRow;
  /** What reused results did not cost, as far as it is known, in micro-dollars. */
  readonly savedMicroUsd: number;
}

const NOTHING = { calls: 0, inputTokens: 0, outputTokens: 0, microUsd: 0, unknown: 0, open: 0 };

/** Every call of the run, by model, dearest first. O(nodes + calls). */
export function costTables(run: RunState): CostTables {
  const models = new Map<string, CostRow>();
  let total: CostRow = { id: 'total', label: 'Total', detail: '', ...NOTHING };
  let savedMicroUsd = 0;
  for (const state of nodesOf(run)) {
    savedMicroUsd += state.savedMicroUsd ?? 0;
    for (const call of state.calls) {
      total = withCall(total, call);
      const id = `${call.provider}/${call.model}`;
      const model = models.get(id) ?? { id, ...labelOf(call), ...NOTHING };
      models.set(id, withCall(model, call));
    }
  }
  return { models: [...models.values()].toSorted(dearestFirst), total, savedMicroUsd };
}

function labelOf({ model, provider }: CallState): Pick<CostRow, 'label' | 'detail'> {
  return { label: modelName(model), detail: provider === 'demo' ? '' : provider };
}

/** A step that made calls, a container or an item in which some were made, with what all of it used. */
export interface CostLine {
  readonly line: OutlineLine;
  readonly row: CostRow;
}

/** Those that are open to see, dearest first among those beside each other. O(nodes of the lines + their calls). */
export function costLines(run: RunState, isOpen: IsOpen): readonly CostLine[] {
  const { plan } = run;
  if (plan === null) return [];
  const rows = new Map<string, CostRow>();
  const lines = outlineLines(plan, isOpen, (beside) => {
    for (const line of beside) {
      let row: CostRow = { id: line.key, label: lineName(line), detail: '', ...NOTHING };
      eachNodeOf(plan, line, (place) => {
        for (const call of chunkedGet(run.nodes, place)?.calls ?? []) row = withCall(row, call);
      });
      if (row.calls > 0) rows.set(line.key, row);
    }
    const rowOf = ({ key }: OutlineLine) => rows.get(key) ?? { ...NOTHING };
    return beside.filter(({ key }) => rows.has(key)).toSorted((a, b) => dearestFirst(rowOf(a), rowOf(b)));
  });
  return lines.flatMap((line) => {
    const row = rows.get(line.key);
    return row === undefined ? [] : [{ line, row }];
  });
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

type Dear = Pick<CostRow, 'microUsd' | 'outputTokens'>;

const dearestFirst = (a: Dear, b: Dear): number => b.microUsd - a.microUsd || b.outputTokens - a.outputTokens;

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
