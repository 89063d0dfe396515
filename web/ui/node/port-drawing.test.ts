import { expect, test } from 'vitest';
import type { NodePort } from './node-port.ts';
import { drawGlyph, drawPorts } from './port-drawing.ts';

const port = (id: string, more: Partial<NodePort> = {}): NodePort => ({
  id,
  label: id,
  type: 'text',
  state: 'free',
  ...more,
});

test('ports that look alike are one path, at the edges of their rows', () => {
  const rows = [
    { input: port('a'), output: port('b') },
    { input: port('c', { type: 'persona', state: 'add' }) },
  ];
  const [text, persona, none] = drawPorts(rows, 216);
  expect(none).toBeUndefined();
  expect(text).toMatchObject({ type: 'text', state: 'free' });
  expect(text?.path.match(/M[^M]*/g)?.map((part) => /^M(-?[\d.]+) ([\d.]+)/.exec(part)?.slice(1))).toEqual([
    ['-4.25', '16'],
    ['211.75', '16'],
  ]);
  expect(persona).toMatchObject({ type: 'persona', state: 'add', path: 'M0 30.9 5.1 36 0 41.1 -5.1 36z' });
});

test('the icon of a card lies in the middle of its ground in the head', () => {
  const start = /^M(-?[\d.]+) (-?[\d.]+)/.exec(drawGlyph('check'));
  // 20 6 of 24, in a box of 16 px at 14, -32 of the list of ports.
  expect([start?.[1], start?.[2]]).toEqual(['27.333', '-28']);
});
