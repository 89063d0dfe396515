import { LIMITS } from '#shared/protocol/limits.ts';
import { levelsOf } from '#shared/graph/topology.ts';
import { chunkedGet } from '#shared/run/chunked.ts';
import { toWeftError, type WeftError } from '#shared/run/errors.ts';
import type { HostFact, LogEntry } from '#shared/run/events.ts';
import type { NodeOutput } from '#shared/run/output.ts';
import { planNode } from '#shared/run/plan-index.ts';
import { nodeCost } from '#shared/run/select.ts';
import type { NodeState, RunState } from '#shared/run/state.ts';
import { createAppendPipeline, type Refusal } from './append-pipeline.ts';
import { createCallLanes } from './call-lanes.ts';
import { attend } from './core/frontier.ts';
import { nextDueAt, schedule, type ScheduleCommand } from './core/schedule.ts';
import { executeNode, type NodeResult, type NodeSuccess } from './execute.ts';
import type { Arrival } from './node-inputs.ts';
import { encodeOutput, loadOutput, referTo } from './node-outputs.ts';
import { createOptimisticLog } from './optimistic-log.ts';
import type { Clock, NodeRegistry, OutputCache, RunBlobs, RunConnection } from './ports.ts';
import type { RelayTime } from './relay-time.ts';

/**
 * Drives one run under one epoch: folds the log, asks the scheduler, appends facts, runs nodes. It keeps nothing that is
 * not in the log, so another host can go on from any entry. It does not know who has the lease or how it was got.
 */
export interface RunHost {
  /** Entries of the log, in order, own ones included. */
  readonly entries: (entries: readonly LogEntry[]) => void;
  /** Confirmed state. */
  readonly state: () => RunState;
  /** Stops at once; what is under way is left to the next host. Idempotent. */
  readonly stop: () => void;
}

export interface RunHostOptions {
  readonly runId: string;
  readonly epoch: number;
  /** Everything folded so far, the entry that gave this host its epoch included. */
  readonly start: RunState;
  readonly connection: RunConnection;
  readonly blobs: RunBlobs;
  readonly cache: OutputCache;
  readonly registry: NodeRegistry;
  readonly clock: Clock;
  readonly time: RelayTime;
  /** The epoch has passed to another host: terminal, everything unconfirmed is dropped. */
  readonly onStale: (error: WeftError) => void;
}

/** Milliseconds between two progress entries of one node. */
const PROGRESS_INTERVAL_MS = 250;
/** Wait after a refusal that another try may mend. */
const RESYNC_DELAY_MS = 1_000;

