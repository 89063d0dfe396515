import type { OutlineLine } from '#shared/run/select-outline.ts';

/** One line of a table of figures. */
export interface FigureRow {
  readonly id: string;
  readonly label: string;
  /** Said behind the name; '' = nothing. */
  readonly detail: string;
  /** In words, in the order of the table's heads; '' = nothing of it. */
  readonly figures: readonly string[];
  /** Of a table of steps: which of the run's lines it is. */
  readonly line?: OutlineLine;
}
