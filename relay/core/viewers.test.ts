import type { ServerMessage } from '#shared/protocol/messages.ts';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  callIdOf,
  callStart,
  createHostedRoom,
  endOf,
  entriesIn,
  grantOf,
  type TestRoom,
} from './testing.ts';

const facts = (count: number) =>
  ({
    type: 'host.append',
    data: {
      epoch: 1,
      facts: Array.from(
        { length: count },
        () =>
          ({ type: 'execution.node.status', data: { nodeId: 'a', status: 'running', round: 0 } }) as const,
      ),
    },
  }) as const;

const say = (test: TestRoom, type: string, data: unknown) =>
  test.give({ type: 'message', connectionId: 'eve', value: { type, data } });

/** A reader as a client is one: it keeps what comes, and pages when it is told that it is behind. */
function createReader(test: TestRoom) {
  const seqs: number[] = [];
  let isBehind = false;
  return {
    seqs,
    async read(): Promise<void> {
      for (const frame of test.take('eve')) {
        if (frame.type === 'behind') isBehind = true;
        seqs.push(...entriesIn([frame]).map(({ seq }) => seq));
      }
    },
    async page(): Promise<void> {
      const from = (seqs.at(-1) ?? 0) + 1;
      const json = await test.store.entries(from, from + 4, Number.POSITIVE_INFINITY);
      seqs.push(...json.map((text) => (JSON.parse(text) as { seq: number }).seq));
      isBehind = false;
    },
    needsPages: () => isBehind,
  };
}

const move = fc.oneof(
  fc.record({ kind: fc.constant('append' as const), count: fc.integer({ min: 1, max: 9 }) }),
  fc.record({ kind: fc.constant('credit' as const), count: fc.integer({ min: 1, max: 3 }) }),
  fc.record({
    kind: fc.constantFrom('subscribe' as const, 'page' as const, 'unsubscribe' as const),
    count: fc.constant(0),
  }),
);

