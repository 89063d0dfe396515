import type { PlanIndex } from './plan-index.ts';
import { eachNodeOf, lineFigures, type OutlineLine } from './select-outline.ts';
import { nodesOfRun, spansMs, waitsAmong, type NodesOfRun, type Span } from './select-work.ts';
import type { RunState } from './state.ts';

/** When people were waited for, and nothing in the line worked: in order, none touching another. O(nodes of the line). */
export function lineWaits(nodes: NodesOfRun, line: OutlineLine, now: number): readonly Span[] {
  return waitsAmong(nodes, (visit) => eachNodeOf(nodes.index, line, visit), now);
}

/** How long a line worked, up to `now` while it does; null before it began. O(nodes of the line). */
export function lineWorkMs(run: RunState, index: PlanIndex, line: OutlineLine, now: number): number | null {
  const { startedAt, endedAt } = lineFigures(run, index, line);
  if (startedAt === null) return null;
  const end = endedAt ?? run.endedAt ?? now;
  return Math.max(0, end - startedAt - spansMs(lineWaits(nodesOfRun(run, index), line, end), end));
}
