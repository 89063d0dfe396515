import type { z } from 'zod/mini';
import { jsonObjectSchema, type JsonObject } from '../json.ts';

/** One thing of a file read member by member: what is wrong in a member that need not be there costs that member alone. */
export type ReadMembers<T> =
  | { readonly ok: true; readonly value: T; readonly dropped: readonly string[] }
  | { readonly ok: false; readonly path: readonly PropertyKey[] };

/** The members of a node and of the settings that a file may leave out. */
const OPTIONAL = new Set([
  ...['label', 'size', 'parent', 'disabled', 'asks', 'override'],
  ...['defaultProvider', 'defaultModel', 'concurrency', 'approvals', 'foreign'],
]);

/**
 * Reads `raw` by its schema. Members that no `known` names go into `foreign`; optional ones that cannot be read are left
 * out and named. Fails where a member that must be there cannot be read.
 */
export function readMembers<T>(
  schema: z.ZodMiniType<T>,
  known: ReadonlySet<string>,
  raw: unknown,
): ReadMembers<T> {
  if (typeof raw !== 'object' || raw === null || Array.isArray(raw)) return { ok: false, path: [] };
  const { members, dropped } = sorted(known, raw);
  const first = schema.safeParse(members);
  if (first.success) return { ok: true, value: first.data, dropped };
  const bad = new Set(first.error.issues.map(({ path }) => String(path[0])));
  for (const key of bad) {
    if (!OPTIONAL.has(key)) continue;
    delete members[key];
    dropped.push(key);
  }
  const again = schema.safeParse(members);
  if (again.success) return { ok: true, value: again.data, dropped };
  return { ok: false, path: again.error.issues[0]?.path ?? [] };
}

/** The members that are known, with the others under `foreign`; what is no JSON there, or too deep, is dropped. */
function sorted(
  known: ReadonlySet<string>,
  raw: object,
): { readonly members: Record<string, unknown>; readonly dropped: string[] } {
  const members: Record<string, unknown> = {};
  const foreign: Record<string, unknown> = {};
  const dropped: string[] = [];
  for (const [key, value] of Object.entries(raw)) {
    if (value === undefined) continue;
    if (known.has(key)) members[key] = value;
    else if (key !== '__proto__' && jsonObjectSchema.safeParse({ value }).success) foreign[key] = value;
    else dropped.push(key);
  }
  if (Object.keys(foreign).length > 0)
    members['foreign'] = { ...(members['foreign'] as JsonObject | undefined), ...foreign };
  return { members, dropped };
}
