import type { WeftError } from '#shared/run/errors.ts';
import type { ConnectionHealth } from '../engine/api.ts';
import { storedObject, type KeyValueStore } from './key-value-store.ts';

/** Not 'weft:person': under that the engine keeps the relay's proof of who this browser is. */
const KEY = 'weft:profile';
const MAX_NOTICES = 20;

/** A person's own choice; proof of nothing. */
export interface Person {
  /** '' until the person gives a name. */
  readonly name: string;
  readonly colour: 1 | 2 | 3 | 4 | 5 | 6;
}

export interface Notice {
  readonly id: string;
  readonly error: WeftError;
}

/** Who sits here, and how the connection is. */
export class Session {
  readonly #store: KeyValueStore;
  #person = $state.raw<Person>({ name: '', colour: 1 });
  #personId: string | null = $state(null);
  #health = $state.raw<ConnectionHealth | null>(null);
  #notices = $state.raw<readonly Notice[]>([]);

  /** `pickColour` gives a number from 0 up to, not including, 1 for a browser that has no colour yet. */
  constructor(store: KeyValueStore, pickColour: () => number) {
    this.#store = store;
    const stored = storedObject(store, KEY);
    const colour = stored?.['colour'];
    this.#person = {
      name: typeof stored?.['name'] === 'string' ? stored['name'] : '',
      colour: isColour(colour) ? colour : ((1 + Math.floor(pickColour() * 6)) as Person['colour']),
    };
    if (stored === null) this.#save();
  }

  get person(): Person {
    return this.#person;
  }
  /** As which the relay knows this browser; null before it has said so. */
  get personId(): string | null {
    return this.#personId;
  }
  /** null before the engine has said anything, and where no engine runs. */
  get health(): ConnectionHealth | null {
    return this.#health;
  }
  /** Things to know that belong to no node: newest last. */
  get notices(): readonly Notice[] {
    return this.#notices;
  }

  rename = (name: string): void => {
    this.#person = { ...this.#person, name: name.trim().slice(0, 60) };
    this.#save();
  };

  setColour = (colour: Person['colour']): void => {
    this.#person = { ...this.#person, colour };
    this.#save();
  };

  meet = (personId: string): void => {
    this.#personId = personId;
  };

  setHealth = (health: ConnectionHealth | null): void => {
    this.#health = health;
  };

  /** The same notice again replaces the one before. */
  note = (notice: Notice): void => {
    const others = this.#notices.filter((each) => each.id !== notice.id);
    this.#notices = [...others, notice].slice(-MAX_NOTICES);
  };

  dismiss = (id: string): void => {
    this.#notices = this.#notices.filter((notice) => notice.id !== id);
  };

  #save(): void {
    this.#store.set(KEY, JSON.stringify(this.#person));
  }
}

function isColour(value: unknown): value is Person['colour'] {
  return typeof value === 'number' && Number.isInteger(value) && value >= 1 && value <= 6;
}
