import { describe, expect, it } from 'vitest';
import type { Fact, LogEntry } from '#shared/run/events.ts';
import { createAnnouncer } from './announcer.ts';

function setUp() {
  const said: string[] = [];
  let due: (() => void) | null = null;
  const announcer = createAnnouncer({
    say: (text) => said.push(text),
    nameOf: (id) => id,
    ownId: () => null,
    after: (_delay, callback) => {
      due = callback;
      return () => (due = null);
    },
  });
  const entries: LogEntry[] = [];
  return {
    announcer,
    said,
    add(fact: Fact, at: number) {
      entries.push({ ...fact, runId: 'r', seq: entries.length + 1, at, by: null });
    },
    take: (now: number, runId = 'r') =>
      announcer.take({
        runId,
        entries: {
          length: entries.length,
          at: (index) => entries[index],
          slice: (a, b) => entries.slice(a, b),
        },
        head: entries.length,
        now,
      }),
    waits: () => due !== null,
    ring: () => due?.(),
  };
}

const resumed: Fact = { type: 'execution.resumed', data: {} };
const stopped: Fact = { type: 'execution.cancelled', data: {} };

describe('the announcer', () => {
  it('gathers news and says each once', () => {
    const { add, take, ring, said } = setUp();
    add(resumed, 1_000);
    take(1_000);
    add(stopped, 1_500);
    take(1_500);
    expect(said).toEqual([]);
    ring();
    expect(said).toEqual(['Run resumed. Run stopped.']);
    take(1_600);
    ring();
    expect(said).toHaveLength(1);
  });

  it('does not tell the history of a run that is opened', () => {
    const { add, take, waits } = setUp();
    add(stopped, 1_000);
    take(100_000);
    expect(waits()).toBe(false);
  });

  it('says nothing more once it is closed', () => {
    const { add, take, waits, announcer } = setUp();
    add(stopped, 1_000);
    take(1_000);
    announcer.close();
    expect(waits()).toBe(false);
  });
});
