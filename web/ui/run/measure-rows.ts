import { chunkedGet } from '#shared/run/chunked.ts';
import { metricValue, nodeMetrics, shownRunMetrics } from '#shared/run/metrics.ts';
import type { Metric } from '#shared/run/metric.ts';
import type { RunState } from '#shared/run/state.ts';
import type { FigureRow } from './figure-row.ts';
import { count, duration } from './format.ts';

/** Over the figures of a row. */
export const MEASURE_HEADS = ['Work', 'Waiting', 'Tries more', 'Known', 'Thinking'] as const;

export interface MeasureRows {
  /** What each step took. */
  readonly nodes: readonly FigureRow[];
  /** What the run took; null = nothing. */
  readonly total: FigureRow | null;
}

/** Of every step that made calls: as the log measured it, else as far as can be counted by its last entry. O(nodes). */
export function measureRows(run: RunState): MeasureRows {
  const nodes: FigureRow[] = [];
  run.plan?.plan.nodes.forEach((planned, index) => {
    const node = chunkedGet(run.nodes, index);
    if (node === undefined || node.calls.length === 0) return;
    const metrics = node.metrics ?? nodeMetrics(node, run.at);
    if (metrics !== null) nodes.push(rowOf(planned.id, planned.label, metrics));
  });
  const whole = shownRunMetrics(run, run.at);
  return { nodes, total: whole === null ? null : rowOf('total', 'The run', whole) };
}

function rowOf(id: string, label: string, metrics: readonly Metric[]): FigureRow {
  const value = (name: Metric['name'], words: (figure: number) => string): string => {
    const figure = metricValue(metrics, name);
    return figure === 0 ? '' : words(figure);
  };
  return {
    ...{ id, label, detail: '' },
    figures: [
      value('time.work', duration),
      value('time.waiting', duration),
      value('retries', count),
      value('tokens.cached', count),
      value('tokens.reasoning', count),
    ],
  };
}
