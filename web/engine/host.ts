import { LIMITS } from '#shared/protocol/limits.ts';
import { weftError, type WeftError } from '#shared/run/errors.ts';
import type { HostFact, LogEntry } from '#shared/run/events.ts';
import { runMetrics } from '#shared/run/metrics.ts';
import { runWaits } from '#shared/run/select-work.ts';
import { planNode } from '#shared/run/plan-index.ts';
import type { NodeState, RunState } from '#shared/run/state.ts';
import { createAppendPipeline, type AppendPipeline, type Refusal } from './append-pipeline.ts';
import { createAskLanes, type AskLanes } from './ask-lanes.ts';
import { createCallLanes, type CallLanes } from './call-lanes.ts';
import { commandFact } from './command-fact.ts';
import { attend } from './core/frontier.ts';
import { nextDueAt, schedule, type ScheduleCommand } from './core/schedule.ts';
import { createFileLanes, type FileLanes } from './file-lanes.ts';
import { createIterationLanes, type IterationLanes } from './iteration-lanes.ts';
import { createOptimisticLog, type OptimisticLog, type Standing } from './optimistic-log.ts';
import type { Clock, NodeRegistry, OpenEarlierRun, OutputCache, RunBlobs, RunConnection } from './ports.ts';
import type { RelayTime } from './relay-time.ts';
import { createRunnerPool, type RunnerPool } from './runner-pool.ts';
import { createTellLanes, type TellLanes } from './tell-lanes.ts';

/**
 * Drives one run under one epoch: folds the log, asks the scheduler, appends facts, runs nodes. It keeps nothing that is
 * not in the log, so another host can go on from any entry. It does not know who has the lease or how it was got.
 */
export interface RunHost {
  /** Entries of the log, in order, own ones included. */
  readonly entries: (entries: readonly LogEntry[]) => void;
  /** Confirmed state, made when it is asked for. */
  readonly state: () => RunState;
  /** Of the confirmed state, what costs nothing to tell. Read it, never keep it. */
  readonly standing: () => Standing;
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
  /** Reads the run that a branch left; left out = branches cannot be driven here. */
  readonly openEarlier?: OpenEarlierRun | undefined;
  readonly clock: Clock;
  readonly time: RelayTime;
  /** The epoch has passed to another host: terminal, everything unconfirmed is dropped. */
  readonly onStale: (error: WeftError) => void;
}

interface Scope extends RunHostOptions {
  readonly log: OptimisticLog;
  readonly pipeline: AppendPipeline;
  readonly lanes: CallLanes;
  readonly files: FileLanes;
  readonly asks: AskLanes;
  readonly tells: TellLanes;
  readonly iterations: IterationLanes;
  readonly pool: RunnerPool;
  readonly live: LiveState;
}

interface LiveState {
  /** A pump is under way, or will be in this turn of the microtasks. */
  pumping: boolean;
  /** A runner ended or told how far it is since the scheduler was asked. */
  hasNews: boolean;
  /** Relay time of this turn of the event loop; null = not asked yet. */
  now: number | null;
  /** Looks what can be done now. */
  pump: () => void;
  stopped: boolean;
  /** An append was refused: nothing goes out until everything that was stored has arrived. */
  refusal: Refusal | null;
  cancelTimer: (() => void) | null;
}

/** Wait after a refusal that another try may mend. */
const RESYNC_DELAY_MS = 1_000;

export function createRunHost(options: RunHostOptions): RunHost {
  const { connection, clock, epoch, runId, blobs, cache, registry } = options;
  const live: LiveState = {
    ...{ pumping: false, hasNews: false, now: null, stopped: false, refusal: null, cancelTimer: null },
    pump: () => pump(scope),
  };
  const log = createOptimisticLog(options.start, epoch);
  const onStale = (error: WeftError) => stale(scope, error);
  const pipeline = createAppendPipeline({
    ...{ connection, clock, epoch },
    onRefused: (refusal) => refused(scope, refusal),
  });
  const { confirmed } = log;
  const onJoined = (): void => requestPump(scope);
  const lanes = createCallLanes({ runId, epoch, connection, blobs, clock, confirmed, onStale, onJoined });
  const files = createFileLanes({ runId, epoch, connection, blobs, clock, confirmed, onStale });
  const asks = createAskLanes({
    ...{ runId, blobs },
    node: (index) => log.state.node(index),
    record: (fact, index) => takeFact(scope, fact, index),
  });
  const tells = createTellLanes({
    confirmed,
    node: (index) => log.state.node(index),
    record: (fact, index) => takeFact(scope, fact, index),
  });
  const iterations = createIterationLanes({
    state: () => log.state,
    frontier: () => log.frontier,
    outputAt: (index) => pool.outputAt(index),
    record: (fact, index) => takeFact(scope, fact, index),
  });
  const pool: RunnerPool = createRunnerPool({
    ...{ registry, cache, blobs, clock, lanes, files, asks, tells, iterations, state: () => log.state },
    values: () => confirmed().values,
    openEarlier: options.openEarlier,
    now: () => nowOf(scope),
    onFact: (fact, index) => takeFact(scope, fact, index),
  });
  const scope: Scope = { ...options, log, pipeline, lanes, files, asks, tells, iterations, pool, live };
  for (const index of options.start.askedNodes) withdrawOutdated(scope, index);
  requestPump(scope);
  return Object.freeze({
    entries: (entries: readonly LogEntry[]) => takeEntries(scope, entries),
    state: confirmed,
    standing: () => log.standing,
    stop: () => stop(scope),
  });
}