export function createRunHost(options: RunHostOptions): RunHost {
  const { connection, blobs, cache, registry, clock, time } = options;
  const log = createOptimisticLog(options.start, options.epoch);
  const pipeline = createAppendPipeline({ connection, clock, epoch: options.epoch, onRefused });
  const lanes = createCallLanes({
    runId: options.runId,
    epoch: options.epoch,
    connection,
    blobs,
    clock,
    confirmed: () => log.confirmed,
    onStale: stale,
  });
  /** Outputs that were made or loaded here, by node; a hash tells whether one is still the node's. */
  const outputs = new Map<number, { readonly hash: string; readonly output: NodeOutput }>();
  /** Rounds of nodes that runners of this host work on, each with a mark of its own. */
  const runners = new Map<number, { readonly round: number }>();
  let fresh: HostFact[] = [];
  /** Results that came while the run was paused. */
  let held: (() => void)[] = [];
  let pumping = false;
  let stopped = false;
  let refusal: Refusal | null = null;
  let cancelTimer: (() => void) | null = null;

  function stale(error: WeftError): void {
    if (stopped) return;
    stop();
    options.onStale(error);
  }

  function stop(): void {
    stopped = true;
    pipeline.close();
    cancelTimer?.();
    for (const index of runners.keys()) lanes.abandon(index);
    runners.clear();
    held = [];
  }

  function requestPump(): void {
    if (pumping || stopped) return;
    pumping = true;
    queueMicrotask(pump);
  }

  function pump(): void {
    pumping = false;
    if (stopped || refusal !== null) return;
    takeFresh();
    while (log.pending < LIMITS.hostWindow) {
      const commands = schedule(log.state, log.frontier, time.now());
      const facts: HostFact[] = [];
      for (const command of commands) {
        const fact = factFor(command);
        if (fact) facts.push(fact);
      }
      record(facts);
      for (const command of commands) perform(command);
      if (facts.length === 0) break;
    }
    wakeForRetry();
  }

  function takeFresh(): void {
    if (fresh.length === 0) return;
    const facts = fresh;
    fresh = [];
    record(facts);
  }

  function record(facts: readonly HostFact[]): void {
    if (facts.length === 0) return;
    log.record(facts, time.now());
    pipeline.push(facts);
  }

  function wakeForRetry(): void {
    cancelTimer?.();
    cancelTimer = null;
    const dueAt = nextDueAt(log.frontier);
    if (dueAt === null || dueAt <= time.now()) return;
    cancelTimer = clock.after(dueAt - time.now(), requestPump);
  }

  /** The fact by which a wish becomes true in the log; null for wishes that are none. */
  function factFor(command: ScheduleCommand): HostFact | null {
    const plan = log.state.plan;
    if (plan === null) return null;
    const idOf = (index: number) => planNode(plan.plan, index).id;
    switch (command.type) {
      case 'announce-graph': {
        const edges = plan.plan.edges.map(({ source, target }) => [source, target] as const);
        const { levels } = levelsOf({ size: plan.plan.nodes.length, edges });
        const data = {
          nodes: plan.plan.nodes.length,
          edges: edges.length,
          levelSizes: levels.map((level) => level.length),
        };
        return { type: 'dag.created', data };
      }
      case 'start-node': {
        const { index, round } = command;
        return {
          type: 'execution.node.status',
          data: { nodeId: idOf(index), status: 'running', round },
        };
      }
      case 'skip-node': {
        const { index, round, reason } = command;
        return {
          type: 'execution.node.status',
          data: { nodeId: idOf(index), status: 'skipped', round, reason },
        };
      }
      case 'announce-retry': {
        const { callId, dueAt, error } = command.retry;
        return {
          type: 'execution.node.retrying',
          data: { nodeId: idOf(command.index), callId, try: command.retry.try, dueAt, error },
        };
      }
      case 'finish-run':
        return {
          type: 'execution.completed',
          data: { outcome: command.outcome, outputs: command.outputs },
        };
      case 'resume-node':
      case 'retry-call':
        return null;
      default:
        return command satisfies never;
    }
  }

  function perform(command: ScheduleCommand): void {
    switch (command.type) {
      case 'start-node':
      case 'resume-node':
        return startRunner(command.index, command.round);
      case 'retry-call':
        return lanes.retry(command.index, command.retry.ordinal, command.retry.try);
      case 'announce-graph':
      case 'skip-node':
      case 'announce-retry':
      case 'finish-run':
        return;
      default:
        command satisfies never;
    }
  }

  function startRunner(index: number, round: number): void {
    const runner = { round };
    runners.set(index, runner);
    attend(log.frontier, index, round);
    void run(index, runner);
  }

  const works = (index: number, runner: { readonly round: number }) =>
    !stopped && runners.get(index) === runner;

  async function run(index: number, runner: { readonly round: number }): Promise<void> {
    const plan = log.state.plan;
    if (plan === null) return;
    const node = planNode(plan.plan, index);
    let result: NodeResult;
    let facts: HostFact;
    try {
      const loaded = arrivalsOf(index);
      const arrivals = Array.isArray(loaded) ? loaded : await loaded;
      const amendment = chunkedGet(log.state.nodes, index)?.amendment ?? null;
      result = await executeNode(
        { node, arrivals, amendment },
        {
          registry,
          cache,
          blobs,
          call: (ordinal, request) => lanes.open({ index, round: runner.round, ordinal }, request),
          progress: progressOf(node.id, index, runner),
        },
      );
      if (!works(index, runner)) return;
      facts =
        result.type === 'failed'
          ? failed(node.id, runner.round, result.error)
          : await completed(node.id, index, runner.round, result);
    } catch (caught) {
      facts = failed(node.id, runner.round, toWeftError(caught));
    }
    settle(index, runner, facts);
  }

  function settle(index: number, runner: { readonly round: number }, fact: HostFact): void {
    if (!works(index, runner)) return;
    if (log.state.phase !== 'running' && log.state.phase !== 'paused') {
      held.push(() => settle(index, runner, fact));
      return;
    }
    runners.delete(index);
    fresh.push(fact);
    requestPump();
  }

  const failed = (nodeId: string, round: number, error: WeftError): HostFact => ({
    type: 'execution.node.failed',
    data: { nodeId, round, error },
  });

  async function completed(
    nodeId: string,
    index: number,
    round: number,
    result: NodeSuccess,
  ): Promise<HostFact> {
    const encoded = encodeOutput(result.output);
    const state = chunkedGet(log.state.nodes, index) ?? null;
    const referred = referTo(encoded, state, result.longCalls, blobs);
    const output = referred instanceof Promise ? await referred : referred;
    outputs.set(index, { hash: encoded.hash, output: encoded.output });
    if (result.source === 'call' || result.source === 'local') remember(result, encoded.hash, state);
    return {
      type: 'execution.node.completed',
      data: {
        nodeId,
        round,
        source: result.source,
        cacheKey: result.cacheKey,
        outputHash: encoded.hash,
        output,
        ...(result.savedMicroUsd === null ? {} : { savedMicroUsd: result.savedMicroUsd }),
        ...(result.warnings.length === 0 ? {} : { warnings: result.warnings }),
      },
    };
  }

  function remember(result: NodeSuccess, outputHash: string, state: NodeState | null): void {
    if (result.cacheKey === null) return;
    const cost = state === null ? { microUsd: 0, unknown: 0 } : nodeCost(state);
    const costMicroUsd = cost.unknown > 0 ? null : cost.microUsd;
    cache.write(result.cacheKey, { outputHash, output: result.output, costMicroUsd });
  }

  function progressOf(nodeId: string, index: number, runner: { readonly round: number }) {
    let last = -Infinity;
    return (value: number, max: number, message?: string): void => {
      const isOver = value >= max;
      if (!works(index, runner) || log.state.phase !== 'running') return;
      if (clock.now() - last < PROGRESS_INTERVAL_MS && !isOver) return;
      last = clock.now();
      const data = message === undefined ? { nodeId, value, max } : { nodeId, value, max, message };
      fresh.push({ type: 'execution.node.progress', data });
      requestPump();
    };
  }

  /** What came in over the threads, in edge order; at once when all of it is in memory. */
  function arrivalsOf(index: number): Arrival[] | Promise<Arrival[]> {
    const arrivals: Arrival[] = [];
    const edges = log.state.plan?.inputs[index] ?? [];
    for (const edge of edges) {
      const source = chunkedGet(log.state.nodes, edge.source);
      const known = outputs.get(edge.source);
      if (source?.outputHash == null) throw new Error('an input was not complete');
      if (known?.hash !== source.outputHash) return loadArrivals(index);
      arrivals.push({ edge, output: known.output, outputHash: known.hash });
    }
    return arrivals;
  }

  async function loadArrivals(index: number): Promise<Arrival[]> {
    return Promise.all(
      (log.state.plan?.inputs[index] ?? []).map(async (edge) => {
        const source = chunkedGet(log.state.nodes, edge.source);
        if (source?.output == null || source.outputHash === null) throw new Error('an input is missing');
        const known = outputs.get(edge.source);
        const output =
          known?.hash === source.outputHash ? known.output : await loadOutput(source.output, source, blobs);
        outputs.set(edge.source, { hash: source.outputHash, output });
        return { edge, output, outputHash: source.outputHash };
      }),
    );
  }

  function onRefused(refused: Refusal): void {
    if (stopped) return;
    if (refused.error.code === 'stale-epoch') return stale(refused.error);
    refusal = refused;
    resync();
  }

  /** After a refusal: back to what is confirmed, once everything that was stored has arrived. */
  function resync(): void {
    if (refusal === null || stopped || log.confirmed.seq < refusal.seq) return;
    const { error } = refusal;
    pipeline.reset();
    fresh = [];
    for (const index of log.drop()) dropRunner(index);
    const goOn = () => {
      refusal = null;
      requestPump();
    };
    if (log.confirmed.phase === 'running') clock.after(error.retryAfterMs ?? RESYNC_DELAY_MS, goOn);
    else goOn();
  }

  function dropRunner(index: number): void {
    runners.delete(index);
    lanes.abandon(index);
    attend(log.frontier, index, -1);
  }

  /** A runner whose node is no longer at work in its round has lost its purpose; its open calls have too. */
  function dropOutdated(touched: ReadonlySet<number>): void {
    for (const index of touched) {
      const runner = runners.get(index);
      const node = chunkedGet(log.state.nodes, index);
      if (node === undefined) continue;
      if (runner !== undefined && (node.phase !== 'running' || node.round !== runner.round)) {
        dropRunner(index);
        abortOldCalls(node);
      }
    }
  }

  function abortOldCalls(node: NodeState): void {
    if (log.state.phase !== 'running' && log.state.phase !== 'paused') return;
    for (const call of node.calls)
      if (call.phase !== 'ended' && (call.round < node.round || node.phase !== 'running'))
        void connection.send({
          type: 'call.abort',
          data: { epoch: options.epoch, callId: call.callId },
        });
  }

  function entries(news: readonly LogEntry[]): void {
    if (stopped || news.length === 0) return;
    const before = log.pending;
    const phase = log.confirmed.phase;
    const touched = log.confirm(news, time.now());
    pipeline.confirmed(before - log.pending);
    if (log.confirmed.epoch > options.epoch) return stale(STALE);
    dropOutdated(touched);
    advanceLanes(news);
    if (phase !== 'running' && log.confirmed.phase === 'running') {
      const results = held;
      held = [];
      for (const result of results) result();
      lanes.advanceAll();
    }
    if (refusal !== null) resync();
    requestPump();
  }

  function advanceLanes(news: readonly LogEntry[]): void {
    if (lanes.size() === 0) return;
    for (const entry of news) {
      const index = 'nodeId' in entry.data && log.confirmed.plan?.indexOf.get(entry.data.nodeId ?? '');
      if (typeof index === 'number') lanes.advance(index);
    }
  }

  requestPump();
  return Object.freeze({ entries, state: () => log.confirmed, stop });
}

const STALE: WeftError = {
  code: 'stale-epoch',
  message: 'Another tab drives this run now.',
  retryable: false,
};
