import { ADAPTER_PREFIX } from '#shared/graph/handles.ts';
import type { Plan, PlanBody, PlanNode } from '#shared/run/plan.ts';
import type { CompileInput } from './compile.ts';
import { estimateCost } from './estimate.ts';
import type { PlannedNode } from './planned-node.ts';

/** Whether a run of it calls a model, where it runs at all. */
export const asksModel = ({ model, disabled, override }: PlanNode): boolean =>
  model !== null && !disabled && override === null;

/** How often something inside a container asks a model is known when it runs: then nobody can say a price before. */
function asksInside(
  { demo, usable }: CompileInput,
  nodes: readonly PlanNode[],
  bodies: readonly PlanBody[],
): boolean {
  if (demo || !bodies.some((body) => body.nodes.some(asksModel))) return false;
  const isReused = ({ id, policy }: PlanNode): boolean => policy === 'may-reuse' && usable.has(id);
  return nodes.some((node) => node.body !== undefined && node.policy !== 'feed' && !isReused(node));
}

/** What the calls of a plan cost, as far as that can be said before they are made; null = nobody can say. */
export function estimatePlan(
  input: CompileInput,
  { nodes, edges, bodies }: Required<Pick<Plan, 'nodes' | 'edges' | 'bodies'>>,
  planned: ReadonlyMap<string, PlannedNode>,
): Plan['estimateMicroUsd'] {
  if (asksInside(input, nodes, bodies)) return null;
  if (input.demo) return { low: 0, high: 0 };
  const incoming = new Array<number>(nodes.length).fill(0);
  const personas = new Set<number>();
  for (const edge of edges) {
    const source = nodes[edge.source];
    incoming[edge.target] = (incoming[edge.target] ?? 0) + (source?.model?.maxOutputTokens ?? 500);
    if (edge.targetHandle.startsWith(ADAPTER_PREFIX)) personas.add(edge.target);
  }
  return estimateCost(
    nodes.map((node, index) => {
      const free = node.policy === 'feed' || node.disabled || node.override !== null;
      const reused = node.policy === 'may-reuse' && input.usable.has(node.id);
      const own = input.definitions.get(node.type)?.asksForPersonas ? 0 : 1;
      const calls = own + (personas.has(index) ? 1 : 0);
      const resolved = free || reused || calls === 0 ? null : (planned.get(node.id)?.resolved ?? null);
      return { resolved, config: node.config, inputTokens: incoming[index] ?? 0, calls };
    }),
  );
}