function stop({ live, pipeline, pool }: Scope): void {
  live.stopped = true;
  pipeline.close();
  live.cancelTimer?.();
  pool.dropAll();
}

function stale(scope: Scope, error: WeftError): void {
  if (scope.live.stopped) return;
  stop(scope);
  scope.onStale(error);
}

/** A settled promise costs a browser less than queueMicrotask. */
const TURN = Promise.resolve();

/** Once per turn of the microtasks, however much happens in it. */
function requestPump(scope: Scope): void {
  const { live } = scope;
  if (live.pumping || live.stopped) return;
  live.pumping = true;
  void TURN.then(live.pump);
}

function pump(scope: Scope): void {
  const { live } = scope;
  try {
    if (!live.stopped && live.refusal === null) workOff(scope);
  } finally {
    live.pumping = false;
  }
}

/** Nodes that answer while they are started need no turn each: the scheduler is asked again at once. */
function workOff(scope: Scope): void {
  const { live, log } = scope;
  const now = nowOf(scope);
  while (log.pending < LIMITS.hostWindow) {
    live.hasNews = false;
    if (scope.iterations.size() > 0) scope.iterations.advance();
    const commands = schedule(log.state, log.frontier, now);
    if (commands.length === 0) break;
    const mayBeMore = carryOut(scope, commands, now);
    if (!mayBeMore && !live.hasNews) break;
  }
  wakeForRetry(scope, now);
}

/** One time for a whole turn: a chain of nodes that answer at once would ask the clock for every one of them. */
function nowOf({ live, time, clock }: Scope): number {
  if (live.now !== null) return live.now;
  live.now = time.now();
  clock.soon(() => {
    live.now = null;
  });
  return live.now;
}

/**
 * Results can be recorded while the run is paused; of a run that is over they are worth nothing, and after a refusal
 * their nodes will run again.
 */
function takeFact(scope: Scope, fact: HostFact, index: number): void {
  const { live, log } = scope;
  if (live.stopped || live.refusal !== null) return;
  const { phase } = log.state;
  if (phase !== 'running' && phase !== 'paused') return;
  live.hasNews = true;
  record(scope, fact, nowOf(scope), index);
  // Others that are at work may end in this turn too; where there are none, nothing is gained by waiting for it.
  if (live.pumping || log.frontier.running.size > 0) return requestPump(scope);
  live.pumping = true;
  pump(scope);
}

function record({ log, pipeline }: Scope, fact: HostFact, now: number, place?: number): void {
  log.record(fact, now, place);
  pipeline.push(fact);
}

/**
 * Records first, then acts [HO1]. False = asking again would bring nothing: nothing was recorded, or only starts were
 * and they were all that could.
 */
function carryOut(scope: Scope, commands: readonly ScheduleCommand[], now: number): boolean {
  const { plan } = scope.log.state;
  let isRecorded = false;
  let isAllStarts = true;
  for (const command of commands) {
    if (command.type !== 'start-node') isAllStarts = false;
    const fact = commandFact(command, plan);
    if (fact === null) continue;
    if (command.type === 'finish-run') measureRun(scope, now);
    record(scope, fact, now, command.type === 'start-node' ? command.index : undefined);
    isRecorded = true;
  }
  for (const command of commands) perform(scope, command);
  return isRecorded && (commands.length >= LIMITS.hostWindow || !isAllStarts);
}

/** Of a run that made calls: told before its end, as nodes do. */
function measureRun(scope: Scope, now: number): void {
  const { log, start } = scope;
  const { plan: index } = log.state;
  const size = index?.plan.nodes.length ?? 0;
  const nodes: NodeState[] = [];
  for (let index = 0; index < size; index += 1) {
    const node = log.state.node(index);
    if (node !== undefined && node.calls.length > 0) nodes.push(node);
  }
  const waits = index === null ? [] : runWaits({ index, nodeAt: (place) => log.state.node(place) }, now);
  const metrics = runMetrics({ startedAt: start.startedAt, endedAt: null }, nodes, now, waits);
  if (metrics !== null) record(scope, { type: 'metric.updated', data: { metrics } }, now);
}

