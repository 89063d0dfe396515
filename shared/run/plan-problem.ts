import { topologicalOrder } from '../graph/topology.ts';
import type { Plan, PlanBody } from './plan.ts';

const CIRCLE = 'its threads run in a circle';

/**
 * Why something that looks like a plan is none, in words; null = it is one. What runs in a circle would wait for
 * itself for ever. O(nodes + threads).
 */
export function planProblem({
  nodes,
  edges,
  bodies = [],
}: Pick<Plan, 'nodes' | 'edges' | 'bodies'>): string | null {
  const known = new Set<string>();
  const twice = firstTwice(nodes, known);
  if (twice !== null) return sameId(twice);
  if (edges.some(({ source, target }) => Math.max(source, target) >= nodes.length))
    return 'a thread leads to a node that is not there';
  const links = edges.map(({ source, target }) => [source, target] as const);
  if (topologicalOrder({ size: nodes.length, edges: links }).cycle.length > 0) return CIRCLE;
  for (const body of bodies) {
    if (!known.has(body.container)) return `the container “${body.container}” is not there`;
    const again = firstTwice(body.nodes, known);
    if (again !== null) return sameId(again);
    if (runsInCircle(body)) return CIRCLE;
  }
  return null;
}

const sameId = (id: string): string => `two nodes have the id “${id}”`;

/** Takes the ids among those that are known; the first that was known already, else null. */
function firstTwice(nodes: Plan['nodes'], known: Set<string>): string | null {
  for (const { id } of nodes) {
    if (known.has(id)) return id;
    known.add(id);
  }
  return null;
}

/** Threads from and to the container, or from outside of it, close no circle. */
function runsInCircle({ nodes, edges }: PlanBody): boolean {
  const places = new Map(nodes.map(({ id }, place) => [id, place]));
  const links = edges.flatMap(({ source, target }) => {
    const from = places.get(source);
    const to = places.get(target);
    return from === undefined || to === undefined ? [] : [[from, to] as const];
  });
  return topologicalOrder({ size: nodes.length, edges: links }).cycle.length > 0;
}
