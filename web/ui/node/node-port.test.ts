import { expect, it } from 'vitest';
import { portRows, portY, type NodePort } from './node-port.ts';

const port = (id: string): NodePort => ({ id, label: id, type: 'text', state: 'free' });

it('[design] centres ports at 62 + 20·i from the node’s top', () => {
  expect([0, 1, 4].map(portY)).toEqual([62, 82, 142]);
});

it('puts inputs and outputs side by side', () => {
  expect(portRows([port('a'), port('b')], [port('x')])).toEqual([
    { input: port('a'), output: port('x') },
    { input: port('b'), output: undefined },
  ]);
});
