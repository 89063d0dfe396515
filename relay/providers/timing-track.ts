/** Pairs of (characters so far, milliseconds since sending), flattened: how a text was written. */
export interface TimingTrack {
  add(characters: number, elapsedMs: number): void;
  /** Undefined when nothing was written. */
  pairs(): readonly number[] | undefined;
}

/** CallEnd takes 4,000 numbers at most. */
const MAX_PAIRS = 2_000;

/**
 * Keeps at most 2,000 pairs of any number of deltas: when full, every second pair goes and from then on only half as
 * many are taken, so that the track stays even over the whole text. The last state is always there.
 */
export function createTimingTrack(maxPairs: number = MAX_PAIRS): TimingTrack {
  let kept: [number, number][] = [];
  let last: [number, number] | null = null;
  let every = 1;
  let seen = 0;
  return Object.freeze({
    add(characters: number, elapsedMs: number): void {
      last = [characters, Math.round(elapsedMs)];
      if (seen % every === 0) kept.push(last);
      seen += 1;
      // One place stays free for the last state.
      if (kept.length < maxPairs) return;
      kept = kept.filter((_pair, index) => index % 2 === 0);
      every *= 2;
    },
    pairs(): readonly number[] | undefined {
      if (last === null) return undefined;
      const all = kept.at(-1) === last ? kept : [...kept, last];
      return all.flat();
    },
  });
}
