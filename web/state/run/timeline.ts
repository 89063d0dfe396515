import { chunkedGet } from '#shared/run/chunked.ts';
import type { NodeDisplayStatus } from '#shared/run/select.ts';
import { waitsOf } from '#shared/run/select-approval.ts';
import { lineFigures, type OutlineLine } from '#shared/run/select-outline.ts';
import { lineWaits } from '#shared/run/select-line-work.ts';
import { nodesOfRun } from '#shared/run/select-work.ts';
import type { CallState, NodeState, RunState } from '#shared/run/state.ts';

/** The run as a waterfall: a row for each step, its time in pieces. All times in ms from the run's start. */

export interface TimelineSegment {
  /** queued = inputs were ready, no slot yet · run = at work · try = a call under way · wait = until the next try · hold = for a person. */
  readonly kind: 'queued' | 'run' | 'try' | 'wait' | 'hold';
  readonly startMs: number;
  readonly endMs: number;
  readonly label: string;
  readonly failed: boolean;
}

export interface TimelineRow {
  readonly nodeId: string;
  readonly label: string;
  readonly status: NodeDisplayStatus;
  /** null while the step has not begun. */
  readonly startMs: number | null;
  /** null while it is not over. */
  readonly endMs: number | null;
  readonly segments: readonly TimelineSegment[];
  /** It stands for others too: a container, or one of its iterations. */
  readonly isGroup?: boolean;
}

/** `now` is relay time; open pieces end there. O(nodes + edges + calls). */
export function timelineRows(
  run: RunState,
  now: number,
  statusOf: (nodeId: string) => NodeDisplayStatus,
): readonly TimelineRow[] {
  if (run.plan === null || run.startedAt === null) return [];
  return run.plan.plan.nodes.map(({ id, label }, place) =>
    stepRow(run, place, { nodeId: id, label, status: statusOf(id), now }),
  );
}

/** What a row is called and looks like, and until when open pieces last. */
type RowLook = Pick<TimelineRow, 'nodeId' | 'label' | 'status'> & { readonly now: number };

function stepRow(run: RunState, place: number, { now, ...row }: RowLook): TimelineRow {
  const node = chunkedGet(run.nodes, place);
  const begun = run.startedAt;
  if (node === undefined || node.startedAt === null || begun === null)
    return { ...row, startMs: null, endMs: null, segments: [] };
  const segments = pieces(run, node, readyAt(run, place, begun), now);
  return placed({ row, begun, startedAt: node.startedAt, endedAt: node.endedAt, segments });
}

/** One line of the run's outline. What holds others is one stretch of work, with its own calls on it. */
export function lineRow(run: RunState, line: OutlineLine, look: Omit<RowLook, 'nodeId'>): TimelineRow {
  const { plan, startedAt: begun } = run;
  const nodeId = line.key;
  if (line.holds === 0 && line.kind === 'step') return stepRow(run, line.index, { ...look, nodeId });
  const { now, ...rest } = look;
  const row = { ...rest, nodeId, isGroup: true };
  const { startedAt, endedAt } = plan === null ? NOTHING_TOOK : lineFigures(run, plan, line);
  if (startedAt === null || begun === null) return { ...row, startMs: null, endMs: null, segments: [] };
  const until = endedAt ?? run.endedAt ?? now;
  const own = line.kind === 'step' ? chunkedGet(run.nodes, line.index) : undefined;
  const around = { kind: 'run', startMs: startedAt, endMs: until, label: 'At work', failed: false } as const;
  const all = own === undefined ? [] : pieces(run, own, Infinity, now);
  const calls = all.filter(({ kind }) => kind !== 'run' && kind !== 'hold');
  const waits = plan === null ? [] : lineWaits(nodesOfRun(run, plan), line, until);
  const holds = waits.map(([startMs, endMs]): TimelineSegment => ({ ...HOLD, startMs, endMs }));
  return placed({ row, begun, startedAt, endedAt, segments: [around, ...calls, ...holds] });
}

const NOTHING_TOOK = { startedAt: null, endedAt: null } as const;

