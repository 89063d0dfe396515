import { hashJson } from '#shared/hash.ts';
import { LIMITS } from '#shared/protocol/limits.ts';
import { weftError, WeftFailure, type WeftError } from '#shared/run/errors.ts';
import type { HostFact } from '#shared/run/events.ts';
import { bodyAt } from '#shared/run/grow-plan.ts';
import type { NodeOutput } from '#shared/run/output.ts';
import type { PlanEdge } from '#shared/run/plan.ts';
import { planNode, type PlanIndex } from '#shared/run/plan-index.ts';
import type { IterateOptions, IterationItem, IterationResult } from '../node-kit/types.ts';
import { firstOpen } from './core/iteration-counts.ts';
import type { Frontier } from './core/frontier.ts';
import type { RunGlance } from './core/run-glance.ts';
import type { TaskPlace } from './execute.ts';
import { iterationResult } from './iteration-result.ts';
import type { Arrival } from './node-inputs.ts';

/**
 * The iterations of containers at work in this host. What a container gave its iterations stands in no log: its runner
 * is run again after a takeover and says it again, and what it is told then comes from nodes that have ended [IT4].
 */
export interface IterationLanes {
  /** Resolves when every iteration of the container has ended. @throws WeftFailure when the run would be too large */
  readonly open: (
    place: TaskPlace,
    items: readonly IterationItem[],
    options: IterateOptions,
  ) => Promise<Gathered>;
  /** What comes to a node over a thread from its own container; a promise until the container's runner has said it. Rejects when it is over. */
  readonly arrivals: (edge: PlanEdge) => Arrival[] | Promise<Arrival[]>;
  /** The container's runner begins, perhaps again: it will say everything from the first item on. */
  readonly begin: (index: number) => void;
  /** Nodes may have ended. */
  readonly advance: () => void;
  /** No runner of this container is at work any more: whoever waits for an item looks whether anybody will come. */
  readonly abandon: (index: number) => void;
  /** Containers that wait. */
  readonly size: () => number;
}

export interface Gathered {
  readonly results: readonly IterationResult[];
  /** Whether running it again would come to the same: nothing failed, and no person had a word in it. */
  readonly isRepeatable: boolean;
}

export interface IterationLanesOptions {
  readonly state: () => RunGlance;
  readonly frontier: () => Frontier;
  readonly outputAt: (index: number) => NodeOutput | Promise<NodeOutput>;
  readonly record: (fact: HostFact, index: number) => void;
}

interface Lane {
  readonly index: number;
  readonly round: number;
  readonly items: KeptItem[];
  /** Nodes that wait for an item. */
  waiting: (() => void)[];
  gathering: Gathering[];
}

/** Somebody waits for these iterations. */
interface Gathering {
  readonly from: number;
  readonly until: number;
  /** Those before it had ended when it was looked at. */
  seen: number;
  readonly done: (gathered: Promise<Gathered>) => void;
}

interface KeptItem {
  readonly item: IterationItem;
  /** What has come to a node, by handle: most have one. */
  handle: string | null;
  hashes: readonly string[];
}

