/** Chance from a seed: the same seed gives the same numbers, on every machine. */
export interface Random {
  /** 0 to below 1. */
  readonly next: () => number;
  /** A whole number, both ends included. */
  readonly between: (least: number, most: number) => number;
  readonly chance: (probability: number) => boolean;
  /** @throws when there is nothing to pick from. */
  readonly pick: <T>(from: readonly T[]) => T;
  /** Another stream: what is drawn from it changes nothing here. */
  readonly fork: (name: string) => Random;
}

/** Mulberry32 (Tommy Ettinger's 32-bit generator): fast, and good enough to shuffle a party. */
export function createRandom(seed: number | string): Random {
  const text = String(seed);
  let state = hashOf(text);
  const next = (): number => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
  return Object.freeze({
    next,
    between: (least: number, most: number) => least + Math.floor(next() * (most - least + 1)),
    chance: (probability: number) => next() < probability,
    pick<T>(from: readonly T[]): T {
      const found = from[Math.floor(next() * from.length)];
      if (found === undefined) throw new Error('nothing to pick from');
      return found;
    },
    fork: (name: string) => createRandom(`${text}/${name}`),
  });
}

/** FNV-1a, 32 bits. */
export function hashOf(text: string): number {
  let hash = 0x811c9dc5;
  for (let index = 0; index < text.length; index += 1)
    hash = Math.imul(hash ^ text.charCodeAt(index), 0x01000193);
  return hash | 0;
}
