/** One line of the table that `npm run bench` prints. */
export interface BenchRow {
  /** What is measured. */
  readonly what: string;
  /** The median, with its unit: '12.3 ms'. */
  readonly figure: string;
  /** How many times it was measured. */
  readonly n: number;
  /** What it is compared with, measured in the same run: 'getAll 4.1 ms'. */
  readonly baseline?: string;
  /** Figure divided by baseline. */
  readonly ratio?: number;
  /** As docs/spec/performance.md words it: '≤ 5×'. */
  readonly target?: string;
  /** Left out where a row only informs. */
  readonly met?: boolean;
}

/** What a row is about in more than one line: the biggest files, the parts of a time. Printed below the table. */
export interface BenchNote {
  readonly title: string;
  readonly lines: readonly string[];
}

export interface BenchResult {
  readonly rows: readonly BenchRow[];
  readonly notes?: readonly BenchNote[];
}

export interface Bench {
  /** What `npm run bench -- <name>` selects. */
  readonly name: string;
  readonly run: () => Promise<BenchResult>;
}
