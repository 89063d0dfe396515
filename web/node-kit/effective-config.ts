import type { JsonObject, JsonValue } from '#shared/json.ts';
import { blobRefSchema } from '#shared/run/output.ts';
import type { FieldDefinition, NodeDefinition } from './types.ts';

/**
 * What counts of a node's config: the fields of its form that say what it gives, defaults in the place of what is missing
 * or of the wrong kind. Everything else a config may hold (how it stands on the canvas, the model, ids from other systems)
 * is left out, so that it never changes a cache key.
 */
export function effectiveConfig(definition: NodeDefinition, config: JsonObject): JsonObject {
  const counting: Record<string, JsonValue> = {};
  for (const field of definition.fields)
    if (!field.apart) counting[field.key] = fits(field, config[field.key]) ?? field.default;
  return counting;
}

/** The value when the field can hold it; undefined otherwise. */
function fits(field: FieldDefinition, value: JsonValue | undefined): JsonValue | undefined {
  switch (field.type) {
    case 'text':
    case 'textarea':
    case 'select':
    case 'tags':
    case 'json':
      return typeof value === 'string' ? value : undefined;
    case 'number':
      return typeof value === 'number' || value === null ? value : undefined;
    case 'boolean':
      return typeof value === 'boolean' ? value : undefined;
    case 'image':
      return barePicture(value);
    default:
      return field satisfies never;
  }
}

/** A picture is its bytes: name and sides stand beside them for people. What is no picture of Weft is left as it is. */
function barePicture(value: JsonValue | undefined): JsonValue | undefined {
  const parsed = blobRefSchema.safeParse(value);
  if (!parsed.success) return value;
  const { blob, mediaType, bytes } = parsed.data;
  return { blob, mediaType, bytes };
}
