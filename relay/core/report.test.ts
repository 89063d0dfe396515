import { describe, expect, it } from 'vitest';
import { questionOf, QUESTION_ID } from '#shared/run/testing.ts';
import { callIdOf, callStart, createHostedRoom, endOf, grantOf } from './testing.ts';

describe('the line of a run in the list of its flow', () => {
  it('[FR9] is told anew when the room wakes: the last report may have gone with the process (seed 1074)', async () => {
    const room = createHostedRoom();
    const told = () =>
      room.steps.flatMap(({ effects }) =>
        effects.flatMap((effect) => (effect.type === 'report' ? [effect.summary.phase] : [])),
      );
    const before = told().length;
    await room.restart();
    expect(told().slice(before)).toEqual(['running']);
    room.connect('ann-again', grantOf('ann'));
    room.command('ann-again', { type: 'execution.cancel', data: {} });
    await room.restart();
    expect(told().slice(before)).toEqual(['running', 'cancelled', 'cancelled']);
  });

  it('[AP12] says that only people can move it on, while somebody is asked and no call is under way', async () => {
    const room = createHostedRoom();
    const told = () =>
      room.steps.flatMap(({ effects }) =>
        effects.flatMap((effect) => (effect.type === 'report' ? [effect.summary.waits ?? false] : [])),
      );
    const before = told().length;
    const append = (facts: readonly object[]) =>
      ({ type: 'host.append', data: { epoch: 1, facts } }) as const;
    room.command('ann', callStart(1));
    room.command(
      'ann',
      append([
        { type: 'execution.node.status', data: { nodeId: 'a', status: 'running', round: 0 } },
        { type: 'approval.requested', data: questionOf({ nodeId: 'a' }) },
      ]),
    );
    expect(told().slice(before)).toEqual([]);
    room.give({ type: 'call.ended', callId: callIdOf(1), end: endOf('done') });
    expect(told().slice(before)).toEqual([true]);
    await room.restart();
    room.connect('bea', grantOf('bea'));
    const answer = { approvalId: QUESTION_ID, name: 'Bea', outcome: 'approve' } as const;
    room.command('bea', { type: 'approval.resolve', data: answer });
    expect(told().slice(before)).toEqual([true, true, false]);
  });

  it.each<[string, (room: ReturnType<typeof createHostedRoom>) => unknown]>([
    [
      'a word on it',
      (room) => {
        room.connect('bea', grantOf('bea'));
        const word = { callId: callIdOf(1), resolution: 'give-up' } as const;
        room.command('bea', { type: 'call.resolveUnknown', data: word });
      },
    ],
    [
      'its step being left out',
      (room) => {
        room.connect('bea', grantOf('bea'));
        room.command('bea', { type: 'execution.node.skip', data: { nodeId: 'a' } });
      },
    ],
  ])('[AP12] says so of a call that may have been billed, until %s', async (_what, act) => {
    const room = createHostedRoom();
    const told = () =>
      room.steps.flatMap(({ effects }) =>
        effects.flatMap((effect) => (effect.type === 'report' ? [effect.summary.waits ?? false] : [])),
      );
    const before = told().length;
    const status = { nodeId: 'a', status: 'running', round: 0 };
    const running = { type: 'execution.node.status', data: status };
    room.command('ann', { type: 'host.append', data: { epoch: 1, facts: [running] } });
    room.command('ann', callStart(1));
    room.command('ann', callStart(2));
    const end = endOf('', { outcome: 'unknown', retry: 'ask' });
    room.give({ type: 'call.ended', callId: callIdOf(1), end });
    expect(told().slice(before), 'another call is under way').toEqual([]);
    room.give({ type: 'call.ended', callId: callIdOf(2), end: endOf('done') });
    expect(told().slice(before)).toEqual([true]);
    await room.restart();
    act(room);
    expect(told().slice(before)).toEqual([true, true, false]);
    await room.restart();
    expect(told().slice(before)).toEqual([true, true, false, false]);
  });
});
