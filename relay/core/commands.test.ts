import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { callStart, createHostedRoom, grantOf, START_MS, typesOf } from './testing.ts';

const append = (message: string) =>
  ({
    type: 'host.append',
    data: {
      epoch: 1,
      facts: [{ type: 'error', data: { error: { code: 'internal', message, retryable: false } } }],
    },
  }) as const;

describe('commands', () => {
  it('[RC1] do nothing twice, in whatever order they are repeated and whenever the relay restarts', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.array(fc.record({ n: fc.integer({ min: 1, max: 8 }), restart: fc.boolean() }), { maxLength: 40 }),
        async (sent) => {
          const test = createHostedRoom();
          for (const { n, restart } of sent) {
            test.command('ann', append(`fact ${n}`), { clientId: 'c', n });
            if (!restart) continue;
            await test.restart();
            test.connect('ann', grantOf('ann'));
          }
          const messages = (await test.log()).flatMap((entry) =>
            entry.type === 'error' ? entry.data.error.message : [],
          );
          expect(messages).toEqual(messages.map((_, index) => `fact ${index + 1}`));
        },
      ),
    );
  });

  it('[RC1] are answered again as they were answered', () => {
    const test = createHostedRoom();
    const first = test.command('ann', append('one'), { clientId: 'c', n: 1 });
    const refused = test.command(
      'ann',
      { type: 'call.abort', data: { epoch: 1, callId: 'none' } },
      { clientId: 'c', n: 2 },
    );
    expect(test.command('ann', append('one'), { clientId: 'c', n: 1 })?.data.ok).toBe(true);
    expect(first?.data).toEqual({ clientId: 'c', n: 1, ok: true, seq: 3 });
    const again = test.command(
      'ann',
      { type: 'call.abort', data: { epoch: 1, callId: 'none' } },
      { clientId: 'c', n: 2 },
    );
    expect(again?.data.error).toEqual(refused?.data.error);
  });

  it('[RC2] that come too early are refused without being remembered', () => {
    const test = createHostedRoom();
    const early = test.command('ann', append('two'), { clientId: 'c', n: 2 });
    expect(early?.data.error).toMatchObject({ code: 'out-of-turn', retryable: true });
    test.command('ann', append('one'), { clientId: 'c', n: 1 });
    expect(test.command('ann', append('two'), { clientId: 'c', n: 2 })?.data.ok).toBe(true);
  });

  it('[RC6] of another person under the same client id are refused', () => {
    const test = createHostedRoom();
    test.command('ann', append('one'), { clientId: 'c', n: 1 });
    test.connect('bob', grantOf('bob'));
    const ack = test.command('bob', { type: 'execution.cancel', data: {} }, { clientId: 'c', n: 2 });
    expect(ack?.data.error?.code).toBe('not-allowed');
  });

  it('[RC2] are limited to a burst and then a rate, and what was refused may be sent again', () => {
    const test = createHostedRoom({ clientCommandBurst: 5, clientCommandsPerSecond: 10 });
    const acks = Array.from({ length: 7 }, (_, index) =>
      test.command('ann', append('x'), { clientId: 'c', n: index + 1 }),
    );
    expect(acks.map((ack) => ack?.data.ok)).toEqual([true, true, true, true, true, false, false]);
    expect(acks[5]?.data.error).toMatchObject({
      code: 'too-many-commands',
      retryable: true,
      retryAfterMs: 100,
    });
    test.now += 100;
    expect(test.command('ann', append('x'), { clientId: 'c', n: 6 })?.data.ok).toBe(true);
  });

  it('[RC3] with a malformed body are refused under their number', () => {
    const test = createHostedRoom();
    test.give({
      type: 'message',
      connectionId: 'ann',
      value: { clientId: 'c', n: 1, type: 'execution.pause', data: { x: 1 } },
    });
    expect(test.take('ann')).toEqual([
      {
        type: 'ack',
        data: { clientId: 'c', n: 1, ok: false, error: expect.objectContaining({ code: 'bad-frame' }) },
      },
    ]);
  });

  it('after the token has ended close the socket with 4001', () => {
    const test = createHostedRoom();
    test.connect('bob', grantOf('bob', 'editor', { expiresAt: START_MS + 1_000 }));
    test.now += 61_500;
    test.command('bob', { type: 'execution.cancel', data: {} });
    expect(test.closed.get('bob')).toBe(4001);
    expect(test.room().header()?.phase).toBe('running');
  });

  it('[RS2] are refused while storage fails, and sockets stay', () => {
    const test = createHostedRoom();
    test.give({ type: 'storage', works: false });
    expect(test.command('ann', append('x'), { clientId: 'c', n: 1 })?.data.error?.code).toBe(
      'storage-failed',
    );
    test.give({
      type: 'start',
      requestId: 's2',
      runId: 'run-of-the-tests',
      start: { requestId: 'r', name: 'x', plan: null as never },
      grant: grantOf('ann'),
    });
    expect(test.responses.at(-1)).toMatchObject({ status: 503, body: { error: { code: 'storage-failed' } } });
    test.give({ type: 'storage', works: true });
    expect(test.command('ann', append('x'), { clientId: 'c', n: 1 })?.data.ok).toBe(true);
    expect(test.closed.size).toBe(0);
  });

  it('that are junk get an error code and change nothing', async () => {
    const junk = fc.oneof(
      fc.jsonValue(),
      fc.record({
        type: fc.constantFrom('subscribe', 'credit', 'ping', 'hello', 'host.append', 'call.start'),
        data: fc.jsonValue(),
      }),
      fc.record({
        clientId: fc.constant('c'),
        n: fc.oneof(fc.integer(), fc.jsonValue()),
        type: fc.constantFrom('host.append', 'call.start', 'host.claim', 'call.abort', 'no.such'),
        data: fc.oneof(
          fc.jsonValue(),
          fc.record({ epoch: fc.integer(), callId: fc.string(), facts: fc.array(fc.jsonValue()) }),
        ),
      }),
    );
    await fc.assert(
      fc.asyncProperty(fc.array(junk, { maxLength: 20 }), async (values) => {
        const test = createHostedRoom();
        const before = await test.log();
        for (const value of values) {
          test.take('ann');
          test.give({ type: 'message', connectionId: 'ann', value });
          const frames = test.take('ann');
          const isRefused = frames.some(
            (frame) =>
              frame.type === 'error' ||
              (frame.type === 'ack' && !frame.data.ok) ||
              frame.type === 'pong' ||
              frame.type === 'subscribed' ||
              frame.type === 'entries',
          );
          const isCredit = (value as { type?: string } | null)?.type === 'credit';
          expect(isRefused || isCredit).toBe(true);
        }
        expect(typesOf(await test.log())).toEqual(typesOf(before));
      }),
    );
  });

  it('and frames of every other kind flood at the same limit', () => {
    const test = createHostedRoom({ clientCommandBurst: 2, clientCommandsPerSecond: 1 });
    const error = { code: 'bad-frame', message: 'Frames are JSON text.', retryable: false } as const;
    for (let frame = 0; frame < 9; frame += 1) test.give({ type: 'unreadable', connectionId: 'ann', error });
    expect(test.closed.get('ann')).toBe(4008);
    test.connect('bob', grantOf('bob'));
    for (let frame = 0; frame < 9; frame += 1)
      test.give({ type: 'hello', connectionId: 'bob', protocol: 1, grant: grantOf('bob') });
    expect(test.closed.get('bob')).toBe(4008);
  });

  it('before a hello are out of turn', () => {
    const test = createHostedRoom();
    test.give({ type: 'opened', connectionId: 'x', ticket: 't', ticketExpiresAt: test.now + 60_000 });
    test.give({ type: 'message', connectionId: 'x', value: { clientId: 'x', n: 1, ...callStart(1) } });
    expect(test.take('x')).toEqual([
      { type: 'error', data: { error: expect.objectContaining({ code: 'out-of-turn' }) } },
    ]);
    test.pass(10_000);
    expect(test.closed.get('x')).toBe(4001);
  });

  it('[AU1] a ticket opens one socket, also across a restart', async () => {
    const test = createHostedRoom();
    const ticketExpiresAt = test.now + 60_000;
    test.give({ type: 'opened', connectionId: 'x', ticket: 't', ticketExpiresAt });
    test.give({ type: 'opened', connectionId: 'y', ticket: 't', ticketExpiresAt });
    expect(test.closed.get('y')).toBe(4001);
    await test.restart();
    test.give({ type: 'opened', connectionId: 'z', ticket: 't', ticketExpiresAt });
    expect(test.closed.get('z')).toBe(4001);
  });
});
