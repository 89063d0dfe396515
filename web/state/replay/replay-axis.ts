import type { Wait } from './waits.ts';

/** What is left of a wait that is skipped, so that one sees it pass. */
export const SKIPPED_WAIT_MS = 300;

/** A place of the axis where a wait was cut out. */
export interface AxisCut {
  /** On the axis. */
  readonly atMs: number;
  readonly skippedMs: number;
}

/**
 * From the time of a run to the time of its replay and back: the same, but for waits that are cut short. Both ways are
 * steady and never fall; a time inside a wait lies in what is left of it.
 */
export interface ReplayAxis {
  /** How long the replay takes at speed 1. */
  readonly lengthMs: number;
  readonly cuts: readonly AxisCut[];
  toAxis(runMs: number): number;
  toRun(axisMs: number): number;
}

export function createReplayAxis(wholeMs: number, waits: readonly Wait[]): ReplayAxis {
  /** Corners of a line that only rises. */
  const corners: { readonly run: number; readonly axis: number }[] = [{ run: 0, axis: 0 }];
  const cuts: AxisCut[] = [];
  const goTo = (run: number, length: number) =>
    corners.push({ run, axis: (corners.at(-1)?.axis ?? 0) + length });
  for (const { startMs, endMs } of waits) {
    goTo(startMs, startMs - (corners.at(-1)?.run ?? 0));
    const left = Math.min(SKIPPED_WAIT_MS, endMs - startMs);
    const atMs = (corners.at(-1)?.axis ?? 0) + left / 2;
    cuts.push({ atMs, skippedMs: endMs - startMs - left });
    goTo(endMs, left);
  }
  const last = corners.at(-1)?.run ?? 0;
  goTo(Math.max(last, wholeMs), Math.max(0, wholeMs - last));
  return Object.freeze({
    lengthMs: corners.at(-1)?.axis ?? 0,
    cuts,
    toAxis: (runMs: number) => along(corners, 'run', 'axis', runMs),
    toRun: (axisMs: number) => along(corners, 'axis', 'run', axisMs),
  });
}

type Corner = { readonly run: number; readonly axis: number };

/** Linear between the corners, held at both ends. */
function along(corners: readonly Corner[], from: keyof Corner, to: keyof Corner, value: number): number {
  const after = corners.findIndex((corner) => corner[from] >= value);
  const b = corners[after === -1 ? corners.length - 1 : after];
  const a = corners[Math.max(0, (after === -1 ? corners.length : after) - 1)];
  if (a === undefined || b === undefined) return 0;
  if (after <= 0 || b[from] === a[from]) return b[to];
  const steepness = (b[to] - a[to]) / (b[from] - a[from]);
  return a[to] + (value - a[from]) * steepness;
}
