import { textDigest } from './sha256.ts';

const QUOTE = 0x22;
const COMMA = 0x2c;
const COLON = 0x3a;
const OPEN_BRACKET = 0x5b;
const CLOSE_BRACKET = 0x5d;
const OPEN_BRACE = 0x7b;
const CLOSE_BRACE = 0x7d;

/**
 * Adds the canonical JSON of a value to the digest under way: the same bytes as `textDigest.add(canonicalJson(value))`,
 * without making the text. A run writes two short values per node, and the text would cost more than its digest.
 */
export function digestJson(value: unknown): void {
  if (typeof value === 'string') return digestText(value);
  if (typeof value === 'number' && Number.isFinite(value)) return textDigest.add(String(value));
  if (value === null || typeof value !== 'object') return textDigest.add(JSON.stringify(value) ?? 'null');
  if (Array.isArray(value)) return digestArray(value);
  digestRecord(value as Record<string, unknown>, null);
}

/** The same for an object without one of its members; null = with all of them. */
export function digestRecord(record: Readonly<Record<string, unknown>>, without: string | null): void {
  let hasMembers = false;
  textDigest.addByte(OPEN_BRACE);
  for (const key of sortedKeys(record)) {
    const member = record[key];
    if (member === undefined || key === without) continue;
    if (hasMembers) textDigest.addByte(COMMA);
    hasMembers = true;
    digestText(key);
    textDigest.addByte(COLON);
    digestJson(member);
  }
  textDigest.addByte(CLOSE_BRACE);
}

function digestArray(items: readonly unknown[]): void {
  textDigest.addByte(OPEN_BRACKET);
  for (let index = 0; index < items.length; index += 1) {
    if (index > 0) textDigest.addByte(COMMA);
    digestJson(items[index]);
  }
  textDigest.addByte(CLOSE_BRACKET);
}

/** The text as JSON writes it: as it is up to the first character that may need an escape. */
function digestText(text: string): void {
  textDigest.addByte(QUOTE);
  const plain = textDigest.addPlain(text);
  if (plain < text.length) textDigest.add(JSON.stringify(text.slice(plain)).slice(1, -1));
  textDigest.addByte(QUOTE);
}

function sortedKeys(record: Readonly<Record<string, unknown>>): readonly string[] {
  const keys = Object.keys(record);
  for (let index = 1; index < keys.length; index += 1)
    if ((keys[index - 1] as string) > (keys[index] as string)) return keys.sort();
  return keys;
}
