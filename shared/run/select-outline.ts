import { chunkedGet } from './chunked.ts';
import { eachInside, eachOfTurn } from './each-inside.ts';
import { containersOf, type Iterations } from './grow-plan.ts';
import { iterationId, parseIterationId } from './iteration-id.ts';
import { planNode, type PlanIndex } from './plan-index.ts';
import type { NodeState, RunState } from './state.ts';

/**
 * A run as people read it: the steps of its flow; a container opens to its iterations, an iteration to its steps. The one
 * way in which every list of a run's steps is put together. What made a single iteration opens to its steps at once.
 */

/** Of containers: to what they open. */
interface Opens {
  /** How many rows it opens to; 0 = it does not open. */
  readonly holds: number;
  readonly isOpen: boolean;
}

export interface StepLine extends Opens {
  readonly kind: 'step';
  /** Its node's id. */
  readonly key: string;
  /** 0 = a step of the flow itself. */
  readonly depth: number;
  /** Plan index. */
  readonly index: number;
  /** As its flow calls it: without the number of its iteration. */
  readonly label: string;
}

export interface TurnLine extends Opens {
  readonly kind: 'turn';
  readonly key: string;
  readonly depth: number;
  /** Plan index of the container. */
  readonly container: number;
  readonly containerId: string;
  /** From 0. */
  readonly turn: number;
}

export type OutlineLine = StepLine | TurnLine;

/** Which lines are open, by key. */
export type IsOpen = (key: string) => boolean;

/** Puts lines that stand beside each other into another order; left out = that of the plan and of the items. */
export type SortLines = (lines: readonly OutlineLine[]) => readonly OutlineLine[];

const turnKey = (containerId: string, turn: number): string => `${containerId}#${turn}`;

/** What is shown while these lines are open. O(steps of the flow + lines). */
export function outlineLines(index: PlanIndex, isOpen: IsOpen, sort?: SortLines): readonly OutlineLine[] {
  const lines: OutlineLine[] = [];
  const add = (beside: readonly OutlineLine[]): void => {
    for (const line of sort?.(beside) ?? beside) {
      lines.push(line);
      if (line.isOpen) add(linesIn(index, line, isOpen));
    }
  };
  const { nodes } = index.plan;
  const top: OutlineLine[] = [];
  for (let place = 0; place < (index.growth?.base ?? nodes.length); place += 1)
    top.push(stepLine(index, { place, depth: 0, label: nodes[place]?.label ?? '' }, isOpen));
  add(top);
  return lines;
}

function stepLine(
  index: PlanIndex,
  { place, depth, label }: { readonly place: number; readonly depth: number; readonly label: string },
  isOpen: IsOpen,
): StepLine {
  const key = planNode(index.plan, place).id;
  const made = index.growth?.containers.get(place);
  const turns = made?.starts.length ?? 0;
  const holds = turns === 1 ? (made?.body.nodes.length ?? 0) : turns;
  return { kind: 'step', key, depth, index: place, label, holds, isOpen: holds > 0 && isOpen(key) };
}

/** The lines directly below a line. */
function linesIn(index: PlanIndex, line: OutlineLine, isOpen: IsOpen): readonly OutlineLine[] {
  const container = line.kind === 'step' ? line.index : line.container;
  const made = index.growth?.containers.get(container);
  if (made === undefined) return [];
  const depth = line.depth + 1;
  if (line.kind === 'turn') return stepsOf(index, { made, turn: line.turn, depth }, isOpen);
  if (made.starts.length === 1) return stepsOf(index, { made, turn: 0, depth }, isOpen);
  return made.starts.map((_, turn): TurnLine => {
    const key = turnKey(line.key, turn);
    const holds = made.body.nodes.length;
    return { kind: 'turn', key, depth, container, containerId: line.key, turn, holds, isOpen: isOpen(key) };
  });
}

