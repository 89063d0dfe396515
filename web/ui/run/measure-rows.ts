import { chunkedGet } from '#shared/run/chunked.ts';
import { metricValue, nodeMetrics, shownRunMetrics } from '#shared/run/metrics.ts';
import type { Metric } from '#shared/run/metric.ts';
import type { RunState } from '#shared/run/state.ts';
import { count, duration } from './format.ts';

/** What one step, or the run, took; '' = nothing of it. */
export interface MeasureRow {
  readonly id: string;
  readonly label: string;
  readonly work: string;
  readonly waiting: string;
  readonly retries: string;
  readonly cached: string;
  readonly reasoning: string;
}

export interface MeasureRows {
  readonly nodes: readonly MeasureRow[];
  readonly total: MeasureRow | null;
}

/** Of every step that made calls: as the log measured it, else as far as can be counted by its last entry. O(nodes). */
export function measureRows(run: RunState): MeasureRows {
  const nodes: MeasureRow[] = [];
  run.plan?.plan.nodes.forEach((planned, index) => {
    const node = chunkedGet(run.nodes, index);
    if (node === undefined || node.calls.length === 0) return;
    const metrics = node.metrics ?? nodeMetrics(node, run.at);
    if (metrics !== null) nodes.push(rowOf(planned.id, planned.label, metrics));
  });
  const whole = shownRunMetrics(run, run.at);
  return { nodes, total: whole === null ? null : rowOf('total', 'The run', whole) };
}

function rowOf(id: string, label: string, metrics: readonly Metric[]): MeasureRow {
  const value = (name: Metric['name'], words: (figure: number) => string): string => {
    const figure = metricValue(metrics, name);
    return figure === 0 ? '' : words(figure);
  };
  return {
    ...{ id, label },
    work: value('time.work', duration),
    waiting: value('time.waiting', duration),
    retries: value('retries', count),
    cached: value('tokens.cached', count),
    reasoning: value('tokens.reasoning', count),
  };
}
