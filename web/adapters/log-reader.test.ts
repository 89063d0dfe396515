import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { LIMITS } from '#shared/protocol/limits.ts';
import { createLogReader } from './log-reader.ts';
import type { PageResponse } from './relay-http.ts';
import { numberedEntries } from './testing.ts';

function readerOf(head: number, firstPage?: Promise<PageResponse>) {
  const given: number[] = [];
  const pages: number[] = [];
  const reader = createLogReader({
    after: 0,
    firstPage,
    async page(page) {
      pages.push(page);
      const first = page * LIMITS.entriesPerPage + 1;
      return { entries: numberedEntries(first, Math.min(head, first + LIMITS.entriesPerPage - 1)), head };
    },
    blobText: () => Promise.reject(new Error('no blobs')),
    onEntries: (entries) => given.push(...entries.map(({ seq }) => seq)),
  });
  return { reader, given, pages };
}

const upTo = (head: number) => numberedEntries(1, head).map(({ seq }) => seq);

describe('log reader', () => {
  it('[RL2] gives every entry once and in order, whatever is repeated, late or missing', async () => {
    const frames = fc.array(fc.tuple(fc.integer({ min: 1, max: 1_200 }), fc.nat(40)), { maxLength: 20 });
    await fc.assert(
      fc.asyncProperty(frames, async (ranges) => {
        const { reader, given } = readerOf(1_300);
        await Promise.all(
          ranges.map(([first, length]) =>
            reader.take(numberedEntries(first, first + length), first + length),
          ),
        );
        const head = Math.max(0, ...ranges.map(([first, length]) => first + length));
        expect(given).toEqual(upTo(given.length));
        expect(given.length).toBeGreaterThanOrEqual(head);
      }),
    );
  });

  it('[RL2] asks the pages for a gap and counts it', async () => {
    const { reader, given, pages } = readerOf(10);
    await reader.take(numberedEntries(1, 3), 3);
    await reader.take(numberedEntries(8, 9), 9);
    expect([given.length >= 9, reader.gaps(), pages]).toEqual([true, 1, [0]]);
    expect(given).toEqual(upTo(given.length));
  });

  it('[RM3] catches up page by page', async () => {
    const { reader, given, pages } = readerOf(1_234);
    await reader.catchUp(1_234);
    expect([given, pages]).toEqual([upTo(1_234), [0, 1, 2]]);
  });

  it('[RM3] reads on from a first page that was asked for before, and live entries wait their turn', async () => {
    const first = Promise.resolve({ entries: numberedEntries(1, LIMITS.entriesPerPage), head: 1_100 });
    const { reader, given, pages } = readerOf(1_100, first);
    await reader.take(numberedEntries(1_101, 1_103), 1_103);
    expect([given, pages, reader.gaps()]).toEqual([upTo(1_103), [1, 2], 0]);
  });

  it('[RM3] does without the first page when it did not come', async () => {
    const refused = Promise.reject<PageResponse>(new Error('no network'));
    const { reader, given } = readerOf(700, refused);
    await reader.catchUp(700);
    expect(given).toEqual(upTo(700));
  });

  it('[RM3] asks again for a page that has filled up since it was asked for', async () => {
    let head = 600;
    const given: number[] = [];
    const reader = createLogReader({
      after: 0,
      async page(page) {
        const first = page * LIMITS.entriesPerPage + 1;
        const last = Math.min(head, first + LIMITS.entriesPerPage - 1);
        if (page === 1) head = 800;
        return { entries: numberedEntries(first, last), head };
      },
      blobText: () => Promise.reject(new Error('no blobs')),
      onEntries: (entries) => given.push(...entries.map(({ seq }) => seq)),
    });
    await reader.catchUp(800);
    expect(given).toEqual(upTo(800));
  });

  it('fetches what a filter or a lost frame left out below `through`', async () => {
    const { reader, given } = readerOf(7);
    await reader.take([], 7);
    expect(given).toEqual(upTo(7));
  });
});
