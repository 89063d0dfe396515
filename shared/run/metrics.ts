import { chunkedGet } from './chunked.ts';
import { METRIC_NAMES as NAMES, METRIC_UNITS, type Metric, type MetricName } from './metric.ts';
import { nodeDurationMs } from './select.ts';
import { waitedMs } from './select-approval.ts';
import { nodesOfRun, runWaits, spansMs, type Span } from './select-work.ts';
import type { CallState, NodeState, RunState } from './state.ts';

type Figures = { [name in MetricName]: number };

/**
 * A node in its present round, up to `now` (relay time, ms) while it works; null for one that made no call in it.
 * @param waits of a container: when all in it waited for people
 */
export function nodeMetrics(
  node: NodeState,
  now: number,
  waits: readonly Span[] | null = null,
): readonly Metric[] | null {
  const figures = nodeFigures(node, now);
  if (figures === null) return null;
  return metricsOf(waits === null ? figures : { ...figures, 'time.work': workMs(node, now, waits) });
}

function workMs(node: NodeState, now: number, waits: readonly Span[]): number {
  const end = node.endedAt ?? now;
  return Math.max(0, end - (node.startedAt ?? end) - spansMs(waits, end));
}

/**
 * The whole run, every round of every node: time of work is the run's own, waiting is added up. null = no call was made.
 * @param waits when only people could move it on
 */
export function runMetrics(
  run: Pick<RunState, 'startedAt' | 'endedAt'>,
  nodes: Iterable<NodeState>,
  now: number,
  waits: readonly Span[] = [],
): readonly Metric[] | null {
  let total: Figures | null = null;
  for (const node of nodes) {
    if (node.calls.length === 0) continue;
    const figures = figuresOf(node, node.calls, node.endedAt ?? now);
    total ??= { ...NOTHING };
    for (const name of NAMES) total[name] += figures[name];
  }
  if (total === null) return null;
  const end = run.endedAt ?? now;
  const work = end - (run.startedAt ?? end) - spansMs(waits, end);
  return metricsOf({ ...total, 'time.work': Math.max(0, work) });
}

/** What the log says of the run as a whole, else what can be counted by now. */
export function shownRunMetrics(run: RunState, now: number): readonly Metric[] | null {
  const said = run.metrics;
  if (said !== undefined) return said;
  const waits = run.plan === null ? [] : runWaits(nodesOfRun(run, run.plan), run.endedAt ?? now);
  return runMetrics(run, nodesOf(run), now, waits);
}

/** The value of one measure; 0 when it is not there. */
export function metricValue(metrics: readonly Metric[] | null | undefined, name: MetricName): number {
  return metrics?.find((metric) => metric.name === name)?.value ?? 0;
}

const NOTHING = Object.freeze(Object.fromEntries(NAMES.map((name) => [name, 0]))) as Readonly<Figures>;

/** Every node of a run, in the order of its plan. */
export function* nodesOf(run: RunState): Generator<NodeState> {
  for (let index = 0; index < run.nodes.length; index += 1) {
    const node = chunkedGet(run.nodes, index);
    if (node !== undefined) yield node;
  }
}

function nodeFigures(node: NodeState, now: number): Figures | null {
  if (node.calls.length === 0) return null;
  const calls = node.calls.filter(({ round }) => round === node.round);
  return calls.length === 0 ? null : figuresOf(node, calls, now);
}

function figuresOf(node: NodeState, calls: readonly CallState[], now: number): Figures {
  const figures = { ...NOTHING };
  for (const call of calls) {
    const usage = call.end?.usage;
    figures['tokens.input'] += usage?.inputTokens ?? 0;
    figures['tokens.output'] += usage?.outputTokens ?? 0;
    figures['tokens.cached'] += usage?.cachedInputTokens ?? 0;
    figures['tokens.reasoning'] += usage?.reasoningTokens ?? 0;
    figures.calls += 1;
    if (call.try > 1) figures.retries += 1;
    figures['time.waiting'] += waitForTurn(call) + waitForTry(call, calls);
  }
  figures['time.waiting'] += waitedMs(node, now);
  figures['time.work'] = nodeDurationMs(node, now) ?? 0;
  return figures;
}

const waitForTurn = ({ sentAt, acceptedAt }: CallState): number =>
  sentAt === null ? 0 : Math.max(0, sentAt - acceptedAt);

/** From the end of the try before to this one; where a person was asked meanwhile, it counts as waiting for them. */
function waitForTry(call: CallState, calls: readonly CallState[]): number {
  if (call.try === 1) return 0;
  const before = calls.find(
    (other) => other.round === call.round && other.ordinal === call.ordinal && other.try === call.try - 1,
  );
  return before?.endedAt == null || before.end?.retry === 'ask'
    ? 0
    : Math.max(0, call.acceptedAt - before.endedAt);
}

/** What is nothing is not said. */
const metricsOf = (figures: Figures): readonly Metric[] =>
  NAMES.filter((name) => figures[name] > 0).map((name) => ({
    name,
    value: Math.round(figures[name]),
    unit: METRIC_UNITS[name],
  }));
