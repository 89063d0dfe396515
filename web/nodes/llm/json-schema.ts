import { isObject } from '#shared/is-object.ts';
import type { JsonObject, JsonValue } from '#shared/json.ts';
import { weftError, type WeftError } from '#shared/run/errors.ts';

export type ReadSchema =
  | { readonly ok: true; readonly schema: JsonObject | null }
  | { readonly ok: false; readonly error: WeftError };

/**
 * The field's JSON Schema; null when the field is empty. Text that is no JSON is the field's own problem (everybody's
 * JSON fields are checked) and reads as null here; JSON that is no object with a type is refused.
 */
export function readJsonSchema(text: string): ReadSchema {
  if (text.trim() === '') return { ok: true, schema: null };
  let value: JsonValue;
  try {
    value = JSON.parse(text) as JsonValue;
  } catch {
    return { ok: true, schema: null };
  }
  if (isObject(value) && (typeof value['type'] === 'string' || Array.isArray(value['anyOf'])))
    return { ok: true, schema: value };
  return {
    ok: false,
    error: weftError(
      'invalid-config',
      'This JSON is not a schema. Begin it with {"type": "object", "properties": {…}}.',
      { field: 'jsonSchema' },
    ),
  };
}
