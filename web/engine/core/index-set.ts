/**
 * A set of node indices that is walked in ascending order, however it was filled: two levels of 32-bit words, so that
 * adding and removing cost O(1) and finding the first k costs O(k + size / 1024).
 */
export interface IndexSet {
  readonly size: number;
  has(index: number): boolean;
  add(index: number): void;
  delete(index: number): void;
  /** At most `limit` indices, lowest first. */
  first(limit: number): readonly number[];
}

const BITS = 32;
const NONE: readonly number[] = [];

/** An empty set of indices from 0 to `capacity` - 1. */
export function createIndexSet(capacity: number): IndexSet {
  const words = new Uint32Array(Math.ceil(capacity / BITS) || 1);
  const summary = new Uint32Array(Math.ceil(words.length / BITS));
  const has = (index: number) => ((words[index >>> 5] ?? 0) & (1 << (index & 31))) !== 0;
  const set = {
    size: 0,
    has,
    add(index: number) {
      if (has(index)) return;
      const word = index >>> 5;
      words[word] = (words[word] ?? 0) | (1 << (index & 31));
      summary[word >>> 5] = (summary[word >>> 5] ?? 0) | (1 << (word & 31));
      set.size += 1;
    },
    delete(index: number) {
      if (!has(index)) return;
      const word = index >>> 5;
      const left = (words[word] ?? 0) & ~(1 << (index & 31));
      words[word] = left;
      if (left === 0) summary[word >>> 5] = (summary[word >>> 5] ?? 0) & ~(1 << (word & 31));
      set.size -= 1;
    },
    first(limit: number) {
      if (set.size === 0) return NONE;
      // As long as it will be: an array that grows takes room for seventeen, and mostly one is found.
      const most = Math.min(limit, set.size);
      const found = new Array<number>(most);
      let count = 0;
      for (let group = 0; group < summary.length && count < most; group += 1)
        for (let marks = summary[group] ?? 0; marks !== 0 && count < most; marks &= marks - 1) {
          const word = group * BITS + lowestBit(marks);
          for (let bits = words[word] ?? 0; bits !== 0 && count < most; bits &= bits - 1) {
            found[count] = word * BITS + lowestBit(bits);
            count += 1;
          }
        }
      return found;
    },
  };
  return set;
}

const lowestBit = (bits: number): number => 31 - Math.clz32(bits & -bits);
