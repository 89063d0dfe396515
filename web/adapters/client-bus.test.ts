import { describe, expect, it } from 'vitest';
import { createClientBus, type BusMessage } from './client-bus.ts';

const pong: BusMessage = { type: 'pong', data: { sentAt: 1, now: 2 } };
const behind: BusMessage = { type: 'behind', data: { head: 7 } };

describe('client bus', () => {
  it('tells listeners of a type its data, and listeners of all the whole message', () => {
    const bus = createClientBus();
    const heard: unknown[] = [];
    bus.on('pong', ({ now }) => heard.push(now));
    bus.on('*', ({ type }) => heard.push(type));
    bus.publish(pong);
    bus.publish(behind);
    expect(heard).toEqual([2, 'pong', 'behind']);
  });

  it('stops when it is told to, once per listening', () => {
    const bus = createClientBus();
    let count = 0;
    const listener = () => {
      count += 1;
    };
    const first = bus.on('pong', listener);
    bus.on('pong', listener);
    first();
    first();
    bus.publish(pong);
    expect(count).toBe(1);
  });

  it('lets listeners come and go while it tells', () => {
    const bus = createClientBus();
    const heard: string[] = [];
    const stop = bus.on('pong', () => {
      heard.push('one');
      stop();
      bus.on('pong', () => heard.push('late'));
    });
    bus.on('pong', () => heard.push('two'));
    bus.publish(pong);
    expect(heard).toEqual(['one', 'two']);
  });
});