function perform({ log, pool, lanes }: Scope, command: ScheduleCommand): void {
  switch (command.type) {
    case 'start-node':
    case 'resume-node':
      attend(log.frontier, command.index, command.round);
      return pool.start(command.index, command.round);
    case 'retry-call':
      return lanes.retry(command.index, command.retry.ordinal, command.retry.try);
    case 'announce-graph':
    case 'skip-node':
    case 'announce-retry':
    case 'finish-run':
    case 'fail-run':
      return;
    default:
      command satisfies never;
  }
}

function wakeForRetry(scope: Scope, now: number): void {
  const { live, log, clock } = scope;
  live.cancelTimer?.();
  live.cancelTimer = null;
  const dueAt = nextDueAt(log.frontier, now);
  if (dueAt !== null) live.cancelTimer = clock.after(dueAt - now, () => requestPump(scope));
}

function takeEntries(scope: Scope, entries: readonly LogEntry[]): void {
  const { live, log, lanes, time } = scope;
  if (live.stopped || entries.length === 0) return;
  const pending = log.pending;
  const before = log.standing.phase;
  const touched = log.confirm(entries, time.now());
  scope.pipeline.confirmed(pending - log.pending);
  if (log.standing.epoch > scope.epoch) return stale(scope, STALE);
  for (const index of touched) {
    dropOutdated(scope, index);
    withdrawOutdated(scope, index);
  }
  const { phase } = log.standing;
  if (before !== phase && phase === 'running') {
    lanes.advanceAll();
    scope.files.advanceAll();
    scope.tells.advanceAll();
    for (const index of touched) scope.asks.advance(index);
  } else advanceLanes(scope, entries);
  if (live.refusal !== null) resync(scope);
  requestPump(scope);
}

function advanceLanes({ lanes, files, asks, tells, log }: Scope, entries: readonly LogEntry[]): void {
  if (lanes.size() === 0 && files.size() === 0 && asks.size() === 0 && tells.size() === 0) return;
  const { indexOf } = log.state.plan ?? NO_PLAN;
  for (const { data } of entries) {
    const nodeId = 'nodeId' in data ? data.nodeId : undefined;
    const index = nodeId === undefined ? undefined : indexOf.get(nodeId);
    if (index === undefined) continue;
    lanes.advance(index);
    files.advance(index);
    asks.advance(index);
    tells.advance(index);
  }
}

/** A runner whose node is no longer at work in its round has lost its purpose, and so have its open calls. */
function dropOutdated(scope: Scope, index: number): void {
  const { pool, log } = scope;
  const round = pool.roundOf(index);
  const node = log.state.node(index);
  if (round === null || node === undefined || (node.phase === 'running' && node.round === round)) return;
  pool.drop(index);
  attend(log.frontier, index, -1);
  abortCalls(scope, node);
}

/** A question of an earlier round is asked by nobody: its step runs again because one before it does. */
function withdrawOutdated(scope: Scope, index: number): void {
  const node = scope.log.state.node(index);
  const { plan } = scope.log.state;
  if (node === undefined || plan === null || node.approvals.length === 0) return;
  const nodeId = planNode(plan.plan, index).id;
  for (const { approvalId, phase, round } of node.approvals)
    if (phase === 'open' && round < node.round)
      takeFact(scope, { type: 'approval.withdrawn', data: { approvalId, nodeId } }, index);
}

function abortCalls({ log, connection, epoch }: Scope, node: NodeState): void {
  const { phase } = log.state;
  if (phase !== 'running' && phase !== 'paused') return;
  for (const { callId, phase: callPhase, round } of node.calls)
    if (callPhase !== 'ended' && (round < node.round || node.phase !== 'running'))
      void connection.send({ type: 'call.abort', data: { epoch, callId } });
}

function refused(scope: Scope, refusal: Refusal): void {
  if (scope.live.stopped) return;
  if (refusal.error.code === 'stale-epoch') return stale(scope, refusal.error);
  scope.live.refusal = refusal;
  resync(scope);
}

/** After a refusal: back to what is confirmed, once everything that was stored has arrived. */
function resync(scope: Scope): void {
  const { live, log, pipeline, pool, clock } = scope;
  const { refusal } = live;
  if (refusal === null || live.stopped || log.standing.seq < refusal.seq) return;
  pipeline.reset();
  pool.dropAll();
  for (const index of log.drop()) attend(log.frontier, index, -1);
  for (const index of log.frontier.running.first(Infinity)) attend(log.frontier, index, -1);
  const goOn = () => {
    live.refusal = null;
    requestPump(scope);
  };
  const mayGoOn = log.standing.phase === 'running';
  if (mayGoOn) clock.after(refusal.error.retryAfterMs ?? RESYNC_DELAY_MS, goOn);
  else goOn();
}

const NO_PLAN = { indexOf: new Map<string, number>() } as const;

const STALE = weftError('stale-epoch', 'Another tab drives this run now.');
