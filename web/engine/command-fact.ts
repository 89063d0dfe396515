import { levelsOf } from '#shared/graph/topology.ts';
import type { HostFact } from '#shared/run/events.ts';
import { planNode, type PlanIndex } from '#shared/run/plan-index.ts';
import type { ScheduleCommand } from './core/schedule.ts';

/** The fact by which a wish of the scheduler becomes true in the log; null for wishes that are none. Without a plan only the end of the run is one. */
export function commandFact(command: ScheduleCommand, index: PlanIndex | null): HostFact | null {
  if (command.type === 'fail-run') return { type: 'execution.failed', data: { error: command.error } };
  if (index === null) return null;
  const { plan } = index;
  switch (command.type) {
    case 'announce-graph':
      return graphFact(index);
    case 'start-node': {
      const { round } = command;
      const nodeId = planNode(plan, command.index).id;
      return { type: 'execution.node.status', data: { nodeId, status: 'running', round } };
    }
    case 'skip-node': {
      const { round, reason } = command;
      const nodeId = planNode(plan, command.index).id;
      return { type: 'execution.node.status', data: { nodeId, status: 'skipped', round, reason } };
    }
    case 'announce-retry': {
      const { callId, dueAt, error } = command.retry;
      const nodeId = planNode(plan, command.index).id;
      const data = { nodeId, callId, try: command.retry.try, dueAt, error };
      return { type: 'execution.node.retrying', data };
    }
    case 'finish-run': {
      const { outcome, outputs } = command;
      return { type: 'execution.completed', data: { outcome, outputs } };
    }
    case 'resume-node':
    case 'retry-call':
      return null;
    default:
      return command satisfies never;
  }
}

/** Most levels that an entry can name; deeper graphs name their first ones. */
const LEVELS_NAMED = 10_000;

function graphFact(index: PlanIndex): HostFact {
  const { nodes, edges } = index.plan;
  const levelSizes = (sizesInOrder(index) ?? sizesInAnyOrder(index)).slice(0, LEVELS_NAMED);
  return { type: 'dag.created', data: { nodes: nodes.length, edges: edges.length, levelSizes } };
}

/** How many nodes lie how deep, in one pass; null when the plan is not in topological order. */
function sizesInOrder({ inputs }: PlanIndex): readonly number[] | null {
  const depths = new Int32Array(inputs.length);
  const sizes: number[] = [];
  for (let node = 0; node < inputs.length; node += 1) {
    let depth = 0;
    for (const { source } of inputs[node] ?? []) {
      if (source >= node) return null;
      depth = Math.max(depth, (depths[source] ?? 0) + 1);
    }
    depths[node] = depth;
    sizes[depth] = (sizes[depth] ?? 0) + 1;
  }
  return sizes;
}

function sizesInAnyOrder({ plan: { nodes, edges } }: PlanIndex): readonly number[] {
  const pairs = edges.map(({ source, target }) => [source, target] as const);
  return levelsOf({ size: nodes.length, edges: pairs }).levels.map((level) => level.length);
}
