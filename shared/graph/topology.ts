/**
 * Order and levels of a directed graph given as dense indices. Knows nothing of flows: callers map ids to indices.
 * All functions are O(nodes + edges).
 */

export interface IndexedGraph {
  readonly size: number;
  /** Pairs of (source, target) indices; parallel edges count once each. */
  readonly edges: readonly (readonly [source: number, target: number])[];
}

export interface TopologicalOrder {
  /** Indices so that every edge points forward; ties are broken by the lower index. Nodes on or behind a cycle are missing. */
  readonly order: readonly number[];
  /** The nodes of one cycle in the order of its edges; empty when there is none. */
  readonly cycle: readonly number[];
}

function successorLists(graph: IndexedGraph): number[][] {
  const lists: number[][] = Array.from({ length: graph.size }, () => []);
  for (const [source, target] of graph.edges) lists[source]?.push(target);
  return lists;
}

function inDegrees(graph: IndexedGraph): number[] {
  const degrees = new Array<number>(graph.size).fill(0);
  for (const [, target] of graph.edges) degrees[target] = (degrees[target] ?? 0) + 1;
  return degrees;
}

/** Kahn's algorithm level by level, so that ties fall to the lower index without a heap. */
export function topologicalOrder(graph: IndexedGraph): TopologicalOrder {
  const levels = levelsOf(graph);
  if (levels.cycle.length > 0) return { order: levels.levels.flat(), cycle: levels.cycle };
  return { order: levels.levels.flat(), cycle: [] };
}

export interface Levels {
  /** Level 0 has no inputs; level n is one more than the deepest input. Ascending indices inside a level. */
  readonly levels: readonly (readonly number[])[];
  readonly cycle: readonly number[];
}

/** Groups nodes by depth: for layout and for `dag.created`. Execution never waits for a level. */
export function levelsOf(graph: IndexedGraph): Levels {
  const successors = successorLists(graph);
  const missing = inDegrees(graph);
  const levels: number[][] = [];
  let current: number[] = [];
  for (let node = 0; node < graph.size; node += 1) if (missing[node] === 0) current.push(node);
  let placed = 0;
  while (current.length > 0) {
    levels.push(current);
    placed += current.length;
    const next: number[] = [];
    for (const node of current) {
      for (const target of successors[node] ?? []) {
        const left = (missing[target] ?? 0) - 1;
        missing[target] = left;
        if (left === 0) next.push(target);
      }
    }
    current = next.sort((a, b) => a - b);
  }
  return { levels, cycle: placed === graph.size ? [] : findCycle(graph, missing) };
}

/** One cycle among the nodes that Kahn's algorithm could not place: walk backwards until a node repeats. */
function findCycle(graph: IndexedGraph, missing: readonly number[]): number[] {
  const unplaced = (node: number) => (missing[node] ?? 0) > 0;
  const predecessor = new Map<number, number>();
  for (const [source, target] of graph.edges) {
    if (unplaced(source) && unplaced(target) && !predecessor.has(target)) predecessor.set(target, source);
  }
  const start = predecessor.keys().next().value;
  if (start === undefined) return [];
  const seen = new Map<number, number>();
  const walk: number[] = [];
  let node: number | undefined = start;
  while (node !== undefined && !seen.has(node)) {
    seen.set(node, walk.length);
    walk.push(node);
    node = predecessor.get(node);
  }
  return node === undefined ? [] : walk.slice(seen.get(node)).reverse();
}
