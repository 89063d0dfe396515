import type { JsonObject } from '#shared/json.ts';
import type { PlanNode } from '#shared/run/plan.ts';
import type { NodeDefinition } from '../../node-kit/types.ts';

/** Handles at which something must come in: required ports, but where a field that is filled in stands for one. */
export function neededInputs(definition: NodeDefinition | null, config: JsonObject): Pick<PlanNode, 'needs'> {
  if (definition === null) return {};
  const filled = new Set<string>();
  const needs = new Set<string>();
  for (const { key, required, orPort } of definition.fields) {
    if (orPort === undefined) continue;
    const value = config[key] ?? null;
    const isEmpty = value === null || (typeof value === 'string' && value.trim() === '');
    if (!isEmpty) filled.add(orPort);
    else if (required === true) needs.add(orPort);
  }
  for (const { id, required } of definition.ports(config).inputs) if (required === true) needs.add(id);
  for (const id of filled) needs.delete(id);
  return needs.size === 0 ? {} : { needs: [...needs] };
}
