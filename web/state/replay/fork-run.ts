import { FLOW_FORMAT_VERSION, type FlowDocument, type FlowNode } from '#shared/graph/document.ts';
import type { JsonObject } from '#shared/json.ts';
import type { Plan, PlanNode } from '#shared/run/plan.ts';
import { planPlaces } from './plan-places.ts';

/**
 * The flow of a run, as its plan has it: steps, threads, settings and places [RP9]. Models stay as they were resolved; a
 * run on the demo says nothing of them. Plans hold neither keys nor secrets, so a fork has none.
 */
export function flowOfPlan(plan: Plan): FlowDocument {
  const places = planPlaces(plan);
  return {
    formatVersion: FLOW_FORMAT_VERSION,
    id: plan.flowId,
    name: plan.flowName,
    nodes: plan.nodes.map((node, index) => nodeOf(node, plan, places[index])),
    edges: plan.edges.flatMap((edge, index) => {
      const source = plan.nodes[edge.source]?.id;
      const target = plan.nodes[edge.target]?.id;
      if (source === undefined || target === undefined) return [];
      const { sourceHandle, targetHandle } = edge;
      return [{ id: `e${index}`, source, sourceHandle, target, targetHandle }];
    }),
    settings: plan.approvals === undefined ? {} : { approvals: plan.approvals },
  };
}

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
