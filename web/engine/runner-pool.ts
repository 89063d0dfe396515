import { toWeftError, weftError, WeftFailure, type WeftError } from '#shared/run/errors.ts';
import type { HostFact } from '#shared/run/events.ts';
import type { NodeOutput, OutputRef } from '#shared/run/output.ts';
import type { Amendment, PlanEdge } from '#shared/run/plan.ts';
import { ownerOf } from '#shared/run/grow-plan.ts';
import { planNode } from '#shared/run/plan-index.ts';
import { nodeMetrics } from '#shared/run/metrics.ts';
import { containerWaits } from '#shared/run/select-work.ts';
import { nodeCost } from '#shared/run/select.ts';
import { isDeadThread, liveInputs } from '#shared/run/threads.ts';
import type { NodeState, RunState } from '#shared/run/state.ts';
import type { AskAnswer, AskWish } from '../node-kit/types.ts';
import type { CallLanes } from './call-lanes.ts';
import type { RunGlance } from './core/run-glance.ts';
import {
  executeNode,
  type ExecuteTools,
  type NodeResult,
  type NodeSuccess,
  type NodeTask,
  type TaskPlace,
} from './execute.ts';
import type { AskLanes } from './ask-lanes.ts';
import { redoTargets } from './core/redo-targets.ts';
import type { IterationLanes } from './iteration-lanes.ts';
import type { FileLanes } from './file-lanes.ts';
import type { TellLanes } from './tell-lanes.ts';
import type { Arrival } from './node-inputs.ts';
import { encodeOutput, loadOutput, referTo, type EncodedOutput } from './node-outputs.ts';
import type {
  Clock,
  EarlierOutput,
  EarlierRun,
  NodeRegistry,
  OpenEarlierRun,
  OutputCache,
  RunBlobs,
} from './ports.ts';

/**
 * The runners at work in this host, at most one per node. A runner ends in one fact; one that was dropped ends in
 * nothing. It does not know who decides what runs.
 */
export interface RunnerPool {
  readonly start: (index: number, round: number) => void;
  /** Forgets the node's runner: whatever it comes to counts for nothing. */
  readonly drop: (index: number) => void;
  /** The round in which a runner works on the node; null = none does. */
  readonly roundOf: (index: number) => number | null;
  readonly dropAll: () => void;
  /** What a node that has completed put out. @throws where its bytes cannot be had */
  readonly outputAt: (index: number) => NodeOutput | Promise<NodeOutput>;
}

export interface RunnerPoolOptions {
  readonly registry: NodeRegistry;
  readonly cache: OutputCache;
  readonly blobs: RunBlobs;
  readonly clock: Clock;
  readonly lanes: CallLanes;
  readonly files: FileLanes;
  readonly asks: AskLanes;
  readonly tells: TellLanes;
  /** What the relay has recorded that nodes keep. */
  readonly values: () => RunState['values'];
  /** Left out = branches cannot be driven here. */
  readonly openEarlier?: OpenEarlierRun | undefined;
  readonly iterations: IterationLanes;
  readonly state: () => RunGlance;
  /** Relay time, ms. */
  readonly now: () => number;
  /** A fact of the node at work at this place, its last one or progress. */
  readonly onFact: (fact: HostFact, index: number) => void;
}

/** Milliseconds between two progress entries of one node. */
const PROGRESS_INTERVAL_MS = 250;

interface Runner extends NodeTask {
  arrivals: readonly Arrival[];
  amendment: Amendment | null;
  hasIterations?: boolean;
  /** When this node last said how far it is, in ms of the clock; null = it did not. */
  toldAt: number | null;
}

interface Scope extends RunnerPoolOptions {
  /** By node. */
  readonly runners: (Runner | null)[];
  readonly tools: ExecuteTools<Runner>;
  /** Outputs that were made or loaded here, by node; a hash tells whether one is still the node's. */
  readonly outputs: (EncodedOutput | undefined)[];
}

