import { levelsOf } from '#shared/graph/topology.ts';
import type { Plan } from '#shared/run/plan.ts';

/** A node's box on the canvas of its flow, px at 100 %. */
export interface PlanPlace {
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
}

/** A card of the editor, about. */
const CARD = { width: 216, height: 152 } as const;
const GAP = { x: 80, y: 40 } as const;

/** Where each node of a plan stands, by its index; in levels from left to right when a plan does not say. O(nodes + edges). */
export function planPlaces(plan: Plan): readonly PlanPlace[] {
  if (plan.nodes.some((node) => node.position === undefined)) return placesByLevel(plan);
  return plan.nodes.map(({ position = { x: 0, y: 0 }, size }) => ({ ...position, ...(size ?? CARD) }));
}

function placesByLevel(plan: Plan): readonly PlanPlace[] {
  const edges = plan.edges.map(({ source, target }) => [source, target] as const);
  const { levels } = levelsOf({ size: plan.nodes.length, edges });
  const tallest = Math.max(1, ...levels.map((level) => level.length));
  const places: PlanPlace[] = plan.nodes.map(() => ({ x: 0, y: 0, ...CARD }));
  levels.forEach((level, column) =>
    level.forEach((node, row) => {
      const y = (row + (tallest - level.length) / 2) * (CARD.height + GAP.y);
      places[node] = { x: column * (CARD.width + GAP.x), y, ...CARD };
    }),
  );
  return places;
}