describe('viewers', () => {
  it('[RV6] a reader who gives no credit counts once as stalled, and as behind when the tail has moved on', () => {
    const test = createHostedRoom({ creditFrames: 2, tailEntries: 4 });
    test.connect('eve', grantOf('eve', 'viewer'));
    say(test, 'subscribe', { after: 0 });
    const counted = () =>
      test.steps.flatMap(({ effects }) =>
        effects.flatMap((effect) => (effect.type === 'count' ? [effect.what] : [])),
      );
    for (let n = 0; n < 6; n += 1) test.command('ann', facts(1));
    const before = counted().filter((what) => what === 'stalled').length;
    expect(before).toBeGreaterThan(0);
    expect(counted()).not.toContain('behind');
    say(test, 'credit', { frames: 1 });
    expect(counted()).toContain('behind');
  });

  it('[RM3] get a prefix of the log without gap or duplicate, however they subscribe, stall, fall behind and page', async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(move, { maxLength: 60 }), async (moves) => {
        const test = createHostedRoom({ creditFrames: 3, tailEntries: 10 });
        test.connect('eve', grantOf('eve', 'viewer'));
        const reader = createReader(test);
        for (const { kind, count } of moves) {
          if (kind === 'append') test.command('ann', facts(count));
          if (kind === 'credit') say(test, 'credit', { frames: count });
          if (kind === 'unsubscribe') say(test, 'unsubscribe', {});
          await reader.read();
          // A subscription always begins after what one has; so do pages, which end the need for them.
          if (kind === 'subscribe') say(test, 'subscribe', { after: reader.seqs.at(-1) ?? 0 });
          if (kind === 'page') {
            say(test, 'unsubscribe', {});
            await reader.read();
            await reader.page();
          }
          await reader.read();
          expect(reader.seqs).toEqual(reader.seqs.map((_, index) => index + 1));
        }
        for (let round = 0; round < 40; round += 1) {
          say(test, 'subscribe', { after: reader.seqs.at(-1) ?? 0 });
          await reader.read();
          if (reader.needsPages()) await reader.page();
        }
        expect(reader.seqs).toHaveLength((await test.log()).length);
        expect(reader.seqs).toEqual(reader.seqs.map((_, index) => index + 1));
      }),
      { numRuns: 60 },
    );
  });

  it('[RV2] get no more frames than they have credit for, and go on when it comes back', () => {
    const test = createHostedRoom({ creditFrames: 2 });
    test.connect('eve', grantOf('eve', 'viewer'));
    say(test, 'subscribe', { after: 2 });
    test.take('eve');
    for (let index = 0; index < 5; index += 1) test.command('ann', facts(1));
    expect(entriesIn(test.take('eve')).map(({ seq }) => seq)).toEqual([3, 4]);
    say(test, 'credit', { frames: 1 });
    expect(entriesIn(test.take('eve')).map(({ seq }) => seq)).toEqual([5, 6, 7]);
  });

  it('[RV1] that fall out of the tail are told so and read pages', () => {
    const test = createHostedRoom({ creditFrames: 1, tailEntries: 3 });
    test.connect('eve', grantOf('eve', 'viewer'));
    say(test, 'subscribe', { after: 2 });
    for (let index = 0; index < 8; index += 1) test.command('ann', facts(1));
    test.take('eve');
    say(test, 'credit', { frames: 1 });
    expect(test.take('eve')).toEqual([{ type: 'behind', data: { head: 10 } }]);
    say(test, 'subscribe', { after: 0 });
    expect(test.take('eve')).toEqual([{ type: 'behind', data: { head: 10 } }]);
  });

  it('that ask beyond the head are refused', () => {
    const test = createHostedRoom();
    say(test, 'subscribe', { after: 3 });
    test.connect('eve', grantOf('eve', 'viewer'));
    test.take('eve');
    say(test, 'subscribe', { after: 99 });
    expect(test.take('eve')).toMatchObject([{ type: 'error', data: { error: { code: 'out-of-turn' } } }]);
  });

  it('[RV4] with a filter learn by `through` that nothing is missing', () => {
    const test = createHostedRoom();
    test.connect('eve', grantOf('eve', 'viewer'));
    say(test, 'subscribe', { after: 0, filter: { nodeIds: ['b'] } });
    test.command('ann', facts(3));
    const frames = test.take('eve').filter((frame) => frame.type === 'entries');
    expect(
      frames.map(({ data }) => ({ seqs: data.entries.map(({ seq }) => seq), through: data.through })),
    ).toEqual([
      { seqs: [1, 2], through: 2 },
      { seqs: [], through: 5 },
    ]);
  });

  it('get frames below 512 KiB', () => {
    const test = createHostedRoom({ frameBytes: 2_000 });
    test.connect('eve', grantOf('eve', 'viewer'));
    say(test, 'subscribe', { after: 2 });
    test.command('ann', facts(100));
    const sizes = test.take('eve').map((frame: ServerMessage) => JSON.stringify(frame).length);
    expect(Math.max(...sizes)).toBeLessThanOrEqual(2_000);
    expect(sizes.length).toBeGreaterThan(5);
  });

  it('beyond the limit of viewers are turned away', () => {
    const test = createHostedRoom({ viewersPerRun: 2 });
    test.connect('eve', grantOf('eve', 'viewer'));
    test.connect('max', grantOf('max', 'viewer'));
    expect(test.closed.get('max')).toBe(4008);
  });

  it('[AU1] of another flow or another run do not get in', () => {
    const test = createHostedRoom();
    test.connect('x', grantOf('x', 'owner', { flowId: 'another-flow-aaaaaaaaaaaaa' }));
    test.connect('y', grantOf('y', 'run-viewer', { runId: 'another-run' }));
    expect([test.closed.get('x'), test.closed.get('y')]).toEqual([4001, 4001]);
  });
});

