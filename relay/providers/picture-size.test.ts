import { describe, expect, it } from 'vitest';
import { aspectRatio, nearestSize, withNegative } from './picture-size.ts';

const OFFERED = ['1024x1024', '1536x1024', '1024x1536'];

describe('sizes of pictures', () => {
  it.each([
    [1024, 1024, '1:1'],
    [1024, 768, '4:3'],
    [768, 1024, '3:4'],
    [1280, 720, '16:9'],
    [720, 1280, '9:16'],
    [1000, 700, '10:7'],
    [64, 4096, '1:64'],
  ])('%d by %d is %s', (width, height, ratio) => {
    expect(aspectRatio({ width, height })).toBe(ratio);
  });

  it.each([
    [512, 512, '1024x1024'],
    [1920, 1080, '1536x1024'],
    [1080, 1920, '1024x1536'],
    [1100, 1000, '1024x1024'],
  ])('%d by %d: the nearest offered is %s', (width, height, nearest) => {
    expect(nearestSize({ width, height }, OFFERED)).toBe(nearest);
  });

  it('what is unwanted is said only where there is something to say', () => {
    expect(withNegative('a fox', ' ')).toBe('a fox');
    expect(withNegative('a fox', 'fog')).toContain('Not in the picture: fog');
  });
});
