import { isObject } from '#shared/is-object.ts';
import type { JsonObject, JsonValue } from '#shared/json.ts';

/**
 * Structured outputs take a part of JSON Schema: objects must be closed, and bounds of numbers, strings and arrays are
 * refused (platform.claude.com, "Structured outputs", limitations). What is dropped here is checked again when the
 * answer is validated, so nothing is lost but the model's guidance.
 */
const REFUSED = new Set([
  'minimum',
  'maximum',
  'exclusiveMinimum',
  'exclusiveMaximum',
  'multipleOf',
  'minLength',
  'maxLength',
  'maxItems',
  'minItems',
  'uniqueItems',
  'minProperties',
  'maxProperties',
]);

/** The schema as Anthropic takes it. */
export function fitSchema(schema: JsonObject): { [key: string]: unknown } {
  const fitted: { [key: string]: unknown } = {};
  for (const [key, value] of Object.entries(schema)) {
    if (REFUSED.has(key)) continue;
    fitted[key] = key === 'properties' || key === '$defs' ? fitMembers(value) : fitValue(key, value);
  }
  if (schema['type'] === 'object') fitted['additionalProperties'] = false;
  return fitted;
}

/** Names of properties are not keywords, whatever they are called. */
function fitMembers(members: JsonValue): unknown {
  if (!isObject(members)) return members;
  return Object.fromEntries(
    Object.entries(members).map(([name, schema]) => [name, isObject(schema) ? fitSchema(schema) : schema]),
  );
}

function fitValue(key: string, value: JsonValue): unknown {
  if (key === 'enum' || key === 'const' || key === 'default' || key === 'examples') return value;
  if (Array.isArray(value)) return value.map((item: JsonValue) => (isObject(item) ? fitSchema(item) : item));
  return isObject(value) ? fitSchema(value) : value;
}