export function createRunnerPool(options: RunnerPoolOptions): RunnerPool {
  const { registry, cache, blobs, lanes, files, asks, tells } = options;
  const mode = options.state().plan?.plan.approvals;
  const size = options.state().plan?.plan.nodes.length ?? 0;
  const runners = new Array<Runner | null>(size).fill(null);
  const tools: ExecuteTools<Runner> = {
    ...{ registry, cache, blobs },
    call: ({ index, round }, ordinal, request) => lanes.open({ index, round, ordinal }, request),
    file: ({ index, round }, ordinal, file) => files.open({ index, round, ordinal }, file),
    earlier: earlierOutputs(options),
    approvals: mode === 'after-planning' ? undefined : mode,
    turns: {
      reviewsPlans: mode === 'after-planning',
      tell: tells.tell,
      record: options.onFact,
      node: (index) => options.state().node(index),
      values: options.values,
      after: options.clock.after,
    },
    ask: (place, ordinal, wish) => ask(scope, place, ordinal, wish),
    // What is left of a runner that was dropped adds nothing to the iterations of the one that came after it.
    iterate: (place, items, wish) =>
      scope.runners[place.index] === place ? options.iterations.open(place, items, wish) : never(),
    progress: (place, value, max, message) => tell(scope, place, value, max, message),
    done: (runner, result) => settle(scope, runner, result),
  };
  const scope: Scope = { ...options, runners, tools, outputs: new Array<undefined>(size).fill(undefined) };
  return Object.freeze({
    start(index: number, round: number) {
      const { plan } = options.state();
      if (plan === null) return;
      const node = planNode(plan.plan, index);
      const runner: Runner = { index, round, node, arrivals: NO_ARRIVALS, amendment: null, toldAt: null };
      runners[index] = runner;
      if (node.body !== undefined) {
        options.iterations.begin(index);
        runner.hasIterations = plan.growth?.containers.get(index)?.round === round;
      }
      begin(scope, runner);
    },
    drop(index: number) {
      runners[index] = null;
      options.iterations.abandon(index);
      lanes.abandon(index);
      files.abandon(index);
      asks.abandon(index);
      tells.abandon(index);
    },
    roundOf: (index: number) => runners[index]?.round ?? null,
    dropAll() {
      runners.forEach((runner, index) => {
        if (runner === null) return;
        options.iterations.abandon(index);
        lanes.abandon(index);
        files.abandon(index);
        asks.abandon(index);
        tells.abandon(index);
      });
      runners.fill(null);
    },
    outputAt: (index: number) => outputAt(scope, index),
  });
}

/** The run that was left is read once, when the first step needs it; a failed try counts for its step alone. */
function earlierOutputs({ openEarlier, blobs, state }: RunnerPoolOptions): ExecuteTools<Runner>['earlier'] {
  let opened: Promise<EarlierRun> | null = null;
  return async (nodeId, hash): Promise<EarlierOutput> => {
    const branch = state().plan?.plan.branch;
    if (branch === undefined || openEarlier === undefined) throw new Error('a kept output without a branch');
    opened ??= openEarlier(branch);
    try {
      return await (await opened).output(nodeId, hash, blobs);
    } catch (caught) {
      opened = null;
      throw caught;
    }
  };
}

/** Somebody left out or sent back what comes before, while this was beginning. */
const CHANGED = weftError(
  'upstream-failed',
  'A step before it was changed while it began, so that it has nothing to go on with. Run it again.',
  { retryable: true },
);
const NO_ARRIVALS: readonly Arrival[] = [];
/** One for each who waits: a promise that all shared would hold all of them for ever. */
const never = (): Promise<never> => new Promise(() => undefined);

const isAtWork = (scope: Scope, runner: Runner): boolean => scope.runners[runner.index] === runner;

/** At once where nothing has to be waited for, like all that follows it: a node that does little costs few promises. */
function begin(scope: Scope, runner: Runner): void {
  const arrivals = arrivalsOf(scope, runner.index);
  if (Array.isArray(arrivals)) return execute(scope, runner, arrivals);
  void arrivals.then(
    (loaded) => isAtWork(scope, runner) && execute(scope, runner, loaded),
    (caught: unknown) => finish(scope, runner, failed(runner.node.id, runner.round, toWeftError(caught))),
  );
}

function execute(scope: Scope, runner: Runner, arrivals: readonly Arrival[]): void {
  runner.arrivals = arrivals;
  runner.amendment = scope.state().node(runner.index)?.amendment ?? null;
  executeNode(runner, scope.tools);
}

