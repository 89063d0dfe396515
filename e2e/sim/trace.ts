/** The last lines of what happened. */
export interface Trace {
  readonly add: (line: string) => void;
  readonly lines: () => readonly string[];
}

const MOST_LINES = 4_000;

export function createTrace(): Trace {
  let lines: string[] = [];
  return Object.freeze({
    add(line: string) {
      lines.push(line);
      if (lines.length > MOST_LINES * 2) lines = lines.slice(-MOST_LINES);
    },
    lines: () => lines.slice(-MOST_LINES),
  });
}
