import { describe, expect, it } from 'vitest';
import { createHostedRoom, grantOf, type TestRoom } from './testing.ts';

const end = (test: TestRoom, linkId: string, at: number | null) =>
  test.give({ type: 'links', ends: [{ linkId, at }] });

describe('links that end while a run goes on', () => {
  it('[FR7] have their sockets closed, the host’s too, and are refused from then on', async () => {
    const test = createHostedRoom();
    test.connect('vera', grantOf('vera', 'viewer'));
    end(test, 'link-editor', test.now);
    expect([test.closed.get('ann'), test.closed.get('vera')]).toEqual([4003, undefined]);
    await test.restart();
    test.connect('ann', grantOf('ann'));
    expect(test.take('ann').at(-1)).toMatchObject({ type: 'error', data: { error: { code: 'link-ended' } } });
    expect(test.closed.get('ann')).toBe(4003);
    expect(test.room().mayEnter(grantOf('ann'), test.now)).toBe(false);
    expect(test.room().hasEnded(grantOf('ann'), test.now)).toBe(true);
    expect(test.room().mayEnter(grantOf('vera', 'viewer'), test.now)).toBe(true);
    // The lease is given to others when its time is over.
    test.connect('ben', grantOf('ben', 'owner'));
    const body = { hostId: 'h2', visible: true, name: 'Ben' };
    test.pass(12_000);
    test.command('ben', { type: 'host.claim', data: body });
    test.pass(200);
    expect(test.room().header()?.host?.hostId).toBe('h2');
  });

  it('[FR7, RV5] end at their moment, which may be put off before', () => {
    const test = createHostedRoom();
    test.connect('vera', grantOf('vera', 'viewer'));
    end(test, 'link-viewer', test.now + 5_000);
    end(test, 'link-editor', test.now + 5_000);
    end(test, 'link-editor', null);
    test.pass(5_000);
    expect([test.closed.get('vera'), test.closed.get('ann')]).toEqual([4003, undefined]);
  });

  it('[FR7] told twice change nothing', () => {
    const test = createHostedRoom();
    expect(end(test, 'link-viewer', 5).store).not.toBeNull();
    const again = end(test, 'link-viewer', 5);
    expect([again.store, again.effects]).toEqual([null, []]);
  });

  it('[AU1, RV5] a socket whose token has ended and was not renewed is closed', () => {
    const test = createHostedRoom();
    const soon = { expiresAt: test.now + 20_000 };
    test.connect('vera', grantOf('vera', 'viewer', soon));
    test.connect('will', grantOf('will', 'viewer', soon));
    const ping = (id: string) =>
      test.give({ type: 'message', connectionId: id, value: { type: 'ping', data: { sentAt: 1 } } });
    for (let waited = 0; waited < 80_000; waited += 40_000) {
      for (const id of ['vera', 'will']) ping(id);
      const grant = grantOf('will', 'viewer', { expiresAt: test.now + 600_000 });
      test.give({ type: 'hello', connectionId: 'will', protocol: 1, grant });
      test.pass(40_001);
    }
    expect([test.closed.get('vera'), test.closed.get('will')]).toEqual([4001, undefined]);
  });
});