/** Relay times become times of the run. */
function placed({
  row,
  begun,
  startedAt,
  endedAt,
  segments,
}: {
  readonly row: Omit<TimelineRow, 'startMs' | 'endMs' | 'segments'>;
  readonly begun: number;
  readonly startedAt: number;
  readonly endedAt: number | null;
  readonly segments: readonly TimelineSegment[];
}): TimelineRow {
  const relative = (at: number) => Math.max(0, at - begun);
  return {
    ...row,
    startMs: relative(startedAt),
    endMs: endedAt === null ? null : relative(endedAt),
    segments: segments.map((piece) => ({
      ...piece,
      startMs: relative(piece.startMs),
      endMs: relative(piece.endMs),
    })),
  };
}

const HOLD = { kind: 'hold', label: 'Waits for a person', failed: false } as const;

/** How long a row worked, without what it waited for people; ms. `wholeMs` = the run so far. null before it began. */
export function rowWorkMs({ startMs, endMs, segments }: TimelineRow, wholeMs: number): number | null {
  if (startMs === null) return null;
  const holds = segments.filter(({ kind }) => kind === 'hold');
  return Math.max(
    0,
    holds.reduce((left, hold) => left - (hold.endMs - hold.startMs), (endMs ?? wholeMs) - startMs),
  );
}

/** When the last input arrived, or the run began. */
function readyAt(run: RunState, index: number, startedAt: number): number {
  let ready = startedAt;
  for (const edge of run.plan?.inputs[index] ?? []) {
    const source = chunkedGet(run.nodes, edge.source);
    if (source?.endedAt != null) ready = Math.max(ready, source.endedAt);
  }
  return ready;
}

function pieces(run: RunState, node: NodeState, ready: number, now: number): TimelineSegment[] {
  const startedAt = node.startedAt ?? now;
  const endedAt = node.endedAt ?? run.endedAt ?? now;
  const found: TimelineSegment[] = [];
  if (startedAt > ready)
    found.push({ kind: 'queued', startMs: ready, endMs: startedAt, label: 'Queued', failed: false });
  found.push(...workPieces(node, startedAt, endedAt));
  const calls = node.calls.filter((call) => call.round === node.round);
  calls.forEach((call, index) => found.push(...callPieces(call, calls[index + 1], endedAt)));
  return found;
}

/** Its whole time, in pieces where it waited for people: that is no work. */
function workPieces(node: NodeState, startedAt: number, endedAt: number): TimelineSegment[] {
  const work = { kind: 'run', label: 'At work', failed: node.phase === 'failed' } as const;
  const found: TimelineSegment[] = [];
  let until = startedAt;
  for (const [from, end] of node.approvals.length === 0 ? [] : waitsOf(node, endedAt)) {
    if (from > until) found.push({ ...work, startMs: until, endMs: from });
    if (end > Math.max(from, until)) found.push({ ...HOLD, startMs: Math.max(from, until), endMs: end });
    until = Math.max(until, end);
  }
  if (endedAt > until || found.length === 0) found.push({ ...work, startMs: until, endMs: endedAt });
  return found;
}

function callPieces(call: CallState, next: CallState | undefined, nodeEndedAt: number): TimelineSegment[] {
  const sentAt = call.sentAt ?? call.endedAt ?? nodeEndedAt;
  const endedAt = call.endedAt ?? nodeEndedAt;
  const failed = call.end !== null && call.end.outcome !== 'ok';
  const name = call.try > 1 ? `${call.model}, try ${call.try}` : call.model;
  const found: TimelineSegment[] = [];
  if (sentAt > call.acceptedAt)
    found.push({
      kind: 'queued',
      startMs: call.acceptedAt,
      endMs: sentAt,
      label: 'Waits for a slot',
      failed: false,
    });
  found.push({ kind: 'try', startMs: sentAt, endMs: endedAt, label: name, failed });
  const waitUntil = next?.acceptedAt ?? nodeEndedAt;
  if (failed && waitUntil > endedAt) {
    const wait =
      call.end?.retry === 'ask'
        ? ({ kind: 'hold', label: 'Waits for a decision' } as const)
        : ({ kind: 'wait', label: 'Waits for the next try' } as const);
    found.push({ ...wait, startMs: endedAt, endMs: waitUntil, failed: false });
  }
  return found;
}
