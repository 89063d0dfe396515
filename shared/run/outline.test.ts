import { describe, expect, it } from 'vitest';
import type { Fact } from './events.ts';
import type { Plan, PlanBody } from './plan.ts';
import { foldFacts, foldEntries } from './reduce.ts';
import { iterationAt } from './select-iterations.ts';
import {
  eachNodeOf,
  lineFigures,
  lineOf,
  linesAround,
  nodeOfLine,
  outlineLines,
  type OutlineLine,
} from './select-outline.ts';
import { emptyRun, type RunState } from './state.ts';
import {
  completedFact,
  numbered,
  planNodeOf,
  planOf,
  runningFact,
  SOME_HASH,
  startedFact,
} from './testing.ts';

const container = { kind: 'map', body: SOME_HASH } as const;
const bodies: readonly PlanBody[] = [
  { container: 'n0', nodes: [planNodeOf('a'), planNodeOf('deep', container)], edges: [] },
  { container: 'deep', nodes: [planNodeOf('b')], edges: [] },
];
const base = planOf(2, [[0, 1]]);
const plan: Plan = {
  ...base,
  nodes: base.nodes.map((node) => (node.id === 'n0' ? { ...node, ...container } : node)),
  bodies,
};
const started = foldEntries(emptyRun('run'), numbered([startedFact(plan)]));
const grows = (template: string, count: number): Fact => ({
  type: 'dag.updated',
  data: { template, count, round: 0 },
});
const after = (facts: readonly Fact[], from: RunState = started, at = 5) => foldFacts(from, facts, at);
const grown = after([runningFact('n0'), grows('n0', 2), runningFact('deep@1'), grows('deep@1', 3)]);

function indexOf({ plan: index }: RunState) {
  if (index === null) throw new Error('the run has no plan');
  return index;
}

const shown = (run: RunState, ...open: readonly string[]) =>
  outlineLines(indexOf(run), (key) => open.includes(key));
const words = (lines: readonly OutlineLine[]) =>
  lines.map((line) => `${'  '.repeat(line.depth)}${line.kind === 'turn' ? `#${line.turn}` : line.label}`);

describe('[IT12] the steps of a run as a list', () => {
  it('are those of its flow; a container opens to its items, an item to its steps, and so on inwards', () => {
    expect(words(shown(started))).toEqual(['n0', 'n1']);
    expect(words(shown(grown))).toEqual(['n0', 'n1']);
    expect(words(shown(grown, 'n0'))).toEqual(['n0', '  #0', '  #1', 'n1']);
    expect(words(shown(grown, 'n0', 'n0#1', 'deep@1'))).toEqual([
      ...['n0', '  #0', '  #1', '    a', '    deep'],
      ...['      #0', '      #1', '      #2', 'n1'],
    ]);
    expect(shown(grown, 'n0').map(({ holds, isOpen }) => [holds, isOpen])).toEqual([
      [2, true],
      [2, false],
      [2, false],
      [0, false],
    ]);
  });

  it('leave out the level of items where there is one only', () => {
    const one = after([runningFact('n0'), grows('n0', 1)]);
    expect(words(shown(one, 'n0'))).toEqual(['n0', '  a', '  deep', 'n1']);
  });

  it('stand in another order where somebody asks for one', () => {
    const turned = outlineLines(
      indexOf(grown),
      (key) => key === 'n0',
      (lines) => lines.toReversed(),
    );
    expect(words(turned)).toEqual(['n1', 'n0', '  #1', '  #0']);
  });

  it('a line stands for all that it holds: each node once', () => {
    const index = indexOf(grown);
    const nodesOf = (line: OutlineLine) => {
      const found: string[] = [];
      eachNodeOf(index, line, (place) => found.push(index.plan.nodes[place]?.id ?? ''));
      return found.join(' ');
    };
    const lines = shown(grown, 'n0', 'n0#1', 'deep@1');
    expect(lines.map(nodesOf)).toEqual([
      'n0 a@0 deep@0 a@1 deep@1 b@1.0 b@1.1 b@1.2',
      'a@0 deep@0',
      'a@1 deep@1 b@1.0 b@1.1 b@1.2',
      'a@1',
      'deep@1 b@1.0 b@1.1 b@1.2',
      ...['b@1.0', 'b@1.1', 'b@1.2', 'n1'],
    ]);
    expect(lines.map((line) => nodeOfLine(index, line)).slice(0, 4)).toEqual(['n0', 'a@0', 'a@1', 'a@1']);
  });

  it('finds the line of a node, however deep, or what holds it while that is closed', () => {
    const index = indexOf(grown);
    const around = linesAround(index, 'b@1.2');
    expect(around).toEqual(['n0', 'n0#1', 'deep@1', 'deep@1#2']);
    expect(lineOf(shown(grown, ...around), index, 'b@1.2')).toBe(8);
    expect(lineOf(shown(grown, 'n0'), index, 'b@1.2')).toBe(2);
    expect(lineOf(shown(grown), index, 'b@1.2')).toBe(0);
    expect(lineOf(shown(grown), index, 'nobody')).toBe(-1);
    expect(linesAround(index, 'n1')).toEqual([]);
  });
});

describe('[IT13] what a container took', () => {
  it('is from the first start to the last end of all in it, and what all of it cost', () => {
    const later = after([runningFact('a@0'), runningFact('b@1.0')], grown, 20);
    const done = after([completedFact('b@1.0')], later, 90);
    const figures = (run: RunState) => shown(run, 'n0').map((line) => lineFigures(run, indexOf(run), line));
    expect(figures(done)[0]).toMatchObject({ startedAt: 5, endedAt: null, microUsd: null });
    const all = ['a@0', 'deep@0', 'a@1', 'b@1.1', 'b@1.2', 'deep@1', 'n0'].map((id) => completedFact(id));
    const over = after(all, done, 120);
    expect(figures(over).slice(0, 2)).toMatchObject([
      { startedAt: 5, endedAt: 120 },
      { startedAt: 20, endedAt: 120 },
    ]);
  });

  it('can be asked at an earlier moment, by the lines of a later one', () => {
    const [first, second] = shown(grown, 'n0');
    if (first === undefined || second === undefined) throw new Error('no lines');
    expect(lineFigures(started, indexOf(grown), second)).toEqual({
      ...{ startedAt: null, endedAt: null, microUsd: null, open: 0, unknown: 0 },
    });
    expect(iterationAt(started, 'n0', 0)).toBeNull();
  });

  it('[IT14] a thousand items cost no more lines than are open', () => {
    const many = after([runningFact('n0'), grows('n0', 1_000)]);
    expect(shown(many)).toHaveLength(2);
    expect(shown(many, 'n0')).toHaveLength(1_002);
    expect(shown(many, 'n0', 'n0#999')).toHaveLength(1_004);
  });
});
