/** A seeded source of choices: the same seed makes the same choices, always. */
export interface Random {
  /** 0 ≤ value < 1 */
  next(): number;
  /** 0 ≤ value < below */
  integer(below: number): number;
  /** One of them. @throws when there are none. */
  pick<Item>(items: readonly Item[]): Item;
  /** All of them in another order. */
  shuffle<Item>(items: readonly Item[]): Item[];
}

/** mulberry32: 32 bits of state, good enough to vary sentences, the same on every machine. */
export function createRandom(seed: number): Random {
  let state = seed >>> 0;
  const next = (): number => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296;
  };
  const integer = (below: number): number => Math.floor(next() * below);
  return Object.freeze({
    next,
    integer,
    pick<Item>(items: readonly Item[]): Item {
      const item = items[integer(items.length)];
      if (item === undefined) throw new Error('nothing to pick from');
      return item;
    },
    shuffle<Item>(items: readonly Item[]): Item[] {
      const order = [...items];
      for (let index = order.length - 1; index > 0; index -= 1) {
        const other = integer(index + 1);
        const held = order[index] as Item;
        order[index] = order[other] as Item;
        order[other] = held;
      }
      return order;
    },
  });
}

/** FNV-1a over UTF-16 units: a text's seed. */
export function seedOf(text: string): number {
  let hash = 0x811c9dc5;
  for (let index = 0; index < text.length; index += 1) {
    hash ^= text.charCodeAt(index);
    hash = Math.imul(hash, 0x01000193);
  }
  return hash >>> 0;
}
