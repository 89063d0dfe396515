import type { BenchNote, BenchRow } from './bench-row.ts';

const HEAD = ['what', 'median', 'n', 'measured in the same run', 'ratio', 'target', ''] as const;

/** One table of all rows; below it what a row is about in more than one line. */
export function printTable(rows: readonly BenchRow[], notes: readonly BenchNote[]): void {
  const cells = [HEAD, ...rows.map(cellsOf)];
  const widths = HEAD.map((_, column) => Math.max(...cells.map((row) => [...(row[column] ?? '')].length)));
  console.log('');
  for (const row of cells)
    console.log(
      row
        .map((cell, column) => cell + ' '.repeat((widths[column] ?? 0) - [...cell].length))
        .join('  ')
        .trimEnd(),
    );
  for (const { title, lines } of notes)
    console.log([`\n${title}`, ...lines.map((line) => `  ${line}`)].join('\n'));
}

function cellsOf({ what, figure, n, baseline, ratio, target, met }: BenchRow): readonly string[] {
  return [
    what,
    figure,
    String(n),
    baseline ?? '',
    ratio === undefined ? '' : `${ratio.toFixed(2)}×`,
    target ?? '',
    met === undefined ? '' : met ? 'met' : 'NOT MET',
  ];
}
