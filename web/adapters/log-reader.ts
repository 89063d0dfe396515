import { LIMITS } from '#shared/protocol/limits.ts';
import type { LogEntry } from '#shared/run/events.ts';
import { withPlan } from '#shared/run/hydrate.ts';
import type { PageResponse } from './relay-http.ts';

/**
 * Turns what arrives (live entries, pages, repetitions, gaps) into one stream without gap or repetition [RL2] [RM3].
 * Everything goes through one queue, so that a page that is on its way is never overtaken by live entries.
 */
export interface LogReader {
  /** The last entry given out. */
  readonly seq: () => number;
  /** Gaps that had to be filled from pages. */
  readonly gaps: () => number;
  /** Live entries; `through` = everything up to it is known to be here or left out. Resolves when given out. */
  readonly take: (entries: readonly LogEntry[], through: number) => Promise<void>;
  /** Reads pages until everything up to `head` has been given out. */
  readonly catchUp: (head: number) => Promise<void>;
}

export interface LogReaderOptions {
  readonly after: number;
  /** The log's first page, asked for before the connection was made; null = it was not. */
  readonly firstPage?: Promise<PageResponse> | null | undefined;
  readonly page: (page: number) => Promise<PageResponse>;
  readonly blobText: (hash: string) => Promise<string>;
  readonly onEntries: (entries: readonly LogEntry[]) => void;
}

/** Pages asked for beyond the one that is waited for. */
const PAGES_AHEAD = 3;

export function createLogReader(options: LogReaderOptions): LogReader {
  let seq = options.after;
  let gaps = 0;
  let queue: Promise<void> = Promise.resolve();

  function enqueue(work: () => Promise<void>): Promise<void> {
    const done = queue.then(work);
    queue = done.catch(() => undefined);
    return done;
  }

  async function give(entries: readonly LogEntry[]): Promise<void> {
    const fresh = entries.filter((entry) => entry.seq > seq);
    const last = fresh.at(-1);
    if (last === undefined) return;
    const first = fresh[0];
    const ready =
      first?.type === 'execution.started'
        ? [await withPlan(first, options.blobText), ...fresh.slice(1)]
        : fresh;
    seq = last.seq;
    options.onEntries(ready);
  }

  async function readPages(head: number): Promise<void> {
    const asked = new Map<number, Promise<PageResponse>>();
    while (seq < head) {
      const before = seq;
      const next = pageAfter(seq);
      const last = Math.min(next + PAGES_AHEAD, pageAfter(head - 1));
      for (let page = next; page <= last; page += 1) if (!asked.has(page)) asked.set(page, ask(page));
      const page = await asked.get(next);
      // The log may have gone on since: when the page is not full, it is asked for again.
      asked.delete(next);
      await give(page?.entries ?? []);
      if (seq === before) return;
    }
  }

  function ask(page: number): Promise<PageResponse> {
    const answer = options.page(page);
    // Whoever waits for this page hears of a failure; nobody does when an earlier one fails.
    answer.catch(() => undefined);
    return answer;
  }

  async function readAhead(firstPage: Promise<PageResponse>): Promise<void> {
    const { entries, head } = await firstPage;
    await give(entries);
    await readPages(head);
  }

  const { firstPage } = options;
  // A failure is left to the connection, which asks for everything that is missing.
  if (firstPage) enqueue(() => readAhead(firstPage)).catch(() => undefined);

  return Object.freeze({
    seq: () => seq,
    gaps: () => gaps,
    take: (entries: readonly LogEntry[], through: number) =>
      enqueue(async () => {
        const first = entries.find((entry) => entry.seq > seq);
        if (first !== undefined && first.seq > seq + 1) {
          gaps += 1;
          await readPages(first.seq - 1);
        }
        await give(entries);
        if (through > seq) await readPages(through);
      }),
    catchUp: (head: number) => enqueue(() => readPages(head)),
  });
}

/** The page that holds the entry behind this one. */
const pageAfter = (seq: number): number => Math.floor(seq / LIMITS.entriesPerPage);
