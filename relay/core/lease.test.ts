import { describe, expect, it } from 'vitest';
import { callStart, createHostedRoom, createTestRoom, grantOf, typesOf } from './testing.ts';

const claim = (hostId: string, visible = true) =>
  ({ type: 'host.claim', data: { hostId, visible, name: hostId } }) as const;
const renew = (hostId: string, epoch: number, visible = true) =>
  ({ type: 'host.renew', data: { hostId, epoch, visible } }) as const;
const fact = (epoch: number) =>
  ({
    type: 'host.append',
    data: {
      epoch,
      facts: [{ type: 'execution.node.status', data: { nodeId: 'a', status: 'running', round: 0 } }],
    },
  }) as const;

/** A parked run with two editors connected. */
function createParkedRoom() {
  const test = createTestRoom();
  test.start();
  test.connect('ann', grantOf('ann'));
  test.connect('bob', grantOf('bob'));
  return test;
}

describe('the lease', () => {
  it('[RH1] lives 12 s after each renewal, then the run is parked and wants a host', async () => {
    const test = createHostedRoom();
    test.connect('bob', grantOf('bob'));
    test.take('bob');
    test.pass(4_000);
    expect(test.command('ann', renew('h1', 1))?.data.lease).toEqual({
      epoch: 1,
      hostId: 'h1',
      expiresAt: test.now + 12_000,
    });
    test.pass(11_999);
    expect(test.room().header()?.host).not.toBeNull();
    test.pass(1);
    expect(test.room().header()?.host).toBeNull();
    expect(test.take('bob')).toEqual([{ type: 'host.wanted', data: { epoch: 1, auto: true } }]);
    expect((await test.log()).at(-1)).toMatchObject({ data: { epoch: 1, host: null, reason: 'expired' } });
  });

  it('[RH6] tells each person as it is for them, in every tab that may host, and no tab that may not', () => {
    const test = createTestRoom({ parkedAutoResumeMs: 0 });
    test.start({ host: { hostId: 'h1', visible: true } });
    const tabs = {
      a1: grantOf('ann'),
      a2: grantOf('ann'),
      seen: { ...grantOf('ann'), role: 'viewer' },
      b: grantOf('bob'),
    } as const;
    for (const [id, grant] of Object.entries(tabs)) test.connect(id, grant);
    for (const id of Object.keys(tabs)) test.take(id);
    test.pass(12_000);
    const told = Object.keys(tabs).map((id) => [
      id,
      test.take(id).map((frame) => (frame.type === 'host.wanted' ? frame.data.auto : frame.type)),
    ]);
    expect(told).toEqual([
      ['a1', [true]],
      ['a2', [true]],
      ['seen', []],
      ['b', [false]],
    ]);
  });

  it('[RH1] waits 2 s for the host after its socket closed, and no longer', () => {
    const test = createHostedRoom();
    test.command('ann', renew('h1', 1));
    test.give({ type: 'closed', connectionId: 'ann' });
    test.pass(1_999);
    expect(test.room().header()?.host?.hostId).toBe('h1');
    test.pass(1);
    expect(test.room().header()?.host).toBeNull();
  });

  it('survives a blip of the host', () => {
    const test = createHostedRoom();
    test.command('ann', renew('h1', 1));
    test.give({ type: 'closed', connectionId: 'ann' });
    test.pass(1_000);
    test.connect('ann2', grantOf('ann'));
    expect(test.command('ann2', renew('h1', 1), { clientId: 'client-ann', n: 2 })?.data.ok).toBe(true);
    test.pass(11_000);
    expect(test.room().header()?.host?.hostId).toBe('h1');
  });

  it('[RH2] goes to a visible tab before a hidden one, after 200 ms of listening', () => {
    const test = createParkedRoom();
    expect(test.command('ann', claim('h-ann', false))).toBeNull();
    test.pass(100);
    expect(test.command('bob', claim('h-bob', true))).toBeNull();
    test.take('ann');
    test.take('bob');
    test.pass(100);
    expect(test.room().header()).toMatchObject({ epoch: 1, host: { hostId: 'h-bob', personId: 'bob' } });
    expect(test.take('bob')).toEqual([
      {
        type: 'ack',
        data: {
          clientId: 'client-bob',
          n: 1,
          ok: true,
          lease: { epoch: 1, hostId: 'h-bob', expiresAt: test.now + 12_000 },
        },
      },
    ]);
    expect(test.take('ann')).toEqual([
      {
        type: 'ack',
        data: expect.objectContaining({ ok: false, lease: expect.objectContaining({ hostId: 'h-bob' }) }),
      },
    ]);
  });

  it('[RH2] goes to the starter before others', () => {
    const test = createParkedRoom();
    test.command('bob', claim('h-bob'));
    test.command('ann', claim('h-ann'));
    test.pass(200);
    expect(test.room().header()?.host?.hostId).toBe('h-ann');
  });

  it('[RH3] comes back at once to the tab that had it, under the next epoch', () => {
    const test = createHostedRoom();
    expect(test.command('ann', claim('h1'), { clientId: 'new-worker', n: 1 })?.data).toMatchObject({
      ok: true,
      lease: { epoch: 2, hostId: 'h1' },
    });
    expect(test.command('ann', fact(1))?.data.error?.code).toBe('stale-epoch');
  });

  it('[RH3] comes back at once to the tab that held it last, and not to another person who calls itself by its id', async () => {
    const test = createHostedRoom();
    test.connect('bob', grantOf('bob'));
    test.pass(12_000);
    expect(test.command('bob', claim('h1'))).toBeNull();
    test.pass(200);
    expect(test.room().header()?.host).toMatchObject({ hostId: 'h1', personId: 'bob' });
    test.command('bob', { type: 'host.release', data: { hostId: 'h1', epoch: 2 } });
    expect(test.command('bob', claim('h1'))?.data).toMatchObject({ ok: true, lease: { epoch: 3 } });
  });

  it('[RH5] a claim that is repeated is answered with the lease as it stands', () => {
    const test = createParkedRoom();
    test.command('bob', claim('h-bob'), { n: 1 });
    test.command('ann', claim('h-ann'), { n: 1 });
    test.pass(200);
    const again = test.command('bob', claim('h-bob'), { n: 1 });
    expect(again?.data).toMatchObject({ n: 1, ok: false, lease: { epoch: 1, hostId: 'h-ann' } });
  });

  it('[RH4] is refused to others while it is held, unless the host has been hidden for 60 s', () => {
    const test = createHostedRoom();
    test.connect('bob', grantOf('bob'));
    expect(test.command('bob', claim('h-bob'))?.data.error?.code).toBe('out-of-turn');
    for (let waited = 0; waited <= 60_000; waited += 4_000) {
      test.command('ann', renew('h1', 1, false));
      test.pass(4_000);
    }
    expect(test.take('bob').some(({ type }) => type === 'host.wanted')).toBe(true);
    test.connect('cyd', grantOf('cyd'));
    expect(test.take('cyd').some(({ type }) => type === 'host.wanted')).toBe(true);
    const poll = { clientId: 'dan', after: 0, commands: [] };
    test.give({ type: 'poll', requestId: 'p', grant: grantOf('dan'), poll });
    expect(test.responses.at(-1)?.body).toMatchObject({ wanted: { epoch: 1, auto: true } });
    expect(test.command('bob', claim('h-bob'))).toBeNull();
    test.pass(200);
    expect(test.room().header()).toMatchObject({ epoch: 2, host: { hostId: 'h-bob' } });
  });

  it('[RH1] is whole again after the relay has restarted', async () => {
    const test = createHostedRoom();
    test.pass(11_000);
    await test.restart();
    test.pass(11_999);
    expect(test.room().header()?.host?.hostId).toBe('h1');
    test.pass(1);
    expect(test.room().header()?.host).toBeNull();
  });

  it('[RM2] [SC2] stays with its worker over a restart: another tab of the same person cannot speak first', async () => {
    const test = createHostedRoom();
    test.command('ann', renew('h1', 1));
    await test.restart();
    test.connect('ann-again', grantOf('ann'));
    const intruder = test.command('ann-again', renew('h1', 1), { clientId: 'other-tab', n: 1 });
    expect(intruder?.data).toMatchObject({ ok: false, error: { code: 'stale-epoch' } });
    expect(test.command('ann-again', renew('h1', 1), { clientId: 'client-ann', n: 2 })?.data.ok).toBe(true);
  });

  it('released is free at once', async () => {
    const test = createHostedRoom();
    test.command('ann', { type: 'host.release', data: { hostId: 'h1', epoch: 1 } });
    expect((await test.log()).at(-1)).toMatchObject({ data: { host: null, reason: 'released' }, by: 'ann' });
  });

  it('[RH6] is offered without asking for ten minutes, afterwards only to the starter', () => {
    const test = createParkedRoom();
    const wanted = (connectionId: string) =>
      test.take(connectionId).find((frame) => frame.type === 'host.wanted')?.data;
    expect([wanted('ann'), wanted('bob')]).toEqual([
      { epoch: 0, auto: true },
      { epoch: 0, auto: true },
    ]);
    test.pass(10 * 60_000);
    test.connect('ann3', grantOf('ann'));
    test.connect('bob3', grantOf('bob'));
    test.connect('eve', grantOf('eve', 'viewer'));
    expect([wanted('ann3'), wanted('bob3'), wanted('eve')]).toEqual([
      { epoch: 0, auto: true },
      { epoch: 0, auto: false },
      undefined,
    ]);
  });

  it('[RM2] lets facts in under its epoch alone, of its host alone', async () => {
    const test = createHostedRoom();
    test.connect('bob', grantOf('bob'));
    expect(test.command('ann', fact(1))?.data.ok).toBe(true);
    expect(test.command('bob', fact(1))?.data.error?.code).toBe('stale-epoch');
    expect(test.command('ann', fact(0))?.data.error?.code).toBe('stale-epoch');
    expect(test.command('ann', fact(2))?.data.error?.code).toBe('stale-epoch');
    test.connect('ann2', grantOf('ann'));
    expect(test.command('ann2', fact(1))?.data.error?.code).toBe('stale-epoch');
    test.pass(12_000);
    expect(test.command('ann', fact(1))?.data.error?.code).toBe('stale-epoch');
    expect(test.command('ann', callStart(1))?.data.error?.code).toBe('stale-epoch');
    expect(typesOf(await test.log()).filter((type) => type === 'execution.node.status')).toHaveLength(1);
  });
});