function settle(scope: Scope, runner: Runner, result: NodeResult): void {
  if (!isAtWork(scope, runner)) return;
  const { round } = runner;
  const nodeId = runner.node.id;
  if (result.type === 'failed') return finish(scope, runner, failed(nodeId, round, result.error));
  if (result.type === 'skipped') return finish(scope, runner, skipped(nodeId, round, result.error));
  let fact: HostFact | Promise<HostFact>;
  try {
    fact = completed(scope, runner, result);
  } catch (caught) {
    fact = failed(nodeId, round, toWeftError(caught));
  }
  const hasCalled = result.source === 'call';
  if (!(fact instanceof Promise)) return finish(scope, runner, fact, hasCalled);
  void fact
    .catch((caught: unknown) => failed(nodeId, round, toWeftError(caught)))
    .then((made) => finish(scope, runner, made, hasCalled));
}

/** `mayHaveCalled` = false for what surely made no call. */
function finish(scope: Scope, runner: Runner, fact: HostFact, mayHaveCalled = true): void {
  if (!isAtWork(scope, runner)) return;
  if (mayHaveCalled) measure(scope, runner);
  scope.runners[runner.index] = null;
  if (runner.node.body !== undefined) scope.iterations.abandon(runner.index);
  scope.onFact(fact, runner.index);
}

/** Of a node that made calls; told before its end, so that no log has the end without it. */
function measure(scope: Scope, { index, round, node }: Runner): void {
  const run = scope.state();
  const state = run.node(index);
  const now = scope.now();
  const waits =
    node.body === undefined || run.plan === null
      ? null
      : containerWaits({ index: run.plan, nodeAt: (place) => run.node(place) }, index, now);
  const metrics = state === undefined ? null : nodeMetrics(state, now, waits);
  if (metrics === null) return;
  scope.onFact({ type: 'metric.updated', data: { nodeId: node.id, round, metrics } }, index);
}

const failed = (nodeId: string, round: number, error: WeftError): HostFact => ({
  type: 'execution.node.failed',
  data: { nodeId, round, error },
});

const skipped = (nodeId: string, round: number, reason: WeftError): HostFact => ({
  type: 'execution.node.status',
  data: { nodeId, status: 'skipped', round, reason },
});

function ask(scope: Scope, place: TaskPlace, ordinal: number, wish: AskWish): Promise<AskAnswer> {
  const { index, round } = place;
  const { plan } = scope.state();
  if (plan === null) throw new Error('a runner asks before there is a plan');
  const { id } = planNode(plan.plan, index);
  const redoes = wish.redoes === 'itself' ? [id] : redoTargets(plan, index);
  const question = { wish, nodeId: id, redoes };
  return scope.asks.open({ index, round, ordinal }, question);
}

function tell(scope: Scope, place: TaskPlace, value: number, max: number, message?: string): void {
  const now = scope.clock.now();
  const runner = scope.runners[place.index];
  const { plan, phase } = scope.state();
  if (runner !== place || runner == null || plan === null || phase !== 'running') return;
  const isSoon = runner.toldAt !== null && now - runner.toldAt < PROGRESS_INTERVAL_MS;
  if (isSoon && value < max) return;
  runner.toldAt = now;
  const nodeId = planNode(plan.plan, place.index).id;
  const data = message === undefined ? { nodeId, value, max } : { nodeId, value, max, message };
  scope.onFact({ type: 'execution.node.progress', data }, place.index);
}

function completed(scope: Scope, runner: Runner, result: NodeSuccess): HostFact | Promise<HostFact> {
  const { index } = runner;
  const first = scope.state().plan?.inputs[index]?.[0];
  const encoded = encodeOutput(result.output, first && scope.outputs[first.source]);
  const outputHash = encoded.hash;
  const state = scope.state().node(index) ?? null;
  const { source } = result;
  scope.outputs[index] = encoded;
  if (source === 'call' || source === 'local') remember(scope.cache, result, outputHash, state);
  const reference = referTo(encoded, state, result.longCalls, scope.blobs);
  if (!(reference instanceof Promise)) return completedFact(runner, result, outputHash, reference);
  return reference.then((made) => completedFact(runner, result, outputHash, made));
}

function completedFact(
  { node, round }: Runner,
  { source, cacheKey, savedMicroUsd, warnings, output: made }: NodeSuccess,
  outputHash: string,
  output: OutputRef,
): HostFact {
  const exit = node.kind === 'branch' && !node.disabled ? made.exit : undefined;
  const data = { nodeId: node.id, round, source, cacheKey, outputHash, output };
  if (savedMicroUsd === null && warnings.length === 0 && exit === undefined)
    return { type: 'execution.node.completed', data };
  const more = {
    ...(savedMicroUsd === null ? {} : { savedMicroUsd }),
    ...(warnings.length === 0 ? {} : { warnings }),
    ...(exit === undefined ? {} : { exit }),
  };
  return { type: 'execution.node.completed', data: { ...data, ...more } };
}

