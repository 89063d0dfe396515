import type { Iterations } from './grow-plan.ts';
import type { PlanIndex } from './plan-index.ts';

/** All nodes that a container's iterations made, those of containers in them included, by plan index. O(those nodes). */
export function eachInside(index: PlanIndex, container: number, visit: (place: number) => void): void {
  const made = index.growth?.containers.get(container);
  made?.starts.forEach((_, turn) => eachOfTurn(index, made, turn, visit));
}

/** The same of one iteration. */
export function eachOfTurn(
  index: PlanIndex,
  made: Iterations,
  turn: number,
  visit: (place: number) => void,
): void {
  const start = made.starts[turn];
  if (start === undefined) return;
  for (let place = start; place < start + made.body.nodes.length; place += 1) {
    visit(place);
    eachInside(index, place, visit);
  }
}
