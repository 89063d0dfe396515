import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Delta } from '#shared/protocol/messages.ts';
import { weftError } from '#shared/run/errors.ts';
import { numbered } from '#shared/run/testing.ts';
import type { ConnectionHealth, EngineBatch } from './api.ts';
import { createBatcher } from './batcher.ts';
import { createVirtualClock } from './testing/virtual-clock.ts';

function setUp() {
  const clock = createVirtualClock();
  const batches: EngineBatch[] = [];
  const times: number[] = [];
  const batcher = createBatcher(clock, (batch) => {
    batches.push(batch);
    times.push(clock.now());
  });
  return { clock, batches, times, batcher };
}

const entries = (count: number) =>
  numbered(Array.from({ length: count }, () => ({ type: 'execution.paused' as const, data: {} })));
const piece = (offset: number, text: string, more: Partial<Delta> = {}): Delta => ({
  callId: 'call',
  nodeId: 'node',
  channel: 'text',
  offset,
  text,
  ...more,
});
const health: ConnectionHealth = {
  state: 'live',
  latencyMs: 1,
  reconnects: 0,
  gaps: 0,
  queued: 0,
  lastSeenAt: 1,
  error: null,
};

/** What a reader has after these pieces: offset 0 replaces, others are put at their place. */
function textOf(deltas: readonly Delta[]): string {
  return deltas.reduce((text, { offset, text: more }) => text.slice(0, offset) + more, '');
}

describe('batcher', () => {
  it('sends one message per 16 ms and the first of them at once, with everything new in its order, and none when there is no news', async () => {
    const { clock, batches, times, batcher } = setUp();
    const all = entries(4);
    batcher.entries(all.slice(0, 2));
    await clock.run(10);
    batcher.entries(all.slice(2, 3));
    await clock.run(40);
    batcher.entries(all.slice(3));
    await clock.run(1_000);
    expect(times).toEqual([0, 16, 40]);
    expect(batches.map((batch) => batch.entries.map(({ seq }) => seq))).toEqual([[1, 2], [3], [4]]);
  });

  it('joins the pieces of a text that follow each other', async () => {
    const { clock, batches, batcher } = setUp();
    batcher.deltas('run', [piece(0, 'one '), piece(4, 'two ')]);
    batcher.deltas('run', [piece(0, 'hm', { channel: 'reasoning' }), piece(8, 'three')]);
    await clock.run(16);
    expect(batches[0]?.deltas).toEqual([
      { runId: 'run', deltas: [piece(0, 'one two three'), piece(0, 'hm', { channel: 'reasoning' })] },
    ]);
  });

  it('leaves a reader with the same text, however pieces are cut, repeated and batched', async () => {
    const cut = fc.record({ end: fc.nat(30), back: fc.nat(5), wait: fc.boolean() });
    await fc.assert(
      fc.asyncProperty(fc.array(cut, { maxLength: 12 }), async (cuts) => {
        const { clock, batches, batcher } = setUp();
        const whole = 'abcdefghijklmnopqrstuvwxyz0123';
        let known = 0;
        for (const { end, back, wait } of cuts) {
          const from = Math.max(0, known - back);
          if (end <= known) continue;
          batcher.deltas('run', [piece(from, whole.slice(from, end))]);
          known = end;
          if (wait) await clock.run(clock.now() + 20);
        }
        await clock.run();
        const got = batches.flatMap(({ deltas }) => deltas.flatMap((run) => run.deltas));
        expect(textOf(got)).toBe(whole.slice(0, known));
      }),
    );
  });

  it('says a text anew from where a piece began again, before what was waiting', async () => {
    const { clock, batches, batcher } = setUp();
    batcher.deltas('run', [piece(23, 'xyz0'), piece(22, 'wxyz01'), piece(27, '12')]);
    await clock.run(16);
    expect(batches[0]?.deltas[0]?.deltas).toEqual([piece(22, 'wxyz012')]);
  });

  it('keeps apart pieces between which something is missing', async () => {
    const { clock, batches, batcher } = setUp();
    batcher.deltas('run', [piece(0, 'one'), piece(9, 'later')]);
    await clock.run(16);
    expect(batches[0]?.deltas[0]?.deltas).toEqual([piece(0, 'one'), piece(9, 'later')]);
  });

  it('tells the latest of what has only one value', async () => {
    const { clock, batches, batcher } = setUp();
    batcher.connection({ ...health, state: 'lost' });
    batcher.connection(health);
    batcher.hosting('run', true);
    batcher.hosting('run', false);
    await clock.run(16);
    expect(batches).toHaveLength(1);
    expect(batches[0]).toMatchObject({ connection: health, hosting: [{ runId: 'run', hosting: false }] });
  });

  it('tells of the clock when it moved by 20 ms or more', async () => {
    const { clock, batches, batcher } = setUp();
    for (const offset of [100, 110, 119, 125]) {
      batcher.clockOffset(offset);
      await clock.run(clock.now() + 16);
    }
    expect(batches.map(({ clockOffsetMs }) => clockOffsetMs)).toEqual([100, 125]);
  });

  it('hands over what waits at once when it is asked to, and nothing when nothing waits', () => {
    const { batches, batcher } = setUp();
    const error = weftError('storage-failed', 'Full.');
    batcher.flush();
    batcher.notice({ id: 'cache', error });
    batcher.flush();
    expect(batches.map(({ notices }) => notices)).toEqual([[{ id: 'cache', error }]]);
  });
});
