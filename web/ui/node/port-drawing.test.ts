import { expect, test } from 'vitest';
import type { NodePort } from './node-port.ts';
import { drawPorts } from './port-drawing.ts';

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
