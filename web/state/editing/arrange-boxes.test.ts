import { expect, test } from 'vitest';
import { arrangeBoxes } from './arrange-boxes.ts';

const GAP = { rank: 96, node: 40 };

function heights(ids: readonly string[], threads: readonly string[]) {
  const boxes = ids.map((id) => ({ id, size: { width: 216, height: 150 } }));
  const links = threads.map((thread) => {
    const [source = '', target = ''] = thread.split(' > ');
    return { source, target };
  });
  const corners = arrangeBoxes(boxes, links, GAP);
  return (id: string) => corners.get(id)?.y ?? NaN;
}

test('branches keep the order in which they are given', () => {
  const y = heights(
    ['letter', 'sort', 'yes', 'no', 'note'],
    ['letter > sort', 'sort > yes', 'sort > no', 'yes > note', 'no > note'],
  );
  expect(y('yes')).toBeLessThan(y('no'));
});

test('chains side by side keep theirs', () => {
  const y = heights(
    ['text', 'one', 'two', 'three', 'a', 'b', 'c', 'page'],
    [
      'text > one',
      'text > two',
      'text > three',
      'one > a',
      'two > b',
      'three > c',
      'a > page',
      'b > page',
      'c > page',
    ],
  );
  expect(y('one')).toBeLessThan(y('two'));
  expect(y('two')).toBeLessThan(y('three'));
  expect(y('a')).toBeLessThan(y('b'));
  expect(y('b')).toBeLessThan(y('c'));
});

test('an order that would cross threads gives way', () => {
  const y = heights(['a', 'b', 'c', 'd'], ['a > d', 'b > c']);
  expect(y('a') < y('b')).toBe(y('d') < y('c'));
});
