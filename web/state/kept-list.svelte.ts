/** What a library of one's own keeps, as far as a list of it goes. */
interface Kept {
  readonly id: string;
  readonly name: string;
  readonly createdAt: number;
}

/** What this browser keeps of one kind, by name: the list that the page shows of a store. */
export class KeptList<Item extends Kept> {
  readonly #read: () => Promise<readonly Item[]>;
  #items = $state.raw<readonly Item[]>([]);
  #state = $state<'loading' | 'ready' | 'failed'>('loading');

  /** @param read all that is stored, in any order; may reject. */
  constructor(read: () => Promise<readonly Item[]>) {
    this.#read = read;
  }

  get items(): readonly Item[] {
    return this.#items;
  }
  /** 'failed' = this browser gives no place to keep them. */
  get state(): 'loading' | 'ready' | 'failed' {
    return this.#state;
  }

  /** Reads what is kept; again when another tab may have changed it. */
  load = async (): Promise<void> => {
    try {
      this.#items = byName(await this.#read());
      this.#state = 'ready';
    } catch {
      this.#state = 'failed'; // said where the list stands, or where something is to be kept
    }
  };

  find = (id: string): Item | null => this.#items.find((each) => each.id === id) ?? null;

  /** Puts a new one in, or what has become of the one with its id. */
  take(item: Item): void {
    this.#items = byName([...this.#items.filter(({ id }) => id !== item.id), item]);
  }

  /** Takes one out, for as long as the store lets it go. */
  async drop(id: string, removed: () => Promise<void>): Promise<void> {
    this.#items = this.#items.filter((each) => each.id !== id);
    await this.try(removed);
  }

  /** A store that fails is no place to keep anything. */
  async try(act: () => Promise<void>): Promise<void> {
    await act().catch(() => (this.#state = 'failed'));
  }
}

function byName<Item extends Kept>(items: readonly Item[]): readonly Item[] {
  return items.toSorted((a, b) => a.name.localeCompare(b.name) || a.createdAt - b.createdAt);
}
