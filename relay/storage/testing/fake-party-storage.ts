import type { PartyStorage } from '../party-storage.ts';

/**
 * The part of DurableObjectStorage that Weft uses, as production has it: values are cloned, a batch has 128 keys at most,
 * a value 128 KiB, lists come in key order. `fail` makes every write fail from then on.
 */
export interface FakePartyStorage extends PartyStorage {
  fail(isFailing: boolean): void;
  readonly keys: () => readonly string[];
}

const MAX_KEYS = 128;
const MAX_VALUE_BYTES = 128 * 1024;
const MAX_KEY_BYTES = 2_048;

export function createFakePartyStorage(): FakePartyStorage {
  const values = new Map<string, unknown>();
  let isFailing = false;
  const check = (keys: readonly string[]): void => {
    if (isFailing) throw new Error('disk full');
    if (keys.length > MAX_KEYS) throw new Error(`${keys.length} keys in one batch`);
    for (const key of keys) if (key.length > MAX_KEY_BYTES) throw new Error('key too long');
  };
  const sorted = () => [...values.keys()].sort((one, other) => (one < other ? -1 : 1));
  return {
    fail: (failing) => {
      isFailing = failing;
    },
    keys: sorted,
    async get(keys: string | string[]) {
      if (typeof keys === 'string') return structuredClone(values.get(keys)) as never;
      const found = keys
        .filter((key) => values.has(key))
        .map((key) => [key, structuredClone(values.get(key))]);
      return new Map(found as [string, unknown][]) as never;
    },
    async put(entries) {
      check(Object.keys(entries));
      for (const value of Object.values(entries))
        if (sizeOf(value) > MAX_VALUE_BYTES) throw new Error('value too large');
      for (const [key, value] of Object.entries(entries)) values.set(key, structuredClone(value));
    },
    async delete(keys) {
      check(keys);
      return keys.filter((key) => values.delete(key)).length;
    },
    async list({ prefix = '', start = '', end, reverse = false, limit = Number.POSITIVE_INFINITY }) {
      const found = sorted().filter(
        (key) => key.startsWith(prefix) && key >= start && (end === undefined || key < end),
      );
      const ordered = reverse ? found.reverse() : found;
      return new Map(ordered.slice(0, limit).map((key) => [key, structuredClone(values.get(key))])) as never;
    },
  };
}

/** Texts are kept as UTF-16 when they hold anything beyond Latin-1. */
function sizeOf(value: unknown): number {
  if (value instanceof Uint8Array) return value.length;
  if (typeof value === 'string') return value.length * 2;
  return JSON.stringify(value).length * 2;
}