export function createIterationLanes(options: IterationLanesOptions): IterationLanes {
  const lanes = new Map<number, Lane>();

  function laneOf({ index, round }: TaskPlace): Lane {
    const known = lanes.get(index);
    if (known?.round === round) return known;
    const lane: Lane = { index, round, items: [], waiting: known?.waiting ?? [], gathering: [] };
    lanes.set(index, lane);
    return lane;
  }

  /** Where no runner has said anything yet, somebody may wait for it all the same. */
  const awaited = (index: number): Lane => lanes.get(index) ?? laneOf({ index, round: -1 });

  function open(
    place: TaskPlace,
    items: readonly IterationItem[],
    { parallel, stops, values = {} }: IterateOptions,
  ): Promise<Gathered> {
    const lane = laneOf(place);
    const from = lane.items.length;
    const { plan } = options.state();
    const count = from + items.length;
    const problem = plan === null ? null : sizeProblem(plan, lane.index, count);
    if (problem !== null) return Promise.reject(new WeftFailure(problem));
    for (const item of items) lane.items.push({ item, handle: null, hashes: NONE });
    const { waiting } = lane;
    lane.waiting = [];
    for (const go of waiting) go();
    const known = plan?.growth?.containers.get(lane.index);
    if (plan !== null && count > 0 && (known?.round !== lane.round || known.count < count)) {
      const template = planNode(plan.plan, lane.index).id;
      const more = { ...(parallel === undefined ? {} : { parallel }), ...(stops === true ? { stops } : {}) };
      // Before the iterations, so that whoever goes on from here knows whether it was told.
      for (const [name, value] of Object.entries(values))
        options.record(
          { type: 'state.updated', data: { nodeId: template, path: `${template}/${name}`, value } },
          lane.index,
        );
      options.record(
        { type: 'dag.updated', data: { template, round: lane.round, count, ...more } },
        lane.index,
      );
    }
    return new Promise<Gathered>((resolve, reject) => {
      const done = (gathered: Promise<Gathered>) => void gathered.then(resolve, reject);
      lane.gathering.push({ from, until: count, seen: from, done });
      advanceLane(lane);
    });
  }

  function advanceLane(lane: Lane): void {
    const { plan } = options.state();
    const known = plan?.growth?.containers.get(lane.index);
    const told = known?.round === lane.round ? known.count : 0;
    lane.gathering = lane.gathering.filter((each) => {
      if (each.until > told || !hasEnded(lane.index, each)) return true;
      each.done(gather(lane.index, each.from, each.until));
      return false;
    });
  }

  function hasEnded(index: number, each: Gathering): boolean {
    const { iterations } = options.frontier();
    each.seen = firstOpen(iterations, index, { from: each.seen, until: each.until });
    if (each.seen < each.until) return false;
    // One that had ended may be open again.
    each.seen = firstOpen(iterations, index, each);
    return each.seen === each.until;
  }

  async function gather(index: number, from: number, until: number): Promise<Gathered> {
    const state = options.state();
    const results = new Array<IterationResult>(until - from);
    let isRepeatable = true;
    for (let turn = from; turn < until; turn += 1) {
      const ended = iterationResult(state, index, turn);
      isRepeatable &&= ended.isRepeatable;
      const outputs: { [handle: string]: NodeOutput[] } = {};
      for (const { handle, source, sourceHandle } of ended.sources) {
        const made = options.outputAt(source);
        const output = made instanceof Promise ? await made : made;
        (outputs[handle] ??= []).push(output.parts?.[sourceHandle] ?? output);
      }
      results[turn - from] = { outcome: ended.outcome, outputs, error: ended.error };
    }
    return { results, isRepeatable };
  }

  function arrivalsFrom({ source, sourceHandle, target, targetHandle }: PlanEdge): Arrival[] | null {
    const { plan } = options.state();
    const turn = plan?.growth == null ? -1 : (plan.growth.turns[target - plan.growth.base] ?? -1);
    const kept = lanes.get(source)?.items[turn];
    if (kept === undefined) return null;
    const outputs = kept.item[sourceHandle] ?? [];
    if (kept.handle !== sourceHandle) {
      kept.handle = sourceHandle;
      kept.hashes = outputs.map((output) => hashJson(output));
    }
    const { hashes } = kept;
    const [output] = outputs;
    if (outputs.length === 1 && output !== undefined)
      return [{ sourceHandle, targetHandle, output, outputHash: hashes[0] ?? '' }];
    return outputs.map((output, at) => {
      return { sourceHandle, targetHandle, output, outputHash: hashes[at] ?? '' };
    });
  }

  async function awaitedArrivals(edge: PlanEdge): Promise<Arrival[]> {
    for (;;) {
      if (options.state().node(edge.source)?.phase !== 'running') throw new WeftFailure(CONTAINER_OVER);
      await new Promise<void>((resolve) => awaited(edge.source).waiting.push(resolve));
      const known = arrivalsFrom(edge);
      if (known !== null) return known;
    }
  }

  return Object.freeze({
    open,
    arrivals: (edge: PlanEdge) => arrivalsFrom(edge) ?? awaitedArrivals(edge),
    begin(index: number) {
      const known = lanes.get(index);
      if (known !== undefined) lanes.set(index, { ...known, round: -1, items: [], gathering: [] });
    },
    advance: () => lanes.forEach((lane) => lane.gathering.length > 0 && advanceLane(lane)),
    abandon(index: number) {
      lanes.get(index)?.waiting.forEach((go) => go());
      lanes.delete(index);
    },
    size: () => lanes.size,
  });
}

const NONE: readonly string[] = [];
const CONTAINER_OVER = weftError('upstream-failed', 'What repeats it has ended before it. Run that again.', {
  retryable: true,
});

function sizeProblem(plan: PlanIndex, container: number, count: number): WeftError | null {
  const body = bodyAt(plan.plan, container);
  if (body === null)
    return weftError(
      'invalid-config',
      'There is nothing inside to repeat. Put nodes into it, then run again.',
    );
  const made = plan.growth?.containers.get(container)?.starts.length ?? 0;
  const size = plan.plan.nodes.length + Math.max(0, count - made) * body.nodes.length;
  if (size <= LIMITS.nodesPerRun) return null;
  const limit = LIMITS.nodesPerRun.toLocaleString('en');
  return weftError(
    'too-many-nodes',
    `${count} times what is inside makes more than ${limit} steps, the most of one run. Shorten the list or split it.`,
  );
}
