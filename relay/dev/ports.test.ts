import { createServer } from 'node:net';
import { expect, test } from 'vitest';
import { findFreePort, parsePort, requireFreePort } from './ports.ts';

test('reads PORT', () => {
  expect(parsePort(undefined, 1999)).toBe(1999);
  expect(parsePort(' ', 1999)).toBe(1999);
  expect(parsePort('3000', 1999)).toBe(3000);
});

test.each(['0', '65536', '80.5', 'http', '-1'])('refuses PORT=%s', (text) => {
  expect(() => parsePort(text, 1999)).toThrow(`PORT=${text} is not a port number`);
});

test('tells a free port from a taken one', async () => {
  const port = await findFreePort();
  await requireFreePort(port, '127.0.0.1');
  const holder = createServer();
  await new Promise<void>((resolve) => holder.listen(port, '127.0.0.1', resolve));
  await expect(requireFreePort(port, '127.0.0.1')).rejects.toThrow(`PORT=${port + 1} npm start`);
  await new Promise((resolve) => holder.close(resolve));
});

test('names an address that is not of this machine', async () => {
  await expect(requireFreePort(4199, '203.0.113.1')).rejects.toThrow(
    'HOST=203.0.113.1 is not an address of this machine.',
  );
});
