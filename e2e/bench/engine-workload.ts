import { serverMessageSchema } from '../../shared/protocol/messages.ts';
import type { Fact, LogEntry } from '../../shared/run/events.ts';
import type { NodeOutput } from '../../shared/run/output.ts';
import type { Plan, PlanEdge, PlanNode } from '../../shared/run/plan.ts';
import { foldEntries } from '../../shared/run/reduce.ts';
import { emptyRun } from '../../shared/run/state.ts';
import { createRunHost } from '../../web/engine/host.ts';
import { createMemoryCache } from '../../web/engine/memory-cache.ts';
import type { Clock, NodeRegistry, OutputCache, RunConnection } from '../../web/engine/ports.ts';
import { createRelayTime } from '../../web/engine/relay-time.ts';
import { defineNode } from '../../web/node-kit/define-node.ts';
import type { NodeRunner } from '../../web/node-kit/types.ts';

/**
 * Work for measuring the engine: graphs of nodes that do nothing, run through the real host, scheduler, fold, cache keys
 * and zod, with ports in memory; and the same graphs as bare promises. Runs in a browser's worker and in Node alike.
 */

export interface Graph {
  readonly name: string;
  readonly size: number;
  readonly edges: readonly (readonly [source: number, target: number])[];
}

export function chain(size: number): Graph {
  const edges = Array.from({ length: size - 1 }, (_, index) => [index, index + 1] as const);
  return { name: `chain of ${size}`, size, edges };
}

export function fan(width: number): Graph {
  const middle = Array.from({ length: width }, (_, index) => index + 1);
  const edges = [
    ...middle.map((node) => [0, node] as const),
    ...middle.map((node) => [node, width + 1] as const),
  ];
  return { name: `fan 1 → ${width} → 1`, size: width + 2, edges };
}

/** Pseudo-random numbers from 0 to 1 from a seed (mulberry32): the same graph in every run. */
export function seeded(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}

/** Every node takes two or three of the nodes shortly before it. */
export function randomGraph(size: number, seed = 1): Graph {
  const random = seeded(seed);
  const edges: [number, number][] = [];
  for (let target = 1; target < size; target += 1) {
    const degree = Math.min(target, 2 + Math.floor(random() * 2));
    const sources = new Set<number>();
    while (sources.size < degree)
      sources.add(Math.max(0, target - 1 - Math.floor(random() * Math.min(target, 50))));
    for (const source of sources) edges.push([source, target]);
  }
  return { name: `random ${size}`, size, edges };
}

const noOp = defineNode({
  type: 'noOp',
  title: 'Nothing',
  about: 'Does nothing.',
  group: 'steer',
  kind: 'task',
  icon: 'circle',
  fields: [],
  ports: () => ({
    inputs: [{ id: 'text-in', label: 'text', type: 'text' }],
    outputs: [{ id: 'text-out', label: 'text', type: 'text' }],
  }),
  outputKeys: ['text'],
});

const doNothing = async (): Promise<NodeOutput> => ({ text: 'x' });

/** A registry whose one node type does this. */
export const registryOf = (run: NodeRunner): NodeRegistry => ({
  definitions: new Map([['noOp', noOp]]),
  runnerOf: () => run,
});

const idle = registryOf(doNothing);

export function planOf(graph: Graph, concurrency = 10_000): Plan {
  const nodes = Array.from({ length: graph.size }, (_, index): PlanNode => ({
    id: `node-${index}`,
    type: 'noOp',
    version: 1,
    kind: 'task',
    label: `Node ${index}`,
    config: { number: index },
    model: null,
    policy: 'may-reuse',
    samples: false,
    disabled: false,
    override: null,
    feedKey: null,
  }));
  const edges = graph.edges.map(([source, target]): PlanEdge => ({
    source,
    sourceHandle: 'text-out',
    target,
    targetHandle: 'text-in',
  }));
  return {
    planVersion: 1,
    flowId: 'bench',
    flowName: 'Bench',
    nodes,
    edges,
    scope: { kind: 'all' },
    demo: true,
    concurrency,
    estimateMicroUsd: null,
  };
}

