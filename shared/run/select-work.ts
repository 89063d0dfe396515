import { chunkedGet } from './chunked.ts';
import { eachInside } from './each-inside.ts';
import type { PlanIndex } from './plan-index.ts';
import { hasAsked, waitsOf } from './select-approval.ts';
import type { NodeState, RunState } from './state.ts';

/** The one rule for time of work: what was waited for people is none. Of a container, where nothing in it worked meanwhile. */

/** Relay times. */
export type Span = readonly [from: number, end: number];

/** What a moment of a run knows of its nodes. */
export interface NodesOfRun {
  readonly index: PlanIndex;
  readonly nodeAt: (place: number) => NodeState | undefined;
}

/** Of a container, with all that it holds; null for any other node, whose waits are its own. */
export function containerWaits(nodes: NodesOfRun, place: number, now: number): readonly Span[] | null {
  if (nodes.index.growth?.containers.has(place) !== true) return null;
  const each = (visit: (place: number) => void) => {
    visit(place);
    eachInside(nodes.index, place, visit);
  };
  return waitsAmong(nodes, each, now);
}

/** When only people could move the run on. O(nodes). */
export function runWaits(nodes: NodesOfRun, now: number): readonly Span[] {
  const each = (visit: (place: number) => void) => nodes.index.plan.nodes.forEach((_, place) => visit(place));
  return waitsAmong(nodes, each, now);
}

/** ms of the spans, up to `end`. */
export function spansMs(spans: readonly Span[], end: number): number {
  return spans.reduce((sum, [from, to]) => sum + Math.max(0, Math.min(to, end) - from), 0);
}

export const nodesOfRun = (run: RunState, index: PlanIndex): NodesOfRun => ({
  index,
  nodeAt: (place) => chunkedGet(run.nodes, place),
});

/** The one way to look at steps together. `each` visits them by plan index. */
export function waitsAmong(
  { index, nodeAt }: NodesOfRun,
  each: (visit: (place: number) => void) => void,
  now: number,
): readonly Span[] {
  const waits: Span[] = [];
  each((place) => {
    const node = nodeAt(place);
    if (node !== undefined && node.startedAt !== null && hasAsked(node)) waits.push(...waitsOf(node, now));
  });
  if (waits.length === 0) return waits;
  const work: Span[] = [];
  each((place) => {
    const node = nodeAt(place);
    if (node === undefined || node.startedAt === null) return;
    // What holds others is at work by itself only while it calls.
    if (index.growth?.containers.has(place) === true) work.push(...callsOf(node, now));
    else work.push(...without([[node.startedAt, node.endedAt ?? now]], joined(waitsOf(node, now))));
  });
  return without(joined(waits), joined(work));
}

const callsOf = ({ calls, round }: NodeState, now: number): Span[] =>
  calls.filter((call) => call.round === round).map((call) => [call.acceptedAt, call.endedAt ?? now]);

function joined(spans: readonly Span[]): readonly Span[] {
  const found: [number, number][] = [];
  for (const [from, end] of spans.toSorted(([one], [other]) => one - other)) {
    const last = found.at(-1);
    if (last !== undefined && from <= last[1]) last[1] = Math.max(last[1], end);
    else found.push([from, end]);
  }
  return found;
}

/** What is left of spans; both in order. */
function without(spans: readonly Span[], others: readonly Span[]): readonly Span[] {
  const found: Span[] = [];
  let next = 0;
  for (const [from, end] of spans) {
    let at = from;
    while (next < others.length && (others[next]?.[1] ?? 0) <= from) next += 1;
    for (let place = next; place < others.length && (others[place]?.[0] ?? end) < end; place += 1) {
      const [start, stop] = others[place] ?? [end, end];
      if (start > at) found.push([at, start]);
      at = Math.max(at, stop);
    }
    if (at < end) found.push([at, end]);
  }
  return found;
}
