import { describe, expect, it } from 'vitest';
import { LIMITS } from '#shared/protocol/limits.ts';
import { isToBeRemoved } from './removal.ts';
import { callStart, createHostedRoom, createTestRoom, grantOf, typesOf } from './testing.ts';

const DAY_MS = 24 * 60 * 60_000;
const GRANT = grantOf('ann');
const CANCEL = {
  ...{ clientId: 'c', after: 0 },
  commands: [{ clientId: 'c', n: 1, type: 'execution.cancel' as const, data: {} }],
};

describe('a run that its flow’s owner wants gone', () => {
  it('[RS5] is stopped first, and sealed before anything of it goes', async () => {
    const test = createHostedRoom();
    test.command('ann', callStart(1));
    test.give({ type: 'remove', personId: 'olga' });
    expect(test.aborted).toHaveLength(1);
    expect(isToBeRemoved(test.room().header())).toBe(false);
    await test.restart();
    const call = test.providerRequests[0] ?? '';
    test.give({
      type: 'call.ended',
      callId: call,
      end: { outcome: 'aborted', retry: 'never', costMicroUsd: 0, durationMs: 1 },
    });
    expect(typesOf(await test.log()).slice(-2)).toEqual(['call.ended', 'execution.sealed']);
    expect(isToBeRemoved(test.room().header())).toBe(true);
  });

  it('[RS5] asked twice, or after its end, it is one removal', async () => {
    const test = createHostedRoom();
    for (const personId of ['olga', 'olga']) test.give({ type: 'remove', personId });
    const types = typesOf(await test.log());
    expect(types.filter((type) => type === 'execution.cancelled')).toHaveLength(1);
    expect(isToBeRemoved(test.room().header())).toBe(true);
  });
});

describe('a run that is over', () => {
  it('[RS6] is kept until its time is over, and a run at work has no such time', async () => {
    const test = createTestRoom({ runRetentionMs: 3 * DAY_MS });
    test.start();
    expect(test.room().retentionEnd()).toBeNull();
    test.give({ type: 'poll', requestId: 'p', grant: GRANT, poll: CANCEL });
    const endedAt = test.room().header()?.endedAt ?? 0;
    expect(test.room().retentionEnd()).toBe(endedAt + 3 * DAY_MS);
    test.now = endedAt + 3 * DAY_MS - 1;
    test.give({ type: 'tick' });
    expect(isToBeRemoved(test.room().header())).toBe(false);
    test.now += 1;
    test.give({ type: 'tick' });
    expect(test.room().header()).toMatchObject({ sealed: true, removal: 'expired' });
    expect(LIMITS.runRetentionMs).toBe(90 * DAY_MS);
  });
});
