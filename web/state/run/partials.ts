import type { Delta } from '#shared/protocol/messages.ts';
import type { LogEntry } from '#shared/run/events.ts';

/** What open calls have written so far. Kept outside the fold: deltas never change folded state [RL3]. */

export interface PartialText {
  readonly text: string;
  readonly reasoning: string;
}

export interface Partials {
  /** Takes deltas in; the ids of the nodes whose texts changed. */
  apply(deltas: readonly Delta[]): ReadonlySet<string>;
  /** Drops the texts of calls that ended with these entries; the ids of their nodes. */
  drop(entries: readonly LogEntry[]): ReadonlySet<string>;
  /** Of one call; null when nothing has arrived. */
  of(callId: string): PartialText | null;
}

export function createPartials(): Partials {
  const texts = new Map<string, PartialText>();
  const ended = new Set<string>();

  function applyOne(delta: Delta): boolean {
    if (ended.has(delta.callId)) return false;
    const before = texts.get(delta.callId) ?? { text: '', reasoning: '' };
    const known = before[delta.channel];
    // A gap cannot be filled from here: the engine asks for the whole text, which starts at offset 0.
    if (delta.offset > known.length) return false;
    // What is known already comes again after a reconnect, often only its beginning: that must not shorten it.
    if (known.startsWith(delta.text, delta.offset)) return false;
    const next = known.slice(0, delta.offset) + delta.text;
    texts.set(delta.callId, { ...before, [delta.channel]: next });
    return true;
  }

  return Object.freeze({
    apply(deltas: readonly Delta[]) {
      const changed = new Set<string>();
      for (const delta of deltas) if (applyOne(delta)) changed.add(delta.nodeId);
      return changed;
    },
    drop(entries: readonly LogEntry[]) {
      const changed = new Set<string>();
      for (const entry of entries) {
        if (entry.type !== 'call.ended') continue;
        ended.add(entry.data.callId);
        if (texts.delete(entry.data.callId)) changed.add(entry.data.nodeId);
      }
      return changed;
    },
    of: (callId: string) => texts.get(callId) ?? null,
  });
}
