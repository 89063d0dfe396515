import { parseIterationId } from '#shared/run/iteration-id.ts';
import type { NodeDisplayStatus } from '#shared/run/select.ts';
import type { ReplayAxis } from '../../state/replay/replay-axis.ts';
import type { TimelineRow, TimelineSegment } from '../../state/run/timeline.ts';

/** The run woven into a strip: a lane for each step, a bar for each stretch of work. Pure geometry; Cloth.svelte draws it. */
export interface Cloth {
  readonly lanes: number;
  /** Outlines of all bars of one colour, in a box of CLOTH_WIDTH by `lanes`. */
  readonly bars: readonly { readonly status: NodeDisplayStatus; readonly path: string }[];
  /** Lines through the middles of the lanes in which a step waited. */
  readonly waits: readonly { readonly status: NodeDisplayStatus; readonly path: string }[];
}

export const CLOTH_WIDTH = 1_000;
/** More would be thinner than a pixel: further steps share lanes. */
const MOST_LANES = 12;
/** So that a step that took no time is still seen. */
const LEAST_WIDTH = 5;
const BAR = { top: 0.16, height: 0.68 } as const;

export function weaveCloth(rows: readonly TimelineRow[], axis: ReplayAxis): Cloth {
  // What iterations made of a step lies in its lane.
  const laneOf = new Map<string, number>();
  for (const { nodeId } of rows) {
    const { template } = parseIterationId(nodeId);
    if (!laneOf.has(template)) laneOf.set(template, laneOf.size % MOST_LANES);
  }
  const lanes = Math.max(1, Math.min(MOST_LANES, laneOf.size));
  const bars = new Map<NodeDisplayStatus, string[]>();
  const waits = new Map<NodeDisplayStatus, string[]>();
  const toX = (ms: number) => (CLOTH_WIDTH * axis.toAxis(ms)) / Math.max(1, axis.lengthMs);
  const add = (to: Map<NodeDisplayStatus, string[]>, status: NodeDisplayStatus, path: string) => {
    const paths = to.get(status);
    if (paths) paths.push(path);
    else to.set(status, [path]);
  };
  for (const row of rows) {
    const lane = laneOf.get(parseIterationId(row.nodeId).template) ?? 0;
    const hasTries = row.segments.some(({ kind }) => kind === 'try');
    for (const segment of row.segments) {
      if (segment.kind === 'queued' || (segment.kind === 'run' && hasTries)) continue;
      const left = round(Math.min(CLOTH_WIDTH - LEAST_WIDTH, toX(segment.startMs)));
      const right = round(Math.max(left + LEAST_WIDTH, toX(segment.endMs)));
      if (segment.kind === 'wait' || segment.kind === 'hold')
        add(waits, waitStatus(row), `M${left} ${lane + 0.5}H${right}`);
      else add(bars, barStatus(row, segment), `M${left} ${lane + BAR.top}H${right}v${BAR.height}H${left}z`);
    }
  }
  return { lanes, bars: joined(bars), waits: joined(waits) };
}

function barStatus(row: TimelineRow, segment: TimelineSegment): NodeDisplayStatus {
  return segment.failed ? 'failed' : row.status;
}

function waitStatus(row: TimelineRow): NodeDisplayStatus {
  return row.status === 'unbilled' ? 'unbilled' : 'waiting';
}

const round = (value: number) => Math.round(value * 10) / 10;

function joined(paths: ReadonlyMap<NodeDisplayStatus, readonly string[]>): Cloth['bars'] {
  return [...paths].map(([status, parts]) => ({ status, path: parts.join('') }));
}
