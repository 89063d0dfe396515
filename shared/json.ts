import { z } from 'zod/mini';

// Neither the page's content policy nor workerd allow code made from strings. Without this zod tries it once, which the
// browser reports as a violation.
z.config({ jitless: true });

/** Anything JSON can hold. Flow documents, outputs and log entries hold nothing else. */
export type JsonValue =
  string | number | boolean | null | readonly JsonValue[] | { readonly [key: string]: JsonValue };

export type JsonObject = { readonly [key: string]: JsonValue };

export const jsonValueSchema: z.ZodMiniType<JsonValue> = z.json() as z.ZodMiniType<JsonValue>;

export const jsonObjectSchema: z.ZodMiniType<JsonObject> = z.record(z.string(), jsonValueSchema);

/**
 * JSON with object keys in code-unit order and no white space: equal values give equal text, so the text can be hashed
 * or compared. `undefined` members are left out, as JSON.stringify does.
 */
export function canonicalJson(value: unknown): string {
  if (typeof value === 'string') return jsonText(value);
  if (value === null || typeof value !== 'object') return JSON.stringify(value) ?? 'null';
  if (Array.isArray(value)) return `[${value.map((item) => canonicalJson(item)).join(',')}]`;
  const record = value as Record<string, unknown>;
  const keys = Object.keys(record);
  if (!isSorted(keys)) keys.sort();
  let members = '';
  for (const key of keys) {
    const member = record[key];
    if (member === undefined) continue;
    members += `${members === '' ? '' : ','}${jsonText(key)}:${canonicalJson(member)}`;
  }
  return `{${members}}`;
}

/** What JSON writes in another way than it is: quotes, backslashes, control characters, halves of pairs. */
const ESCAPED = /[^ !#-[\]-\ud7ff\ue000-\uffff]/;

/** The text as JSON writes it. Most has nothing to escape, and then need not be written anew. */
const jsonText = (text: string): string => (ESCAPED.test(text) ? JSON.stringify(text) : `"${text}"`);

function isSorted(keys: readonly string[]): boolean {
  for (let index = 1; index < keys.length; index += 1)
    if ((keys[index - 1] as string) > (keys[index] as string)) return false;
  return true;
}
