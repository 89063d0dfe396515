/** Entries shown of one object or list before "Show more". */
export const MAX_ENTRIES = 100;

/** Key and value of what a JSON value holds; null for what holds nothing (text, number, boolean, null). */
export function jsonEntries(value: unknown): readonly (readonly [string, unknown])[] | null {
  if (Array.isArray(value)) return value.map((item, index) => [String(index), item] as const);
  if (typeof value === 'object' && value !== null) return Object.entries(value);
  return null;
}

/** One line for a value: text in quotes, the size of what can be opened. */
export function describeJson(value: unknown): string {
  if (Array.isArray(value)) return value.length === 0 ? '[]' : `[${value.length}]`;
  if (typeof value === 'object' && value !== null) {
    const size = Object.keys(value).length;
    return size === 0 ? '{}' : `{${size}}`;
  }
  return JSON.stringify(value) ?? String(value);
}
