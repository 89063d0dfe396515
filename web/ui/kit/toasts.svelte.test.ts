import { expect, it } from 'vitest';
import { createToasts } from './toasts.svelte.ts';

it('shows toasts oldest first, four at most, longer when there is something to do', () => {
  const toasts = createToasts();
  const action = { label: 'Undo', run: () => undefined };
  const ids = ['a', 'b', 'c', 'd', 'e'].map((title) =>
    toasts.show(title === 'e' ? { title, action } : { title }),
  );
  expect(toasts.items.map(({ title, durationInMs }) => [title, durationInMs])).toEqual([
    ['b', 6_000],
    ['c', 6_000],
    ['d', 6_000],
    ['e', 10_000],
  ]);
  toasts.dismiss(ids[2] ?? 0);
  toasts.dismiss(999);
  expect(toasts.items.map(({ title }) => title)).toEqual(['b', 'd', 'e']);
});
