import type { RunFileWeight } from '../../engine/api.ts';

/** A run that somebody wants as a file. What it reads may be away: both may throw. */
export interface RunToKeep {
  /** Of the file. */
  readonly name: string;
  readonly weigh: () => Promise<RunFileWeight>;
  readonly text: (options: { readonly pictures: boolean }) => Promise<string>;
}
