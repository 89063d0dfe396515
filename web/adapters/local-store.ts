/** localStorage behind get and set that never throw: it may be full, or switched off. */
export function createLocalStore(storage: Storage | null): {
  readonly get: (key: string) => string | null;
  readonly set: (key: string, value: string) => void;
} {
  const memory = new Map<string, string>();
  return Object.freeze({
    get(key: string) {
      if (memory.has(key)) return memory.get(key) ?? null;
      try {
        return storage?.getItem(key) ?? null;
      } catch {
        return null; // storage is switched off: what was set is in memory
      }
    },
    set(key: string, value: string) {
      try {
        if (storage === null) memory.set(key, value);
        else storage.setItem(key, value);
      } catch {
        memory.set(key, value); // full or switched off: kept for the life of the page
      }
    },
  });
}

/** The browser's store; reading the property itself throws where cookies are blocked. */
export function browserStorage(): Storage | null {
  try {
    return globalThis.localStorage;
  } catch {
    return null;
  }
}
