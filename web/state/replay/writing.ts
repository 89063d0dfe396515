import { latestCall, nodeState } from '#shared/run/select.ts';
import { textAt } from './call-track.ts';
import type { Prefix, ReplayLog } from './replay-log.ts';

/** What the log itself does not hold. */
export interface KnownTexts {
  /** What of a call that has not ended had arrived by a moment (ms from the run's start); '' for nothing. */
  readonly live: (callId: string, ms: number) => string;
  /** A text that the log names by hash; null while it is not here. */
  readonly byHash: (hash: string) => string | null;
}

/** The call a node was writing at a moment; null when it was writing nothing. */
function writingCall(prefix: Prefix, nodeId: string): string | null {
  const state = nodeState(prefix.run, nodeId);
  const call = state && latestCall(state);
  return call?.phase === 'sent' ? call.callId : null;
}

/** The text of the call that a node was writing at a moment. */
function writtenBy(log: ReplayLog, callId: string, ms: number, known: KnownTexts): string {
  const track = log.call(callId);
  if (track === undefined) return '';
  return track.end === null ? known.live(callId, ms) : textAt(track, ms, known.byHash);
}

/**
 * What is being written at a moment, by node: the beginnings of texts whose calls are open then, as far as their timing
 * tracks say [RP2]. Nodes that have written nothing yet are left out. O(open calls).
 */
export function writingAt(
  log: ReplayLog,
  prefix: Prefix,
  ms: number,
  known: KnownTexts,
): ReadonlyMap<string, string> {
  const texts = new Map<string, string>();
  for (const callId of prefix.open) {
    const nodeId = log.call(callId)?.nodeId;
    if (nodeId === undefined || writingCall(prefix, nodeId) !== callId) continue;
    const text = writtenBy(log, callId, ms, known);
    if (text !== '') texts.set(nodeId, text);
  }
  return texts;
}

/** A set of these ids: the one before while they are the same, so that nobody is told of a change that is none. */
export function sameOrNew(before: ReadonlySet<string>, ids: readonly string[]): ReadonlySet<string> {
  return ids.length === before.size && ids.every((id) => before.has(id)) ? before : new Set(ids);
}
