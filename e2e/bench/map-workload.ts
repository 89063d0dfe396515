import type { NodeOutput } from '../../shared/run/output.ts';
import type { Plan, PlanNode } from '../../shared/run/plan.ts';
import type { NodeRunner } from '../../web/node-kit/types.ts';
import { planOf, registryOf, runEngine, runPlan, type RunOptions } from './engine-workload.ts';

/** A map over items whose one step does nothing, and as many nodes that do nothing, side by side. */

const doNothing = async (): Promise<NodeOutput> => ({ text: 'x' });

const runEach: NodeRunner = async (context) => {
  if (context.config['items'] === undefined) return doNothing();
  const items = Array.from({ length: Number(context.config['items']) }, (_, at) => ({
    item: [{ text: `item ${at}` }],
  }));
  const results = await context.iterate(items);
  return { json: results.map(({ outputs }) => outputs['result']?.[0]?.text ?? null) };
};

function mapPlan(size: number): Plan {
  const plan = planOf({ name: 'map', size: 1, edges: [] });
  const [step] = plan.nodes as readonly [PlanNode];
  const map: PlanNode = { ...step, id: 'map', kind: 'map', body: 'b'.repeat(64), config: { items: size } };
  const thread = (source: string, sourceHandle: string, target: string, targetHandle: string) => ({
    ...{ source, sourceHandle, target, targetHandle },
  });
  const edges = [thread('map', 'item', step.id, 'text-in'), thread(step.id, 'text-out', 'map', 'result')];
  return { ...plan, nodes: [map], bodies: [{ container: 'map', nodes: [step], edges }] };
}

/** Milliseconds of both, run in turns. */
export async function runMap(
  size: number,
  options: RunOptions,
): Promise<{ readonly mapMs: number; readonly separateMs: number }> {
  const registry = registryOf(runEach);
  const separate = await runEngine({ name: 'separate', size, edges: [] }, { ...options, registry });
  const map = await runPlan(mapPlan(size), size + 1, { ...options, registry });
  return { mapMs: map.ms, separateMs: separate.ms };
}