function stepsOf(
  index: PlanIndex,
  { made, turn, depth }: { readonly made: Iterations; readonly turn: number; readonly depth: number },
  isOpen: IsOpen,
): readonly OutlineLine[] {
  const start = made.starts[turn] ?? 0;
  return made.body.nodes.map(({ label }, offset) =>
    stepLine(index, { place: start + offset, depth, label }, isOpen),
  );
}

/** Every node that a line stands for, by plan index: its own, and all that it holds. O(those nodes). */
export function eachNodeOf(index: PlanIndex, line: OutlineLine, visit: (place: number) => void): void {
  if (line.kind === 'turn') {
    const made = index.growth?.containers.get(line.container);
    if (made !== undefined) eachOfTurn(index, made, line.turn, visit);
    return;
  }
  visit(line.index);
  eachInside(index, line.index, visit);
}

/** What a line took, all in it together. Relay times in ms. */
export interface LineFigures {
  /** The first start; null = nothing has begun. */
  readonly startedAt: number | null;
  /** The last end; null while something is at work or waits, or where nothing has begun. */
  readonly endedAt: number | null;
  /** Micro-dollars that are known; null = nothing was called. */
  readonly microUsd: number | null;
  /** Calls that have not ended. */
  readonly open: number;
  /** Calls whose price is not known. */
  readonly unknown: number;
}

/** O(nodes of the line + their calls). `run` may be an earlier moment than the plan of the line. */
export function lineFigures(run: RunState, index: PlanIndex, line: OutlineLine): LineFigures {
  const sum = { startedAt: Infinity, endedAt: 0, microUsd: 0, calls: 0, open: 0, unknown: 0, isOver: true };
  eachNodeOf(index, line, (place) => {
    const node = chunkedGet(run.nodes, place);
    if (node !== undefined) addNode(sum, node);
  });
  const { startedAt, endedAt, isOver, calls, microUsd, open, unknown } = sum;
  const hasBegun = startedAt !== Infinity;
  return {
    startedAt: hasBegun ? startedAt : null,
    endedAt: hasBegun && isOver ? endedAt : null,
    microUsd: calls === 0 ? null : microUsd,
    ...{ open, unknown },
  };
}

type Sum = { -readonly [key in keyof LineFigures]: number } & { calls: number; isOver: boolean };

function addNode(sum: Sum, node: NodeState): void {
  if (node.startedAt !== null && node.startedAt < sum.startedAt) sum.startedAt = node.startedAt;
  if (node.endedAt !== null && node.endedAt > sum.endedAt) sum.endedAt = node.endedAt;
  if (node.phase === 'pending' || node.phase === 'running') sum.isOver = false;
  for (const { end } of node.calls) {
    sum.calls += 1;
    if (end === null) sum.open += 1;
    else if (end.costMicroUsd === null) sum.unknown += 1;
    else sum.microUsd += end.costMicroUsd;
  }
}

/** Keys of the lines that must be open for a node's line to be seen, the outermost first. */
export function linesAround(index: PlanIndex, nodeId: string): readonly string[] {
  const { template, path } = parseIterationId(nodeId);
  if (path.length === 0 || index.indexOf.get(nodeId) === undefined) return [];
  return containersOf(index.plan, template).flatMap((container, depth) => {
    const id = iterationId(container, path.slice(0, depth));
    return [id, turnKey(id, path[depth] ?? 0)];
  });
}

/** The innermost line that is shown and stands for the node: its own, or one that holds it; -1 = none. */
export function lineOf(lines: readonly OutlineLine[], index: PlanIndex, nodeId: string): number {
  const keys = new Set([nodeId, ...linesAround(index, nodeId)]);
  return lines.findLastIndex(({ key }) => keys.has(key));
}

/** A node of the run that a line can be shown by: its own; of an iteration its first. */
export function nodeOfLine(index: PlanIndex, line: OutlineLine): string {
  if (line.kind === 'step') return line.key;
  const start = index.growth?.containers.get(line.container)?.starts[line.turn];
  return start === undefined ? line.containerId : planNode(index.plan, start).id;
}
