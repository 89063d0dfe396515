import { toWeftError, type WeftError } from '#shared/run/errors.ts';
import type { HostFact } from '#shared/run/events.ts';
import type { NodeOutput } from '#shared/run/output.ts';
import { planNode } from '#shared/run/plan-index.ts';
import { nodeCost } from '#shared/run/select.ts';
import type { NodeState } from '#shared/run/state.ts';
import type { CallLanes } from './call-lanes.ts';
import type { RunGlance } from './core/run-glance.ts';
import { executeNode, type ExecuteTools, type NodeSuccess } from './execute.ts';
import type { Arrival } from './node-inputs.ts';
import { encodeOutput, loadOutput, referTo } from './node-outputs.ts';
import type { Clock, NodeRegistry, OutputCache, RunBlobs } from './ports.ts';

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
}

export interface RunnerPoolOptions {
  readonly registry: NodeRegistry;
  readonly cache: OutputCache;
  readonly blobs: RunBlobs;
  readonly clock: Clock;
  readonly lanes: CallLanes;
  readonly state: () => RunGlance;
  /** A fact of a node at work, its last one or progress. */
  readonly onFact: (fact: HostFact) => void;
}

/** Milliseconds between two progress entries of one node. */
const PROGRESS_INTERVAL_MS = 250;

interface Runner {
  readonly index: number;
  readonly round: number;
}

interface Scope extends RunnerPoolOptions {
  readonly runners: Map<number, Runner>;
  /** Outputs that were made or loaded here, by node; a hash tells whether one is still the node's. */
  readonly outputs: Map<number, { readonly hash: string; readonly output: NodeOutput }>;
}

export function createRunnerPool(options: RunnerPoolOptions): RunnerPool {
  const scope: Scope = { ...options, runners: new Map(), outputs: new Map() };
  const { runners } = scope;
  return Object.freeze({
    start(index: number, round: number) {
      const runner = { index, round };
      runners.set(index, runner);
      void run(scope, runner);
    },
    drop(index: number) {
      runners.delete(index);
      options.lanes.abandon(index);
    },
    roundOf: (index: number) => runners.get(index)?.round ?? null,
    dropAll() {
      for (const index of runners.keys()) options.lanes.abandon(index);
      runners.clear();
    },
  });
}

const isAtWork = (scope: Scope, runner: Runner): boolean => scope.runners.get(runner.index) === runner;

async function run(scope: Scope, runner: Runner): Promise<void> {
  const { index, round } = runner;
  const state = scope.state();
  if (state.plan === null) return;
  const node = planNode(state.plan.plan, index);
  let fact: HostFact;
  try {
    const loaded = arrivalsOf(scope, index);
    const arrivals = Array.isArray(loaded) ? loaded : await loaded;
    const amendment = state.node(index)?.amendment ?? null;
    const result = await executeNode({ node, arrivals, amendment }, toolsOf(scope, runner, node.id));
    if (!isAtWork(scope, runner)) return;
    const made = result.type === 'failed' ? result.error : completed(scope, runner, node.id, result);
    const settled = made instanceof Promise ? await made : made;
    fact = 'type' in settled ? settled : failed(node.id, round, settled);
  } catch (caught) {
    fact = failed(node.id, round, toWeftError(caught));
  }
  if (!isAtWork(scope, runner)) return;
  scope.runners.delete(index);
  scope.onFact(fact);
}

const failed = (nodeId: string, round: number, error: WeftError): HostFact => ({
  type: 'execution.node.failed',
  data: { nodeId, round, error },
});

function toolsOf(scope: Scope, runner: Runner, nodeId: string): ExecuteTools {
  const { registry, cache, blobs, lanes } = scope;
  const { index, round } = runner;
  let lastAt = -Infinity;
  return {
    registry,
    cache,
    blobs,
    call: (ordinal, request) => lanes.open({ index, round, ordinal }, request),
    progress(value, max, message) {
      const now = scope.clock.now();
      const isTooSoon = now - lastAt < PROGRESS_INTERVAL_MS && value < max;
      if (isTooSoon || !isAtWork(scope, runner) || scope.state().phase !== 'running') return;
      lastAt = now;
      const data = message === undefined ? { nodeId, value, max } : { nodeId, value, max, message };
      scope.onFact({ type: 'execution.node.progress', data });
    },
  };
}

function completed(
  scope: Scope,
  { index, round }: Runner,
  nodeId: string,
  result: NodeSuccess,
): HostFact | Promise<HostFact> {
  const encoded = encodeOutput(result.output);
  const { hash: outputHash, output } = encoded;
  const state = scope.state().node(index) ?? null;
  const { source, cacheKey, savedMicroUsd, warnings } = result;
  scope.outputs.set(index, { hash: outputHash, output });
  if (source === 'call' || source === 'local') remember(scope.cache, result, outputHash, state);
  const factWith = (reference: Awaited<ReturnType<typeof referTo>>): HostFact => ({
    type: 'execution.node.completed',
    data: {
      ...{ nodeId, round, source, cacheKey, outputHash, output: reference },
      ...(savedMicroUsd === null ? {} : { savedMicroUsd }),
      ...(warnings.length === 0 ? {} : { warnings }),
    },
  });
  const reference = referTo(encoded, state, result.longCalls, scope.blobs);
  return reference instanceof Promise ? reference.then(factWith) : factWith(reference);
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
  const arrivals: Arrival[] = [];
  for (const edge of state.plan?.inputs[index] ?? []) {
    const outputHash = state.node(edge.source)?.outputHash;
    const known = scope.outputs.get(edge.source);
    if (outputHash == null || known?.hash !== outputHash) return loadArrivals(scope, index);
    arrivals.push({ edge, output: known.output, outputHash });
  }
  return arrivals;
}

function loadArrivals(scope: Scope, index: number): Promise<Arrival[]> {
  const edges = scope.state().plan?.inputs[index] ?? [];
  return Promise.all(
    edges.map(async (edge): Promise<Arrival> => {
      const source = scope.state().node(edge.source);
      if (source?.output == null || source.outputHash === null)
        throw new Error('a node was started before its inputs were complete');
      const { output: reference, outputHash } = source;
      const known = scope.outputs.get(edge.source);
      const output =
        known?.hash === outputHash ? known.output : await loadOutput(reference, source, scope.blobs);
      scope.outputs.set(edge.source, { hash: outputHash, output });
      return { edge, output, outputHash };
    }),
  );
}
