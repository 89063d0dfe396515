import { textDigest } from './sha256.ts';

/**
 * Adds the canonical JSON of a value to the digest under way: the same bytes as `textDigest.add(canonicalJson(value))`,
 * without making the text. A run writes two short values per node, and the text would cost more than its digest.
 */
export function digestJson(value: unknown): void {
  if (typeof value === 'string') return digestText(value);
  if (value === null || typeof value !== 'object') return textDigest.add(JSON.stringify(value) ?? 'null');
  if (Array.isArray(value)) return digestArray(value);
  const record = value as Record<string, unknown>;
  let hasMembers = false;
  textDigest.add('{');
  for (const key of sortedKeys(record)) {
    const member = record[key];
    if (member === undefined) continue;
    if (hasMembers) textDigest.add(',');
    hasMembers = true;
    digestText(key);
    textDigest.add(':');
    digestJson(member);
  }
  textDigest.add('}');
}

function digestArray(items: readonly unknown[]): void {
  textDigest.add('[');
  for (let index = 0; index < items.length; index += 1) {
    if (index > 0) textDigest.add(',');
    digestJson(items[index]);
  }
  textDigest.add(']');
}

/** The text as JSON writes it: as it is up to the first character that may need an escape. */
function digestText(text: string): void {
  textDigest.add('"');
  const plain = textDigest.addPlain(text);
  if (plain < text.length) textDigest.add(JSON.stringify(text.slice(plain)).slice(1, -1));
  textDigest.add('"');
}

function sortedKeys(record: Record<string, unknown>): readonly string[] {
  const keys = Object.keys(record);
  for (let index = 1; index < keys.length; index += 1)
    if ((keys[index - 1] as string) > (keys[index] as string)) return keys.sort();
  return keys;
}
