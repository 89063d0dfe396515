import { levelsOf } from '#shared/graph/topology.ts';
import type { HostFact } from '#shared/run/events.ts';
import { planNode } from '#shared/run/plan-index.ts';
import type { Plan } from '#shared/run/plan.ts';
import type { ScheduleCommand } from './core/schedule.ts';

/** The fact by which a wish of the scheduler becomes true in the log; null for wishes that are none. */
export function commandFact(command: ScheduleCommand, plan: Plan): HostFact | null {
  switch (command.type) {
    case 'announce-graph':
      return graphFact(plan);
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

function graphFact(plan: Plan): HostFact {
  const edges = plan.edges.map(({ source, target }) => [source, target] as const);
  const { levels } = levelsOf({ size: plan.nodes.length, edges });
  const levelSizes = levels.slice(0, LEVELS_NAMED).map((level) => level.length);
  return { type: 'dag.created', data: { nodes: plan.nodes.length, edges: edges.length, levelSizes } };
}
