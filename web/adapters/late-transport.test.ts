import { describe, expect, test } from 'vitest';
import { createVirtualClock } from '../engine/testing/virtual-clock.ts';
import { createLateTransport } from './late-transport.ts';
import { reconnectOptions } from './reconnect-options.ts';

/** A transport that writes down what it is told, behind a file that the test brings or refuses. */
function setUp() {
  const clock = createVirtualClock();
  const told: string[] = [];
  const states: unknown[] = [];
  const asked: { bring: () => void; refuse: () => void }[] = [];
  const link = {
    clock,
    report: (change: object) => void states.push(change),
    options: reconnectOptions({}),
    chance: () => 0,
  };
  const say = (word: string) => () => void told.push(word);
  const transport = createLateTransport(
    link,
    () =>
      new Promise((resolve, reject) => {
        const create = () => {
          told.push('begun');
          return { flush: say('flush'), wake: say('wake'), farewell: say('farewell'), close: say('close') };
        };
        asked.push({ bring: () => resolve(create), refuse: () => reject(new TypeError('no network')) });
      }),
  );
  const settle = () => clock.run(clock.now());
  return { clock, told, states, asked, transport, settle };
}

describe('a way to the room that is fetched when it is needed', () => {
  test('is the transport itself as soon as it is there', async () => {
    const { told, asked, transport, settle } = setUp();
    transport.flush();
    asked[0]?.bring();
    await settle();
    transport.flush();
    transport.wake();
    transport.farewell();
    transport.close();
    expect(told).toEqual(['begun', 'flush', 'wake', 'farewell', 'close']);
  });

  test('is asked for again, later and later, while it cannot be fetched, and says so', async () => {
    const { clock, told, states, asked, settle } = setUp();
    asked[0]?.refuse();
    await settle();
    expect(states).toEqual([{ state: 'lost', error: expect.objectContaining({ retryable: true }) }]);
    await clock.run(60_000);
    expect(asked).toHaveLength(2);
    asked[1]?.bring();
    await settle();
    expect(told).toEqual(['begun']);
  });

  test('never begins once it was closed', async () => {
    const { clock, told, asked, transport, settle } = setUp();
    transport.close();
    asked[0]?.bring();
    await settle();
    await clock.run(60_000);
    expect(told).toEqual([]);
    expect(asked).toHaveLength(1);
  });
});
