import { chunkedGet } from '#shared/run/chunked.ts';
import type { NodeDisplayStatus } from '#shared/run/select.ts';
import type { CallState, NodeState, RunState } from '#shared/run/state.ts';

/** The run as a waterfall: a row for each step, its time in pieces. All times in ms from the run's start. */

export interface TimelineSegment {
  /** queued = inputs were ready, no slot yet · run = at work · try = a call under way · wait = until the next try, or for a person. */
  readonly kind: 'queued' | 'run' | 'try' | 'wait';
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
}

/** `now` is relay time; open pieces end there. O(nodes + edges + calls). */
export function timelineRows(
  run: RunState,
  now: number,
  statusOf: (nodeId: string) => NodeDisplayStatus,
): readonly TimelineRow[] {
  const { plan, startedAt } = run;
  if (plan === null || startedAt === null) return [];
  return plan.plan.nodes.map((planned, index) => {
    const node = chunkedGet(run.nodes, index);
    const row = { nodeId: planned.id, label: planned.label, status: statusOf(planned.id) };
    if (node === undefined || node.startedAt === null)
      return { ...row, startMs: null, endMs: null, segments: [] };
    const relative = (at: number) => Math.max(0, at - startedAt);
    const segments = pieces(run, node, readyAt(run, index, startedAt), now).map((piece) => ({
      ...piece,
      startMs: relative(piece.startMs),
      endMs: relative(piece.endMs),
    }));
    const endMs = node.endedAt === null ? null : relative(node.endedAt);
    return { ...row, startMs: relative(node.startedAt), endMs, segments };
  });
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
  found.push({
    kind: 'run',
    startMs: startedAt,
    endMs: endedAt,
    label: 'At work',
    failed: node.phase === 'failed',
  });
  const calls = node.calls.filter((call) => call.round === node.round);
  calls.forEach((call, index) => found.push(...callPieces(call, calls[index + 1], endedAt)));
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
    const label = call.end?.retry === 'ask' ? 'Waits for a decision' : 'Waits for the next try';
    found.push({ kind: 'wait', startMs: endedAt, endMs: waitUntil, label, failed: false });
  }
  return found;
}