describe('deltas', () => {
  const stream = (test: TestRoom, call: number, text: string) =>
    test.give({ type: 'call.delta', callId: callIdOf(call), channel: 'text', text });
  const begin = (test: TestRoom, call: number) => {
    test.command('ann', callStart(call));
    test.give({ type: 'call.sent', callId: callIdOf(call) });
  };
  const deltas = (frames: ServerMessage[]) =>
    frames.flatMap((frame) =>
      frame.type === 'delta' ? [frame.data.deltas.map(({ offset, text }) => [offset, text])] : [],
    );

  it('[RV3] go out at once, then together once in 50 ms, all streams in one frame', () => {
    const test = createHostedRoom();
    begin(test, 1);
    begin(test, 2);
    test.pass(100);
    test.take('ann');
    stream(test, 1, 'Hel');
    expect(deltas(test.take('ann'))).toEqual([[[0, 'Hel']]]);
    stream(test, 1, 'lo');
    stream(test, 2, 'Bye');
    stream(test, 1, '!');
    expect(deltas(test.take('ann'))).toEqual([]);
    test.pass(49);
    expect(deltas(test.take('ann'))).toEqual([]);
    test.pass(1);
    expect(deltas(test.take('ann'))).toEqual([
      [
        [3, 'lo!'],
        [0, 'Bye'],
      ],
    ]);
  });

  it('are not held back because a reader gave credit', () => {
    const test = createHostedRoom();
    begin(test, 1);
    test.pass(100);
    stream(test, 1, 'a');
    test.pass(60);
    test.give({ type: 'message', connectionId: 'ann', value: { type: 'credit', data: { frames: 1 } } });
    test.pass(30);
    test.take('ann');
    stream(test, 1, 'b');
    expect(deltas(test.take('ann'))).toEqual([[[1, 'b']]]);
  });

  it('[RV3] have no gap for a viewer without credit: what it missed comes later, in one piece', () => {
    const test = createHostedRoom({ creditFrames: 1 });
    test.connect('eve', grantOf('eve', 'viewer'));
    begin(test, 1);
    test.pass(100);
    say(test, 'subscribe', { after: test.room().header()?.head ?? 0 });
    test.pass(100);
    test.take('eve');
    for (const piece of ['a', 'b', 'c', 'd']) {
      stream(test, 1, piece);
      test.pass(60);
    }
    expect(deltas(test.take('eve'))).toEqual([[[0, 'a']]]);
    say(test, 'credit', { frames: 1 });
    test.pass(60);
    expect(deltas(test.take('eve'))).toEqual([[[1, 'bcd']]]);
  });

  it('of open calls are given whole to whoever joins', () => {
    const test = createHostedRoom();
    begin(test, 1);
    stream(test, 1, 'so far');
    test.connect('eve', grantOf('eve', 'viewer'));
    test.take('eve');
    say(test, 'subscribe', { after: 0 });
    const subscribed = test.take('eve').find((frame) => frame.type === 'subscribed');
    expect(subscribed?.data.partials).toEqual([
      { callId: callIdOf(1), nodeId: 'a', channel: 'text', offset: 0, text: 'so far' },
    ]);
    stream(test, 1, ', so good');
    test.pass(60);
    expect(deltas(test.take('eve'))).toEqual([[[6, ', so good']]]);
  });

  it('[RL3] end with their call: nothing of it is sent afterwards', () => {
    const test = createHostedRoom();
    begin(test, 1);
    stream(test, 1, 'a');
    stream(test, 1, 'b');
    test.give({ type: 'call.ended', callId: callIdOf(1), end: endOf('ab') });
    test.take('ann');
    stream(test, 1, 'c');
    test.pass(200);
    expect(deltas(test.take('ann'))).toEqual([]);
  });

  it('are kept every 250 ms at most while they come, and dropped when their call has ended', () => {
    const test = createHostedRoom();
    begin(test, 1);
    const from = test.steps.length;
    for (let index = 0; index < 100; index += 1) {
      stream(test, 1, 'x'.repeat(1_000));
      test.pass(10);
    }
    const writes = test.steps.slice(from).filter(({ store }) => (store?.partials.length ?? 0) > 0);
    expect(writes.length).toBeGreaterThanOrEqual(3);
    expect(writes.length).toBeLessThanOrEqual(4);
    test.give({ type: 'call.ended', callId: callIdOf(1), end: endOf('x') });
    const dropped = test.steps.at(-1)?.store?.droppedPartials.map(({ index }) => index);
    expect(dropped).toEqual([0, 1, 2, 3].slice(0, dropped?.length));
    expect(dropped?.length).toBeGreaterThanOrEqual(3);
  });

  it('come by polling from the offsets that are known', () => {
    const test = createHostedRoom();
    begin(test, 1);
    stream(test, 1, 'one two');
    const poll = { clientId: 'p', after: 0, commands: [], known: { [`${callIdOf(1)}/text`]: 4 } };
    test.give({ type: 'poll', requestId: 'p', grant: grantOf('eve', 'viewer'), poll });
    expect(test.responses.at(-1)?.body).toMatchObject({
      partials: [{ offset: 4, text: 'two' }],
      wanted: null,
    });
  });
});
