import type { JsonValue } from '#shared/json.ts';

/** Whether a JSON value is an object and no list. */
export function isPlainObject(value: JsonValue): value is { readonly [key: string]: JsonValue } {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
