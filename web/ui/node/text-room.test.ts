import { expect, test } from 'vitest';
import { surelyFits } from './text-room.ts';

test('short names need no ellipsis, long ones and wide ones may', () => {
  expect(surelyFits('text', 11, 90)).toBe(true);
  expect(surelyFits('Character', 11, 90)).toBe(true);
  expect(surelyFits('A port with a very long label', 11, 90)).toBe(false);
  expect(surelyFits('WWWWWWWWW', 11, 90)).toBe(false);
  expect(surelyFits('文字文字文字文字', 11, 90)).toBe(false);
  expect(surelyFits('', 11, 0)).toBe(true);
});
