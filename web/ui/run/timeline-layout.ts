import type { TimelineRow, TimelineSegment } from '../../state/run/timeline.ts';
import { duration } from './format.ts';

/** From the times of a run to the places of its waterfall. Places are percent of the axis. */

/** Steps of the ruler in ms: 1, 2 and 5 of each power of ten up to seconds, then what clocks have. */
const STEPS_MS = [
  100, 200, 500, 1_000, 2_000, 5_000, 10_000, 15_000, 30_000, 60_000, 120_000, 300_000, 600_000, 900_000,
  1_800_000, 3_600_000, 7_200_000, 21_600_000, 43_200_000, 86_400_000,
];
const LEAST_AXIS_MS = 1_000;
/** The playhead of a live run keeps this share of the axis in front of it free. */
const AHEAD = 1.2;

/** Length of the axis for a run of this length: a live run has room to grow into, so that bars do not shrink all the time. */
export function axisMs(wholeMs: number, live: boolean): number {
  const needed = Math.max(LEAST_AXIS_MS, live ? wholeMs * AHEAD : wholeMs);
  if (!live) return needed;
  const step = rulerStep(needed, 6);
  return Math.ceil(needed / step) * step;
}

/** The smallest step that gives at most `most` marks. */
export function rulerStep(lengthMs: number, most: number): number {
  const last = STEPS_MS.at(-1) ?? 1;
  return STEPS_MS.find((step) => lengthMs / step <= most) ?? Math.ceil(lengthMs / most / last) * last;
}

export interface RulerMark {
  readonly at: number;
  readonly label: string;
}

/** Marks from 0 on, each with its place in percent. */
export function rulerMarks(lengthMs: number, most: number): readonly RulerMark[] {
  const step = rulerStep(lengthMs, most);
  const count = Math.floor(lengthMs / step) + 1;
  return Array.from({ length: count }, (_, index) => ({
    at: (100 * index * step) / lengthMs,
    label: markLabel(index * step),
  }));
}

function markLabel(ms: number): string {
  if (ms < 60_000) return `${Number((ms / 1_000).toFixed(1))} s`;
  if (ms < 3_600_000) return `${Math.floor(ms / 60_000)}:${String((ms / 1_000) % 60).padStart(2, '0')}`;
  return `${Number((ms / 3_600_000).toFixed(1))} h`;
}

/** base = the step's whole time under its calls · solid = work · live = work going on · wait = dashes · try = a failed try · hold = waits for a person · group = all that a container or an item holds. */
export type BarLook = 'base' | 'group' | 'solid' | 'live' | 'wait' | 'try' | 'hold';

export interface Bar {
  readonly look: BarLook;
  readonly left: number;
  readonly width: number;
  readonly label: string;
}

/** The bars of a row, in the order in which they are painted. */
export function barsOf(row: TimelineRow, lengthMs: number): readonly Bar[] {
  const hasTries = row.segments.some((segment) => segment.kind === 'try');
  const lastTry = row.segments.findLast((segment) => segment.kind === 'try');
  return row.segments.map((segment) => ({
    look: lookOf(row, segment, { hasTries, isLast: segment === lastTry }),
    left: percent(segment.startMs, lengthMs),
    width: percent(segment.endMs - segment.startMs, lengthMs),
    label: `${segment.label}, ${duration(segment.startMs)} to ${duration(segment.endMs)}`,
  }));
}

function lookOf(
  row: TimelineRow,
  segment: TimelineSegment,
  { hasTries, isLast }: { readonly hasTries: boolean; readonly isLast: boolean },
): BarLook {
  const working = row.status === 'running' || row.status === 'streaming';
  switch (segment.kind) {
    case 'queued':
      return 'wait';
    case 'wait':
      return 'wait';
    case 'hold':
      return 'hold';
    case 'run':
      if (row.isGroup) return 'group';
      return hasTries ? 'base' : working ? 'live' : 'solid';
    case 'try':
      if (segment.failed) return isLast && row.status === 'failed' ? 'solid' : 'try';
      return working && isLast ? 'live' : 'solid';
    default:
      return segment.kind satisfies never;
  }
}

export function percent(ms: number, lengthMs: number): number {
  return lengthMs <= 0 ? 0 : Math.min(100, Math.max(0, (100 * ms) / lengthMs));
}

/** Where the words beside a row's bars stand. `percent` is counted from the left, `before` from the right. */
export interface NotePlace {
  readonly side: 'after' | 'before' | 'inside';
  readonly percent: number;
}

/** From here on there is no room for words behind the bars. */
const LATE_PERCENT = 70;
/** A bar that begins earlier leaves no room for words in front of it. */
const EARLY_PERCENT = 30;

/**
 * null where a row has no bars, or no room.
 * @param maySoft whether words may stand on the first bar, because its ground is soft; not on those that lie on it
 */
export function notePlace(bars: readonly Bar[], maySoft: boolean): NotePlace | null {
  if (bars.length === 0) return null;
  const end = Math.max(...bars.map((bar) => bar.left + bar.width));
  const left = bars[0]?.left ?? 0;
  if (end <= LATE_PERCENT) return { side: 'after', percent: end };
  if (maySoft && left < EARLY_PERCENT) {
    const free = Math.max(left, ...bars.slice(1).map((bar) => bar.left + bar.width));
    return free <= LATE_PERCENT ? { side: 'inside', percent: free } : null;
  }
  return { side: 'before', percent: 100 - left };
}

/** A row in words, for those who hear it: what happened when. */
export function rowWords(row: TimelineRow): string {
  if (row.segments.length === 0) return 'No time yet';
  return row.segments
    .map(
      (segment) =>
        `${segment.label}${segment.failed ? ', failed' : ''}: ${duration(segment.startMs)} to ${duration(segment.endMs)}`,
    )
    .join('; ');
}
