import type * as Party from 'partykit/server';
import { expect, it } from 'vitest';
import { metricsText } from './metrics.ts';
import { createRoomSockets } from './room-sockets.ts';

const openNow = (): number => Number(/^weft_connections_open (-?\d+)$/m.exec(metricsText())?.[1]);

function socket(id: string, closed: string[]): Party.Connection {
  const close = (code?: number) => void closed.push(`${id} ${code}`);
  return { id, close, send: () => undefined } as unknown as Party.Connection;
}

it('[RV6] a socket is open no longer once it is gone, whoever closed it, and is counted once', () => {
  const before = openNow();
  const closed: string[] = [];
  const sockets = createRoomSockets({
    opened: 'weft_connections_opened_total',
    closed: 'weft_connections_closed_total',
  });
  const [left, ...others] = ['left', 'refused', 'one', 'other'].map((id) => socket(id, closed));
  if (left === undefined) throw new Error('There is no socket.');
  for (const each of [left, ...others]) sockets.add(each);
  expect(openNow()).toBe(before + 4);
  expect(sockets.remove(left)).toBe(true);
  sockets.close('refused', 4401, 'ticket');
  expect(openNow()).toBe(before + 2);
  sockets.closeAll(4404, 'gone');
  // Their close events follow.
  expect(others.map((each) => sockets.remove(each))).toEqual([false, false, false]);
  sockets.close('one', 4401, 'again');
  expect(openNow()).toBe(before);
  expect(closed).toEqual(['refused 4401', 'one 4404', 'other 4404']);
});
