import type { KeyValueStore } from './key-value-store.ts';

export type ThemeChoice = 'system' | 'light' | 'dark';

const KEY = 'weft:theme';

export interface ThemeOptions {
  readonly store: KeyValueStore;
  /** Whether the system is dark now. */
  readonly isSystemDark: () => boolean;
  /** Calls back when the system changes. */
  readonly onSystemChange: (listener: () => void) => void;
  /** Puts the choice on the page; null = the system's. */
  readonly apply: (theme: 'light' | 'dark' | null) => void;
}

/** Light, dark or as the system has it; remembered. */
export class Theme {
  readonly #options: ThemeOptions;
  #choice = $state<ThemeChoice>('system');
  #systemDark = $state(false);

  constructor(options: ThemeOptions) {
    this.#options = options;
    const stored = options.store.get(KEY);
    this.#choice = stored === 'light' || stored === 'dark' ? stored : 'system';
    this.#systemDark = options.isSystemDark();
    options.onSystemChange(() => (this.#systemDark = options.isSystemDark()));
    this.#apply();
  }

  get choice(): ThemeChoice {
    return this.#choice;
  }

  /** What is to be seen. */
  get shown(): 'light' | 'dark' {
    if (this.#choice !== 'system') return this.#choice;
    return this.#systemDark ? 'dark' : 'light';
  }

  set = (choice: ThemeChoice): void => {
    this.#choice = choice;
    this.#options.store.set(KEY, choice);
    this.#apply();
  };

  /** The other of light and dark. */
  toggle = (): void => this.set(this.shown === 'dark' ? 'light' : 'dark');

  #apply(): void {
    this.#options.apply(this.#choice === 'system' ? null : this.#choice);
  }
}
