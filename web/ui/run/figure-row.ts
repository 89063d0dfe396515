/** One line of a table of figures. */
export interface FigureRow {
  readonly id: string;
  readonly label: string;
  /** Said behind the name; '' = nothing. */
  readonly detail: string;
  /** In words, in the order of the table's heads; '' = nothing of it. */
  readonly figures: readonly string[];
}
