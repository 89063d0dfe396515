/** Small things that a browser remembers, as text. The browser's localStorage, or nothing where it is switched off. */
export interface KeyValueStore {
  /** null when nothing is kept under the key. */
  readonly get: (key: string) => string | null;
  /** Quietly does nothing when the browser keeps nothing. */
  readonly set: (key: string, value: string) => void;
}

/** A stored JSON object; null when there is none, or what is there is no object. */
export function storedObject(store: KeyValueStore, key: string): { readonly [key: string]: unknown } | null {
  try {
    const value: unknown = JSON.parse(store.get(key) ?? 'null');
    return typeof value === 'object' && value !== null ? (value as { [key: string]: unknown }) : null;
  } catch {
    return null; // written by something else; the defaults hold
  }
}

/** Keeps everything for the life of the page; for tests and browsers without storage. */
export function memoryKeyValueStore(initial: { readonly [key: string]: string } = {}): KeyValueStore {
  const values = new Map(Object.entries(initial));
  return Object.freeze({
    get: (key: string) => values.get(key) ?? null,
    set: (key: string, value: string) => void values.set(key, value),
  });
}
