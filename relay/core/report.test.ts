import { describe, expect, it } from 'vitest';
import { createHostedRoom, grantOf } from './testing.ts';

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
});
