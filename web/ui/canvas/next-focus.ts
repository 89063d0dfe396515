/**
 * Which step takes the focus over from one that is gone: the one that now stands in its place of the order, else the
 * last. null where none is left or none went.
 * @param before the steps in the order of the flow, as they were.
 */
export function nextFocus(before: readonly string[], after: readonly string[]): string | null {
  const left = new Set(after);
  const place = before.findIndex((nodeId) => !left.has(nodeId));
  if (place === -1) return null;
  return before.slice(place).find((nodeId) => left.has(nodeId)) ?? after.at(-1) ?? null;
}