function remember(
  cache: OutputCache,
  { cacheKey, output }: NodeSuccess,
  outputHash: string,
  state: NodeState | null,
): void {
  if (cacheKey === null) return;
  const cost = state === null ? { microUsd: 0, unknown: 0 } : nodeCost(state);
  cache.write(cacheKey, { outputHash, output, costMicroUsd: cost.unknown > 0 ? null : cost.microUsd });
}

/** What came in over the threads, in edge order; at once when all of it is in memory. */
function arrivalsOf(scope: Scope, index: number): Arrival[] | Promise<Arrival[]> {
  const state = scope.state();
  const growth = state.plan?.growth ?? null;
  if (growth !== null && index >= growth.base) return arrivalsInside(scope, index);
  const edges = state.plan?.inputs[index] ?? [];
  const arrivals = new Array<Arrival>(edges.length);
  for (let at = 0; at < edges.length; at += 1) {
    const edge = edges[at] as PlanEdge;
    const source = state.node(edge.source);
    if (source !== undefined && isDeadThread(source, edge.sourceHandle)) return loadArrivals(scope, index);
    const outputHash = source?.outputHash;
    const known = scope.outputs[edge.source];
    if (outputHash == null || known?.hash !== outputHash) return loadArrivals(scope, index);
    arrivals[at] = arrivalOver(edge, known.output, outputHash);
  }
  return arrivals;
}

const arrivalOver = (edge: PlanEdge, output: NodeOutput, outputHash: string): Arrival => ({
  sourceHandle: edge.sourceHandle,
  targetHandle: edge.targetHandle,
  outputHash,
  output: output.parts?.[edge.sourceHandle] ?? output,
});

function loadArrivals(scope: Scope, index: number): Promise<Arrival[]> {
  const { plan, node } = scope.state();
  const edges = plan === null ? [] : liveInputs(plan, index, node);
  return Promise.all(
    edges.map(async (edge): Promise<Arrival> => {
      const output = await outputAt(scope, edge.source);
      return arrivalOver(edge, output, scope.state().node(edge.source)?.outputHash ?? '');
    }),
  );
}

function outputAt(scope: Scope, index: number): NodeOutput | Promise<NodeOutput> {
  const node = scope.state().node(index);
  if (node?.output == null || node.outputHash === null) throw new WeftFailure(CHANGED);
  const { output: reference, outputHash } = node;
  const known = scope.outputs[index];
  if (known?.hash === outputHash) return known.output;
  return loadOutput(reference, node, scope.blobs).then((output) => {
    scope.outputs[index] = { hash: outputHash, output, isHashed: false };
    return output;
  });
}

/** Of a node in an iteration: what its container gives it, what comes from beside it and from outside. */
function arrivalsInside(scope: Scope, index: number): Arrival[] | Promise<Arrival[]> {
  const { plan, node } = scope.state();
  if (plan === null) return [];
  const owner = ownerOf(plan, index);
  const edges = liveInputs(plan, index, node);
  const [only] = edges;
  // Most nodes that get an item get nothing else.
  if (edges.length === 1 && only?.source === owner) return scope.iterations.arrivals(only);
  const known: Arrival[] = [];
  const waiting: (readonly Arrival[] | Promise<readonly Arrival[]>)[] = [];
  for (const edge of edges) {
    const found = edge.source === owner ? scope.iterations.arrivals(edge) : arrivalsFrom(scope, edge);
    waiting.push(found);
    if (!(found instanceof Promise)) known.push(...found);
  }
  if (waiting.every((each) => !(each instanceof Promise))) return known;
  return Promise.all(waiting).then((all) => all.flat());
}

function arrivalsFrom(scope: Scope, edge: PlanEdge): readonly Arrival[] | Promise<readonly Arrival[]> {
  const output = outputAt(scope, edge.source);
  const outputHash = scope.state().node(edge.source)?.outputHash ?? '';
  return output instanceof Promise
    ? output.then((loaded) => [arrivalOver(edge, loaded, outputHash)])
    : [arrivalOver(edge, output, outputHash)];
}
