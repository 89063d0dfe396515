import type { JsonObject, JsonValue } from '#shared/json.ts';
import { weftError, type WeftError } from '#shared/run/errors.ts';
import { effectiveConfig } from './effective-config.ts';
import type { FieldDefinition, NodeDefinition, NodePorts, NodeWiring } from './types.ts';

/**
 * Everything about a node that can be known to be wrong before a run: required fields and ports, values that a field
 * cannot hold, and the type's own checks. Nodes that never run have no problems.
 */
export function fieldProblems(
  definition: NodeDefinition,
  config: JsonObject,
  wiring: NodeWiring,
): readonly WeftError[] {
  if (definition.kind === null) return [];
  const effective = effectiveConfig(definition, config);
  const ports = definition.ports(effective);
  return [
    ...definition.fields.flatMap(
      (field) => fieldProblem(field, effective[field.key] ?? null, ports, wiring) ?? [],
    ),
    ...portProblems(definition, ports, wiring),
    ...definition.check(effective, wiring),
  ];
}

function isEmpty(value: JsonValue): boolean {
  return value === null || (typeof value === 'string' && value.trim() === '');
}

function fieldProblem(
  field: FieldDefinition,
  value: JsonValue,
  ports: NodePorts,
  wiring: NodeWiring,
): WeftError | null {
  if (isEmpty(value)) {
    const standsIn = field.orPort !== undefined && wiring.wiredInputs.has(field.orPort);
    return field.required && !standsIn ? missing(field, ports) : null;
  }
  const reason = misfitReason(field, value);
  return reason === null ? null : weftError('invalid-config', reason, { field: field.key });
}

function missing(field: FieldDefinition, ports: NodePorts): WeftError {
  const port = ports.inputs.find((input) => input.id === field.orPort);
  const way = port === undefined ? 'Fill it in.' : `Fill it in, or connect something to “${port.label}”.`;
  return weftError('missing-input', `“${field.label}” is empty. ${way}`, { field: field.key });
}

/** Why a value that is there cannot stay, in words for people; null when it can. */
function misfitReason(field: FieldDefinition, value: JsonValue): string | null {
  switch (field.type) {
    case 'select':
      return field.open || field.options.some((option) => option.value === value)
        ? null
        : `“${String(value)}” is not a choice of “${field.label}”. Pick one from the list.`;
    case 'number':
      return numberReason(field, value);
    case 'json':
      return jsonReason(field.label, String(value));
    case 'text':
    case 'textarea':
      return field.maxLength !== undefined && String(value).length > field.maxLength
        ? `“${field.label}” is longer than ${field.maxLength} characters. Shorten it.`
        : null;
    case 'boolean':
    case 'tags':
    case 'image':
      return null;
    default:
      return field satisfies never;
  }
}

function numberReason(field: Extract<FieldDefinition, { type: 'number' }>, value: JsonValue): string | null {
  const { min = -Infinity, max = Infinity } = field;
  if (typeof value === 'number' && value >= min && value <= max) return null;
  if (max === Infinity) return `“${field.label}” must be at least ${min}.`;
  return `“${field.label}” must be between ${min} and ${max}.`;
}

function jsonReason(label: string, text: string): string | null {
  try {
    JSON.parse(text);
    return null;
  } catch (caught) {
    const detail = caught instanceof Error ? ` (${caught.message.slice(0, 200)})` : '';
    return `“${label}” is not valid JSON${detail}. Mend it or empty the field.`;
  }
}

function portProblems(definition: NodeDefinition, ports: NodePorts, wiring: NodeWiring): WeftError[] {
  const standIns = new Set(definition.fields.map((field) => field.orPort));
  return ports.inputs
    .filter((port) => port.required && !standIns.has(port.id) && !wiring.wiredInputs.has(port.id))
    .map((port) =>
      weftError('missing-input', `Nothing is connected to “${port.label}”. Pull a thread to it.`, {
        field: port.id,
      }),
    );
}
