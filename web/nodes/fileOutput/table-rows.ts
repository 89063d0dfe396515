import { isObject } from '#shared/is-object.ts';
import type { JsonValue } from '#shared/json.ts';

type Row = readonly string[];

/**
 * The rows of a table from JSON: a list of objects (their keys are the head, in the order in which they first come up), a
 * list of lists, a list of plain values, or an object that holds nothing but one such list. null for anything else.
 */
export function tableRows(value: JsonValue): readonly Row[] | null {
  if (isObject(value)) {
    const [only, ...others] = Object.values(value);
    return Array.isArray(only) && others.length === 0 ? tableRows(only) : null;
  }
  if (!Array.isArray(value)) return null;
  const items: readonly JsonValue[] = value;
  if (items.length > 0 && items.every(isObject)) return objectRows(items);
  if (items.some(isObject)) return null;
  return items.map((item) => (Array.isArray(item) ? item.map(cellOf) : [cellOf(item)]));
}

function objectRows(items: readonly { readonly [key: string]: JsonValue }[]): readonly Row[] {
  const head = [...new Set(items.flatMap((item) => Object.keys(item)))];
  return [head, ...items.map((item) => head.map((key) => cellOf(item[key] ?? null)))];
}

function cellOf(value: JsonValue): string {
  if (value === null) return '';
  return typeof value === 'object' ? JSON.stringify(value) : String(value);
}
