/**
 * The earlier value when the new one is equal, else the new one with its equal members taken from the earlier: what did
 * not change keeps its identity. Only plain JSON values.
 */
export function reuse<T>(before: T | undefined, next: T): T {
  if (before === undefined || Object.is(before, next)) return before === undefined ? next : before;
  if (typeof before !== 'object' || typeof next !== 'object' || before === null || next === null) return next;
  if (Array.isArray(before) !== Array.isArray(next)) return next;
  const old = before as Record<string, unknown>;
  const fresh = next as Record<string, unknown>;
  const keys = Object.keys(fresh);
  let same = keys.length === Object.keys(old).length;
  const merged: Record<string, unknown> = {};
  for (const key of keys) {
    merged[key] = reuse(old[key], fresh[key]);
    if (!Object.hasOwn(old, key) || merged[key] !== old[key]) same = false;
  }
  if (same) return before;
  return (Array.isArray(next) ? Object.values(merged) : merged) as T;
}
