import { levelsOf } from '#shared/graph/topology.ts';
import { frozenNodes } from '#shared/run/frozen-nodes.ts';
import { isContainer, type Plan, type PlanBody, type PlanEdge, type PlanNode } from '#shared/run/plan.ts';

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
/** A container whose size nobody has set. */
const FRAME = { width: 560, height: 400 } as const;
/** See web/engine/core/node-wiring.ts. */
export const BORDER = 'from-outside';

/** What is drawn inside containers; what one holds in its config, the flow of a subflow, is not. */
export const drawnBodies = ({ bodies = [] }: Plan): readonly PlanBody[] =>
  bodies.filter(({ container, nodes }) => nodes.every(({ id }) => !id.startsWith(`${container}.`)));

/**
 * The plan as its flow is drawn: with the steps inside containers, each once, whatever iterations made of them. Threads
 * between a container and what is inside it are left out. O(nodes + edges).
 */
export function drawnPlan(plan: Plan): Plan {
  if (plan.bodies === undefined) return plan;
  const bodies = drawnBodies(plan);
  const holds = new Set(bodies.map(({ container }) => container));
  const framed = (node: PlanNode): PlanNode =>
    holds.has(node.id) && node.size === undefined ? { ...node, size: FRAME } : node;
  const nodes = [...frozenNodes(plan), ...bodies.flatMap((body) => body.nodes)].map(framed);
  const places = new Map(nodes.map(({ id }, index) => [id, index]));
  const inner = bodies.flatMap((body) =>
    body.edges.flatMap((edge): PlanEdge[] => {
      const source = places.get(edge.source);
      const target = places.get(edge.target);
      const isOwn = edge.source === body.container || edge.target === body.container;
      return source === undefined || target === undefined || isOwn ? [] : [{ ...edge, source, target }];
    }),
  );
  const edges = [...plan.edges, ...inner].filter(({ targetHandle }) => targetHandle !== BORDER);
  return { ...plan, nodes, edges };
}

/** Whether a node of a drawn plan has others inside it. */
export const isFrame = (plan: Plan, node: PlanNode): boolean =>
  isContainer(node.kind) && drawnBodies(plan).some(({ container }) => container === node.id);

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
