import { describe, expect, it } from 'vitest';
import { createHostedRoom, endOf, entriesIn, grantOf, typesOf, callStart, callIdOf } from './testing.ts';

describe('while storage fails', () => {
  it('[RM1] tells nobody of entries that a kill would take back, and catches up when it works again', () => {
    const room = createHostedRoom();
    room.command('ann', callStart(1));
    room.give({ type: 'call.sent', callId: callIdOf(1) });
    room.take('ann');
    room.give({ type: 'storage', works: false });
    room.give({ type: 'call.ended', callId: callIdOf(1), end: endOf('hello') });
    room.connect('ben', grantOf('ben', 'viewer'));
    room.give({ type: 'message', connectionId: 'ben', value: { type: 'subscribe', data: { after: 0 } } });
    expect([...entriesIn(room.take('ann')), ...entriesIn(room.take('ben'))]).toEqual([]);
    room.give({ type: 'storage', works: true });
    expect(typesOf(entriesIn(room.take('ann')))).toEqual(['call.ended']);
    expect(typesOf(entriesIn(room.take('ben'))).at(-1)).toBe('call.ended');
  });

  it('[RM1] gives the lease to nobody, and decides when it works again', () => {
    const room = createHostedRoom();
    room.pass(20_000);
    room.connect('ben', grantOf('ben'));
    room.command('ben', { type: 'host.claim', data: { hostId: 'h2', visible: true, name: 'Ben' } });
    room.give({ type: 'storage', works: false });
    room.pass(1_000);
    expect(room.room().header()?.host).toBeNull();
    room.give({ type: 'storage', works: true });
    room.pass(1);
    expect(room.room().header()?.host?.hostId).toBe('h2');
  });

  it('[RM1] keeps the flow’s list of runs as it was', () => {
    const room = createHostedRoom();
    room.command('ann', callStart(1));
    room.command('ann', { type: 'execution.cancel', data: {} });
    const reports = () =>
      room.steps.flatMap(({ effects }) => effects.filter(({ type }) => type === 'report'));
    const before = reports().length;
    room.give({ type: 'storage', works: false });
    room.give({ type: 'call.ended', callId: callIdOf(1), end: endOf('', { outcome: 'aborted' }) });
    expect(reports()).toHaveLength(before);
    room.give({ type: 'storage', works: true });
    expect(reports().at(-1)).toMatchObject({ summary: { sealed: true } });
  });
});