/** The room's part in memory: it numbers and keeps; frames come back through the schema of the wire. */
function createMemoryRoom(plan: Plan, clock: Clock, linkMs: number) {
  const runId = 'bench';
  const log: LogEntry[] = [];
  const add = (facts: readonly Fact[], epoch?: number) => {
    const at = clock.now();
    return facts.map(({ type, data }) => {
      const entry = { runId, seq: log.length + 1, at, by: null, epoch, type, data } as LogEntry;
      log.push(entry);
      return entry;
    });
  };
  const travel = (callback: () => void) =>
    linkMs === 0 ? clock.soon(callback) : void clock.after(linkMs, callback);
  const person = { personId: 'p', name: 'P' };
  add([
    {
      type: 'execution.started',
      data: { plan: { kind: 'inline', plan }, startedBy: person, payer: { kind: 'demo' } },
    },
    {
      type: 'execution.host.changed',
      data: { epoch: 1, host: { ...person, hostId: 'h' }, reason: 'started' },
    },
  ]);
  const connect = (onEntries: (entries: readonly LogEntry[]) => void): RunConnection => ({
    send: (command) =>
      new Promise((resolve) => {
        travel(() => {
          if (command.type !== 'host.append') throw new Error(`the bench has no ${command.type}`);
          const entries = add(command.data.facts, 1);
          const through = log.length;
          travel(() => {
            const frame = serverMessageSchema.parse({ type: 'entries', data: { entries, through } });
            if (frame.type === 'entries') onEntries(frame.data.entries);
            resolve({ clientId: 'c', n: 1, ok: true, seq: through });
          });
        });
      }),
    wake: () => undefined,
    close: () => undefined,
  });
  return { runId, log, connect };
}

export interface EngineRun {
  readonly ms: number;
  readonly entries: number;
}

export interface RunOptions {
  readonly clock: Clock;
  readonly registry?: NodeRegistry;
  /** Milliseconds from tab to relay and as many back. */
  readonly linkMs?: number;
  readonly cache?: OutputCache;
}

/** Milliseconds from the first entry to the fold of the last. */
export function runEngine(graph: Graph, options: RunOptions): Promise<EngineRun> {
  return runPlan(planOf(graph), graph.size, options);
}

/** The same for any plan in which so many nodes complete. */
export function runPlan(plan: Plan, size: number, options: RunOptions): Promise<EngineRun> {
  const { clock, linkMs = 0, cache = createMemoryCache(), registry = idle } = options;
  const room = createMemoryRoom(plan, clock, linkMs);
  const startedAt = performance.now();
  return new Promise((resolve) => {
    const start = foldEntries(emptyRun(room.runId), room.log);
    const connection = room.connect((entries) => {
      host.entries(entries);
      if (host.standing().phase !== 'completed') return;
      if (host.state().counts.completed !== size) throw new Error('not every node completed');
      resolve({ ms: performance.now() - startedAt, entries: room.log.length });
    });
    const host = createRunHost({
      ...{ runId: room.runId, epoch: 1, start, connection, cache, registry, clock },
      time: createRelayTime(clock),
      blobs: { put: unused, get: unused, keep: unused },
      onStale: () => undefined,
    });
  });
}

const unused = () => Promise.reject(new Error('the bench has no blobs'));

/** Nodes that take 10 to 1,000 ms each, on a clock that jumps; `criticalMs` = what no order of running could beat. */
export async function runTimed(
  graph: Graph,
  clock: Clock,
  seed: number,
): Promise<{ readonly ms: number; readonly criticalMs: number }> {
  const random = seeded(seed);
  const durations = Array.from({ length: graph.size }, () => 10 + Math.floor(random() * 990));
  const run: NodeRunner = ({ config }) =>
    new Promise((resolve) => {
      clock.after(durations[Number(config['number'])] ?? 0, () => resolve({ text: 'x' }));
    });
  const ends: number[] = [...durations];
  for (const [source, target] of graph.edges)
    ends[target] = Math.max(ends[target] ?? 0, (ends[source] ?? 0) + (durations[target] ?? 0));
  const startedAt = clock.now();
  await runEngine(graph, { clock, registry: registryOf(run) });
  return { ms: clock.now() - startedAt, criticalMs: Math.max(...ends) };
}

/**
 * The measure of the engine: the same graph with nothing but one promise per node. Each node is one async function that
 * waits for its inputs together (`await Promise.all(inputs)`) and then does the same work as an engine's node, which is
 * a promise of a constant. Same worker, same graph, same number of rounds before and between the engine's.
 */
export async function runPromises(graph: Graph): Promise<number> {
  const inputs: number[][] = Array.from({ length: graph.size }, () => []);
  for (const [source, target] of graph.edges) inputs[target]?.push(source);
  const startedAt = performance.now();
  const promises: Promise<NodeOutput>[] = [];
  const runNode = async (index: number): Promise<NodeOutput> => {
    await Promise.all((inputs[index] ?? []).map((source) => promises[source]));
    return doNothing();
  };
  for (let index = 0; index < graph.size; index += 1) promises.push(runNode(index));
  await Promise.all(promises);
  return performance.now() - startedAt;
}

export function median(values: readonly number[]): number {
  const sorted = [...values].sort((a, b) => a - b);
  return sorted[Math.floor(sorted.length / 2)] ?? 0;
}
