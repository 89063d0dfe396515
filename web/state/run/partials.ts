import type { Delta } from '#shared/protocol/messages.ts';
import type { LogEntry } from '#shared/run/events.ts';

/** What open calls have written so far. Kept outside the fold: deltas never change folded state [RL3]. */

export interface PartialText {
  readonly text: string;
  readonly reasoning: string;
}

export interface Partials {
  /** Takes deltas in, which came at `now` (relay time); the ids of the nodes whose texts changed. */
  apply(deltas: readonly Delta[], now: number): ReadonlySet<string>;
  /** Drops the texts of calls that ended with these entries; the ids of their nodes. */
  drop(entries: readonly LogEntry[]): ReadonlySet<string>;
  /** Of one call; null when nothing has arrived. */
  of(callId: string): PartialText | null;
  /** The text of one open call as it had arrived here by a time; '' for nothing. */
  textBy(callId: string, at: number): string;
}

/** Characters of text and when they had come; at most this many for each open call. */
const MOST_ARRIVALS = 2_000;

interface Arrivals {
  readonly lengths: number[];
  readonly times: number[];
}

export function createPartials(): Partials {
  const texts = new Map<string, PartialText>();
  const arrivals = new Map<string, Arrivals>();
  const ended = new Set<string>();

  function applyOne(delta: Delta, now: number): boolean {
    if (ended.has(delta.callId)) return false;
    const before = texts.get(delta.callId) ?? { text: '', reasoning: '' };
    const known = before[delta.channel];
    // A gap cannot be filled from here: the engine asks for the whole text, which starts at offset 0.
    if (delta.offset > known.length || delta.text === '') return false;
    // What is known already comes again after a reconnect, often only its beginning: that must not shorten it.
    const isNext = delta.offset === known.length;
    if (!isNext && known.startsWith(delta.text, delta.offset)) return false;
    const next = isNext ? known + delta.text : known.slice(0, delta.offset) + delta.text;
    texts.set(delta.callId, { ...before, [delta.channel]: next });
    if (delta.channel === 'text') note(delta.callId, next.length, now);
    return true;
  }

  function note(callId: string, length: number, now: number): void {
    let seen = arrivals.get(callId);
    if (seen === undefined) arrivals.set(callId, (seen = { lengths: [], times: [] }));
    if (seen.lengths.length >= MOST_ARRIVALS) {
      const isKept = (_value: number, index: number) => index % 2 === 1;
      seen = { lengths: seen.lengths.filter(isKept), times: seen.times.filter(isKept) };
      arrivals.set(callId, seen);
    }
    seen.lengths.push(length);
    seen.times.push(now);
  }

  return Object.freeze({
    apply(deltas: readonly Delta[], now: number) {
      const changed = new Set<string>();
      for (const delta of deltas) if (applyOne(delta, now)) changed.add(delta.nodeId);
      return changed;
    },
    drop(entries: readonly LogEntry[]) {
      const changed = new Set<string>();
      for (const entry of entries) {
        if (entry.type !== 'call.ended') continue;
        ended.add(entry.data.callId);
        arrivals.delete(entry.data.callId);
        if (texts.delete(entry.data.callId)) changed.add(entry.data.nodeId);
      }
      return changed;
    },
    of: (callId: string) => texts.get(callId) ?? null,
    textBy(callId: string, at: number) {
      const seen = arrivals.get(callId);
      const place = seen?.times.findLastIndex((time) => time <= at) ?? -1;
      return texts.get(callId)?.text.slice(0, seen?.lengths[place] ?? 0) ?? '';
    },
  });
}
