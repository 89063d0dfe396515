import { LIMITS } from '#shared/protocol/limits.ts';
import type { NodeState } from '#shared/run/state.ts';
import { count, duration, money } from '../run/format.ts';

/** What the stats grid needs of a node's view. */
export interface NodeFigures {
  readonly state: NodeState | null;
  readonly tokens: { readonly input: number; readonly output: number };
  readonly costMicroUsd: number | null;
  readonly costOpen: boolean;
  readonly durationMs: number | null;
  readonly waitedMs: number;
}

/** Shorter waits are not worth a figure. */
const LEAST_WAIT_MS = 1_000;

/** What its calls took that have ended: only in these it writes. */
function writingMs({ state, durationMs }: NodeFigures): number {
  const ended = (state?.calls ?? []).filter(({ round, end }) => round === state?.round && end !== null);
  return ended.length === 0
    ? (durationMs ?? 0)
    : ended.reduce((sum, { end }) => sum + (end?.durationMs ?? 0), 0);
}

/** Labels and values of the grid; empty for a node that has not worked. */
export function statsOf(view: NodeFigures): [label: string, value: string][] {
  if (view.state === null || view.durationMs === null) return [];
  const stats: [string, string][] = [];
  const { input, output } = view.tokens;
  if (input + output > 0) {
    stats.push(['Tokens in', count(input)], ['Tokens out', count(output)]);
    const seconds = writingMs(view) / 1_000;
    if (seconds > 0.05) stats.push(['Speed', `${Math.round(output / seconds)} / s`]);
  }
  stats.push(['Time', duration(view.durationMs)]);
  if (view.waitedMs >= LEAST_WAIT_MS) stats.push(['Waited', duration(view.waitedMs)]);
  const calls = view.state.calls.length;
  if (calls > 0) {
    const cost =
      view.costMicroUsd === null ? 'Price unknown' : money(view.costMicroUsd, { open: view.costOpen });
    stats.push([view.state.endedAt === null ? 'Cost so far' : 'Cost', cost]);
    const tries = Math.max(...view.state.calls.map((call) => call.try));
    if (tries > 1) stats.push(['Try', `${tries} of ${LIMITS.triesPerCall}`]);
  }
  return stats;
}
