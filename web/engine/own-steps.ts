import type { PlanNode } from '#shared/run/plan.ts';
import { isAdapterHandle } from '#shared/graph/handles.ts';
import type { AgentStep } from '../node-kit/agent/agent-work.ts';
import type { NodeRegistry } from './ports.ts';

/** The steps that a node of the plan runs itself, with what they take. */
export function stepsOf(
  { steps = [] }: PlanNode,
  { definitions }: Pick<NodeRegistry, 'definitions'>,
): readonly AgentStep[] {
  return steps.flatMap(({ id, type, label, config }): AgentStep[] => {
    const definition = definitions.get(type);
    if (definition === undefined) return [];
    const words = definition
      .ports(config)
      .inputs.filter((port) => port.type !== 'image' && !isAdapterHandle(port.id));
    const inputs = words.map((port) => ({
      ...{ handle: port.id, label: port.label, isRequired: port.required === true },
    }));
    return [{ id, label, about: definition.about, inputs }];
  });
}
