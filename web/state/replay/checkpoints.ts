/** States kept on the way through a list of entries, so that any moment is a few folds away. */
export interface Checkpoints<State> {
  /** The next number at which a state is wanted, after this one. */
  next(seq: number): number;
  /** Keeps the state after entry `seq`, when that is one of the places. */
  offer(seq: number, state: State): void;
  /** The latest one kept at or before `seq`; undefined when there is none. */
  latest(seq: number): { readonly seq: number; readonly state: State } | undefined;
  count(): number;
}

/** Entries between two kept states at first. */
const FIRST_SPACING = 200;
/** Kept states share what did not change between them; what did is held once for each, so their number is bounded. */
export const MOST_CHECKPOINTS = 128;

/** When full, every second one goes and from then on only half as many are taken: they stay evenly spread. */
export function createCheckpoints<State>(most = MOST_CHECKPOINTS): Checkpoints<State> {
  let spacing = FIRST_SPACING;
  /** By number of entry, divided by the spacing, less one. */
  let kept: State[] = [];
  return Object.freeze({
    next: (seq: number) => (Math.floor(seq / spacing) + 1) * spacing,
    offer(seq: number, state: State) {
      if (seq !== (kept.length + 1) * spacing) return;
      kept.push(state);
      if (kept.length < most) return;
      kept = kept.filter((_state, index) => index % 2 === 1);
      spacing *= 2;
    },
    latest(seq: number) {
      const place = Math.min(kept.length, Math.floor(seq / spacing));
      const state = kept[place - 1];
      return state === undefined ? undefined : { seq: place * spacing, state };
    },
    count: () => kept.length,
  });
}
