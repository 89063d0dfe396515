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
});
