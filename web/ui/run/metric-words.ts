import type { Metric, MetricName } from '#shared/run/metric.ts';
import { count, duration, plural } from './format.ts';

/** Each measure in words: "1,200 tokens in", "1 more try", "4.2 s of work". */
export function metricWords(metrics: readonly Metric[]): readonly string[] {
  return metrics
    .filter(({ unit, value }) => unit !== 'ms' || value >= LEAST_MS)
    .map(({ name, value }) => WORDS[name](value));
}

/** Less is shown as nothing. */
const LEAST_MS = 50;

const WORDS: { readonly [name in MetricName]: (value: number) => string } = {
  'tokens.input': (value) => `${count(value)} tokens in`,
  'tokens.output': (value) => `${count(value)} tokens out`,
  'tokens.cached': (value) => `${count(value)} of them known to the provider`,
  'tokens.reasoning': (value) => `${count(value)} tokens of thinking`,
  calls: (value) => plural(value, 'call'),
  retries: (value) => (value === 1 ? '1 more try' : `${count(value)} more tries`),
  'time.work': (value) => `${duration(value)} of work`,
  'time.waiting': (value) => `${duration(value)} of waiting`,
};
