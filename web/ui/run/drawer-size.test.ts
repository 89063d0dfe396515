import { describe, expect, it } from 'vitest';
import { DRAWER_LEAST_PX, drawerHeight, heightAfterKey, mostDrawerHeight } from './drawer-size.ts';

const press = (key: string, shiftKey = false) => heightAfterKey({ key, shiftKey }, 236, 900);

describe('the height of the drawer', () => {
  it('stays between its least and what the canvas leaves', () => {
    expect(drawerHeight(10, 900)).toBe(DRAWER_LEAST_PX);
    expect(drawerHeight(5_000, 900)).toBe(640);
    expect(drawerHeight(300, 200)).toBe(DRAWER_LEAST_PX);
  });

  it('answers to the keys of a separator', () => {
    expect([press('ArrowUp'), press('ArrowDown'), press('ArrowUp', true)]).toEqual([252, 220, 300]);
    expect([press('Home'), press('End')]).toEqual([DRAWER_LEAST_PX, mostDrawerHeight(900)]);
    expect(press('x')).toBeNull();
  });
});
