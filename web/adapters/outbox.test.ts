import { describe, expect, it } from 'vitest';
import { weftError } from '#shared/run/errors.ts';
import type { CommandBody } from '#shared/protocol/messages.ts';
import type { CommandAck } from '../engine/ports.ts';
import { createOutbox } from './outbox.ts';

const pause = { type: 'execution.pause', data: {} } as const;
const ack = (n: number, more: object = {}) => ({ clientId: 'me', n, ok: true, ...more });

describe('outbox', () => {
  it('numbers commands without gap and keeps them until they are acknowledged', async () => {
    const outbox = createOutbox('me');
    const first = outbox.add(pause);
    outbox.add(pause);
    expect(outbox.unacknowledged().map(({ n }) => n)).toEqual([1, 2]);
    expect(outbox.take(ack(1, { seq: 9 }))).toBe(0);
    expect(await first.acked).toMatchObject({ ok: true, seq: 9 });
    expect(outbox.unacknowledged().map(({ n }) => n)).toEqual([2]);
  });

  it('keeps what the relay did not even consider, and says when to send it again', () => {
    const outbox = createOutbox('me');
    outbox.add(pause);
    const error = weftError('too-many-commands', 'Wait.', { retryable: true, retryAfterMs: 300 });
    expect(outbox.take(ack(1, { ok: false, error }))).toBe(300);
    expect(outbox.unacknowledged()).toHaveLength(1);
  });

  it('gives up what was refused for good, stale epochs above all', async () => {
    const outbox = createOutbox('me');
    const { acked } = outbox.add(pause);
    expect(outbox.take(ack(1, { ok: false, error: weftError('stale-epoch', 'Old.') }))).toBe(0);
    expect(await acked).toMatchObject({ ok: false });
  });

  it('[RC2] gives up a claim that was lost, and keeps one that was not considered: its number would be missing', () => {
    const outbox = createOutbox<CommandBody, CommandAck>(
      'me',
      ({ type }, { lease }) => type === 'host.claim' && lease !== undefined,
    );
    outbox.add({ type: 'host.claim', data: { hostId: 'h', visible: true, name: 'Ada' } });
    const full = weftError('storage-failed', 'Full.', { retryable: true });
    expect(outbox.take(ack(1, { ok: false, error: full }))).toBeGreaterThan(0);
    expect(outbox.unacknowledged()).toHaveLength(1);
    const error = weftError('out-of-turn', 'Held.', { retryable: true });
    const lease = { epoch: 2, hostId: 'other', expiresAt: 0 };
    expect(outbox.take(ack(1, { ok: false, error, lease }))).toBe(0);
    expect(outbox.unacknowledged()).toEqual([]);
  });

  it('ignores acknowledgements of others and repeated ones', () => {
    const outbox = createOutbox('me');
    outbox.add(pause);
    expect([outbox.take({ ...ack(1), clientId: 'you' }), outbox.unacknowledged().length]).toEqual([0, 1]);
    outbox.take(ack(1));
    expect(outbox.take(ack(1))).toBe(0);
  });
});
