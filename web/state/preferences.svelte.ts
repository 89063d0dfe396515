import { untrack } from 'svelte';
import { storedObject, type KeyValueStore } from './key-value-store.ts';

const KEY = 'weft:preferences';

/** What this browser remembers of the editor's layout. Widths and heights in px. */
const DEFAULTS = {
  paletteOpen: true,
  paletteWidth: 208,
  inspectorOpen: true,
  inspectorWidth: 304,
  /** Closed until there is a first run to show. */
  drawerOpen: false,
  /** Whether a first run has opened the drawer. */
  drawerMet: false,
  drawerHeight: 236,
  /** Tab of the drawer. */
  drawerTab: 'timeline',
  outlineOpen: false,
  charactersOpen: false,
  /** Whether there may be subflows of one's own: they are looked for at once. */
  ownSubflows: false,
  /** Messages of the browser when a run waits for people; its permission comes on top. */
  notifyWaiting: false,
  minimap: true,
  snap: true,
};

export type PreferenceValues = Readonly<typeof DEFAULTS>;
type Switch = {
  [K in keyof PreferenceValues]: PreferenceValues[K] extends boolean ? K : never;
}[keyof PreferenceValues];

export class Preferences {
  readonly #store: KeyValueStore;
  #value = $state.raw<PreferenceValues>(DEFAULTS);

  constructor(store: KeyValueStore) {
    this.#store = store;
    this.#value = readValues(storedObject(store, KEY) ?? {});
  }

  get value(): PreferenceValues {
    return this.#value;
  }

  set = (change: Partial<PreferenceValues>): void => {
    const next = { ...untrack(() => this.#value), ...change };
    this.#value = next;
    this.#store.set(KEY, JSON.stringify(next));
  };

  toggle = (key: Switch): void => this.set({ [key]: !this.#value[key] });
}

/** Stored values of the right kind; defaults for the rest. */
function readValues(stored: { readonly [key: string]: unknown }): PreferenceValues {
  const fits = Object.entries(DEFAULTS).map(([key, fallback]) => [
    key,
    typeof stored[key] === typeof fallback ? stored[key] : fallback,
  ]);
  return Object.fromEntries(fits) as PreferenceValues;
}
