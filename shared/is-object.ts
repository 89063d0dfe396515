import type { JsonObject } from './json.ts';

/** Whether a value that was read from JSON has members: no list, and something. */
export function isObject(value: unknown): value is JsonObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
