import type { CallEnd } from '#shared/run/call.ts';
import type { LogEntry } from '#shared/run/events.ts';

/** One provider call on the time line: when it was sent, how it ended, how its text grew. Times in ms from the run's start. */
export interface CallTrack {
  readonly callId: string;
  readonly nodeId: string;
  readonly sentMs: number;
  /** null while the call is open. */
  readonly end: CallEnd | null;
}

/** The calls of a log by their ids. */
export interface CallTracks {
  /** Takes the log's next entry. `ms` = from the run's start. */
  take(entry: LogEntry, ms: number): void;
  get(callId: string): CallTrack | undefined;
  all(): Iterable<CallTrack>;
}

export function createCallTracks(): CallTracks {
  const tracks = new Map<string, CallTrack>();
  return Object.freeze({
    take(entry: LogEntry, ms: number) {
      if (entry.type === 'call.sent') {
        const { callId, nodeId } = entry.data;
        if (!tracks.has(callId)) tracks.set(callId, { callId, nodeId, sentMs: ms, end: null });
      } else if (entry.type === 'call.ended') {
        const track = tracks.get(entry.data.callId);
        if (track?.end === null) tracks.set(track.callId, { ...track, end: entry.data.end });
      }
    },
    get: (callId: string) => tracks.get(callId),
    all: () => tracks.values(),
  });
}

/**
 * Characters that had arrived after so many ms from sending, by a timing track (pairs of characters and ms, rising).
 * 0 before the first pair.
 */
export function writtenAfter(timing: readonly number[], elapsedMs: number): number {
  let low = 0;
  let high = timing.length >> 1;
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((timing[2 * middle + 1] ?? Infinity) <= elapsedMs) low = middle + 1;
    else high = middle;
  }
  return low === 0 ? 0 : Math.max(0, timing[2 * low - 2] ?? 0);
}

/**
 * What an ended call had written by a moment; '' when nothing tells how it was written. `textOf` gives a long text by its
 * hash; null while it is not here.
 */
export function textAt(track: CallTrack, ms: number, textOf: (hash: string) => string | null): string {
  const { end, sentMs } = track;
  if (end?.text === undefined || end.timing === undefined) return '';
  const whole = end.text.kind === 'inline' ? end.text.text : textOf(end.text.hash);
  return whole?.slice(0, writtenAfter(end.timing, ms - sentMs)) ?? '';
}
