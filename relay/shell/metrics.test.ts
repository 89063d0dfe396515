import { expect, it } from 'vitest';
import { createReconnectCount } from './count-reconnects.ts';
import { countOne, metricsText } from './metrics.ts';

const valueOf = (name: string): number =>
  Number(new RegExp(`^${name} (-?\\d+)$`, 'm').exec(metricsText())?.[1]);

it('[RV6] says how many sockets are open, as what was opened without what was closed', () => {
  const before = valueOf('weft_connections_open');
  countOne('weft_connections_opened_total');
  countOne('weft_connections_opened_total');
  countOne('weft_connections_closed_total');
  expect(valueOf('weft_connections_open')).toBe(before + 1);
  expect(metricsText()).toContain('# TYPE weft_connections_open gauge\n');
  expect(metricsText()).toContain('# TYPE weft_readers_behind_total counter\n');
});

it('[RV6] counts a client that comes back by another socket, and not one that greets again by the same', () => {
  const before = valueOf('weft_reconnects_total');
  const note = createReconnectCount();
  for (const [clientId, connectionId] of [
    ['a', '1'],
    ['a', '1'],
    ['b', '2'],
    ['a', '3'],
    ['a', '3'],
  ] as const)
    note(clientId, connectionId);
  expect(valueOf('weft_reconnects_total')).toBe(before + 1);
});
