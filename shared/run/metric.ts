/** What is measured of a node and of a run, and in which unit. Closed: one word for each measure. */
export const METRIC_UNITS = {
  'tokens.input': 'tokens',
  'tokens.output': 'tokens',
  /** Of the input, what the provider had in its own cache. */
  'tokens.cached': 'tokens',
  /** Of the output, what the model thought. */
  'tokens.reasoning': 'tokens',
  calls: 'calls',
  /** Calls that were made again. */
  retries: 'calls',
  'time.work': 'ms',
  /** For people, for a turn at the provider, and for the next try. */
  'time.waiting': 'ms',
} as const;
export type MetricName = keyof typeof METRIC_UNITS;
export const METRIC_NAMES = Object.keys(METRIC_UNITS) as [MetricName, ...MetricName[]];

/** One measure; whole numbers. */
export interface Metric {
  readonly name: MetricName;
  readonly value: number;
  readonly unit: (typeof METRIC_UNITS)[MetricName];
}
