/**
 * A moment of a run: the entries that stand, and how far the streams between this entry and the next have come. Several
 * entries may share a ms; then only the number tells them apart.
 */
export interface Moment {
  /** Number of the last entry that stands; 0 = none. */
  readonly seq: number;
  /** From the run's start; at least the time of that entry. */
  readonly ms: number;
}
