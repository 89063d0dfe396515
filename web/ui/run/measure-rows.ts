import { chunkedGet } from '#shared/run/chunked.ts';
import { metricValue, nodeMetrics, shownRunMetrics } from '#shared/run/metrics.ts';
import { METRIC_NAMES, METRIC_UNITS, type Metric } from '#shared/run/metric.ts';
import type { PlanIndex } from '#shared/run/plan-index.ts';
import { eachNodeOf, outlineLines, type IsOpen, type OutlineLine } from '#shared/run/select-outline.ts';
import { lineWorkMs } from '#shared/run/select-line-work.ts';
import type { RunState } from '#shared/run/state.ts';
import { lineName } from '../iterations/iteration-words.ts';
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

/**
 * Of every step that made calls: as the log measured it, else as far as can be counted by its last entry. A container and
 * an item worked from their first start to their last end, less what they waited for people; the rest is the sum of what is in them. O(nodes of the lines).
 */
export function measureRows(run: RunState, isOpen: IsOpen): MeasureRows {
  const { plan } = run;
  const metricsBy = new Map<string, readonly Metric[]>();
  const lines =
    plan === null
      ? []
      : outlineLines(plan, isOpen, (beside) =>
          beside.filter((line) => {
            const metrics = metricsOf(run, plan, line);
            if (metrics !== null) metricsBy.set(line.key, metrics);
            return metrics !== null;
          }),
        );
  const nodes = lines.map((line) => ({
    ...rowOf(line.key, lineName(line), metricsBy.get(line.key) ?? []),
    line,
  }));
  const whole = shownRunMetrics(run, run.at);
  return { nodes, total: whole === null ? null : rowOf('total', 'The run', whole) };
}

/** null = it made no calls. */
function metricsOf(run: RunState, plan: PlanIndex, line: OutlineLine): readonly Metric[] | null {
  const found: (readonly Metric[])[] = [];
  eachNodeOf(plan, line, (place) => {
    const node = chunkedGet(run.nodes, place);
    const metrics =
      node === undefined || node.calls.length === 0 ? null : (node.metrics ?? nodeMetrics(node, run.at));
    if (metrics !== null) found.push(metrics);
  });
  const [first] = found;
  if (first === undefined) return null;
  if (line.kind === 'step' && line.holds === 0) return first;
  const work = lineWorkMs(run, plan, line, run.at) ?? 0;
  return METRIC_NAMES.map((name) => ({
    ...{ name, unit: METRIC_UNITS[name] },
    value: name === 'time.work' ? work : found.reduce((sum, each) => sum + metricValue(each, name), 0),
  }));
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
