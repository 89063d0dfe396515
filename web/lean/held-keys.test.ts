import { describe, expect, test } from 'vitest';
import { heldKeys } from './held-keys.ts';

const LINUX = 'Mozilla/5.0 (X11; Linux x86_64)';
const MAC = 'Mozilla/5.0 (Macintosh; Intel Mac OS X 10_15_7)';

describe('keys held on the canvas', () => {
  test('are those of Svelte Flow where none are asked for', () => {
    expect(heldKeys({}, LINUX)).toEqual({
      Shift: ['selectionKeyPressed'],
      Control: ['multiselectionKeyPressed', 'zoomActivationKeyPressed'],
      ' ': ['panActivationKeyPressed'],
    });
    expect(heldKeys({}, MAC)).toMatchObject({
      Meta: ['multiselectionKeyPressed', 'zoomActivationKeyPressed'],
    });
  });

  test('several keys may hold the same, and one key several things', () => {
    expect(heldKeys({ multiSelectionKey: ['Meta', 'Control', 'Shift'] }, LINUX)).toEqual({
      Shift: ['selectionKeyPressed', 'multiselectionKeyPressed'],
      Meta: ['multiselectionKeyPressed'],
      Control: ['multiselectionKeyPressed', 'zoomActivationKeyPressed'],
      ' ': ['panActivationKeyPressed'],
    });
  });
});
