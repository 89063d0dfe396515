import {
  FLOW_FORMAT_VERSION,
  MOST_AT_WORK,
  type FlowDocument,
  type FlowNode,
  type FlowSettings,
} from '#shared/graph/document.ts';
import type { JsonObject } from '#shared/json.ts';
import { LIMITS } from '#shared/protocol/limits.ts';
import { frozenNodes } from '#shared/run/frozen-nodes.ts';
import type { Plan, PlanNode } from '#shared/run/plan.ts';
import { BORDER, drawnBodies, planPlaces } from './plan-places.ts';

/**
 * The flow of a run, as its plan has it: steps, threads, settings and places [RP9]. Models stay as they were resolved; a
 * run on the demo says nothing of them. Plans hold neither keys nor secrets, so a fork has none.
 */
export function flowOfPlan(plan: Plan): FlowDocument {
  const nodes = frozenNodes(plan);
  const places = planPlaces({ ...plan, nodes });
  return {
    formatVersion: FLOW_FORMAT_VERSION,
    id: plan.flowId,
    name: plan.flowName,
    nodes: [...nodes.map((node, index) => nodeOf(node, plan, places[index])), ...innerNodes(plan, nodes)],
    edges: [
      ...plan.edges.flatMap((edge, index) => {
        const source = nodes[edge.source]?.id;
        const target = nodes[edge.target]?.id;
        const { sourceHandle, targetHandle } = edge;
        // What a container waits for is drawn to the node inside it.
        if (source === undefined || target === undefined || targetHandle === BORDER) return [];
        return [{ id: `e${index}`, source, sourceHandle, target, targetHandle }];
      }),
      ...innerEdges(plan),
    ],
    settings: settingsOf(plan),
  };
}

/** What a plan keeps of a flow's settings; its default model is in the nodes. The default for nodes at work is not said. */
const settingsOf = ({ approvals, concurrency }: Plan): FlowSettings => ({
  ...(concurrency === LIMITS.callsPerRun || concurrency > MOST_AT_WORK ? {} : { concurrency }),
  ...(approvals === undefined ? {} : { approvals }),
});

/** Nodes inside containers, in them again; those that a container holds in its config come with it. */
function innerNodes(plan: Plan, outer: readonly PlanNode[]): readonly FlowNode[] {
  const bodies = drawnBodies(plan);
  const all = new Map([...outer, ...bodies.flatMap(({ nodes }) => nodes)].map((node) => [node.id, node]));
  return bodies.flatMap(({ container, nodes }) => {
    const { x, y } = all.get(container)?.position ?? { x: 0, y: 0 };
    return nodes.map((node, index): FlowNode => {
      const place = node.position ?? { x: x + 40 + 240 * index, y: y + 160 };
      return { ...nodeOf(node, plan, { x: place.x - x, y: place.y - y }), parent: container };
    });
  });
}

const innerEdges = (plan: Plan): FlowDocument['edges'] =>
  drawnBodies(plan).flatMap(({ container, edges }) =>
    edges
      .filter(({ targetHandle }) => targetHandle !== BORDER)
      .map((edge, index) => ({ id: `${container}-${index}`, ...edge })),
  );

function nodeOf(
  node: PlanNode,
  plan: Plan,
  place: { readonly x: number; readonly y: number } | undefined,
): FlowNode {
  const model: JsonObject = plan.demo || node.model === null ? {} : { model: modelOf(node.model) };
  return {
    id: node.id,
    type: node.type,
    version: node.version,
    label: node.label,
    position: place === undefined ? { x: 0, y: 0 } : { x: place.x, y: place.y },
    ...(node.size === undefined ? {} : { size: node.size }),
    ...(node.disabled ? { disabled: true } : {}),
    config: { ...node.config, ...model },
    ...(node.asks === undefined ? {} : { asks: node.asks }),
    ...(node.override === null ? {} : { override: { ...node.override } as JsonObject }),
  };
}

function modelOf({
  provider,
  model,
  temperature,
  maxOutputTokens,
  parameters,
}: NonNullable<PlanNode['model']>): JsonObject {
  return {
    provider,
    model,
    ...(temperature === undefined ? {} : { temperature }),
    ...(maxOutputTokens === undefined ? {} : { maxOutputTokens }),
    ...(Object.keys(parameters).length === 0 ? {} : { parameters: { ...parameters } }),
  };
}
