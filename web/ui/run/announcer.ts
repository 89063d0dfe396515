import type { LogEntry } from '#shared/run/events.ts';
import type { EventList } from '../../state/run-view.svelte.ts';
import { announcement } from './announcements.ts';

/** News are gathered this long, so that a screen reader can finish its sentence. */
const GATHER_MS = 1_200;
/** Entries older than this when they arrive are history: a run that was opened is not told again. */
const HISTORY_MS = 6_000;

/** How the shown run's log stands. */
interface RunNews {
  readonly runId: string | null;
  readonly entries: EventList;
  readonly head: number;
  /** Relay time, ms. */
  readonly now: number;
}

export interface Announcer {
  readonly take: (news: RunNews) => void;
  readonly close: () => void;
}

export interface AnnouncerPorts {
  readonly say: (text: string) => void;
  readonly nameOf: (nodeId: string) => string;
  /** Who sits here. */
  readonly ownId: () => string | null;
  readonly after: (delayInMs: number, callback: () => void) => () => void;
}

/** Tells a run's news in few words, gathered; one run at a time. */
export function createAnnouncer({ say, nameOf, ownId, after }: AnnouncerPorts): Announcer {
  let runId: string | null = null;
  let told = 0;
  let waiting: LogEntry[] = [];
  let stop: (() => void) | null = null;

  function tell(): void {
    stop = null;
    const text = announcement(waiting, nameOf, ownId());
    waiting = [];
    if (text !== '') say(text);
  }

  return Object.freeze({
    take(news: RunNews) {
      if (news.runId !== runId) {
        runId = news.runId;
        told = 0;
        waiting = [];
      }
      const fresh = news.entries.slice(told, news.head).filter((entry) => news.now - entry.at < HISTORY_MS);
      told = news.head;
      if (fresh.length === 0) return;
      waiting.push(...fresh);
      stop ??= after(GATHER_MS, tell);
    },
    close() {
      stop?.();
      stop = null;
    },
  });
}
