import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { LIMITS } from '#shared/protocol/limits.ts';
import { fitWithin, planEncodings, type Original } from './plan-picture.ts';

const sides = fc.integer({ min: 1, max: LIMITS.pictureFileSide });
const originals: fc.Arbitrary<Original> = fc.record({
  width: sides,
  height: sides,
  mediaType: fc.constantFrom(
    'image/jpeg' as const,
    'image/png' as const,
    'image/webp' as const,
    'image/gif' as const,
  ),
  isClear: fc.boolean(),
});

describe('what a picture becomes', () => {
  it('[PI22] is never larger than it was, keeps its proportions, and its longest side is within the limit', () => {
    fc.assert(
      fc.property(sides, sides, (width, height) => {
        const size = fitWithin({ width, height }, LIMITS.pictureKeptSide);
        expect(Math.max(size.width, size.height)).toBe(
          Math.min(LIMITS.pictureKeptSide, Math.max(width, height)),
        );
        expect(Math.min(size.width, size.height)).toBeGreaterThanOrEqual(1);
        // Half a pixel of rounding on the shorter side.
        const shorter =
          (Math.min(width, height) * Math.max(size.width, size.height)) / Math.max(width, height);
        expect(Math.abs(Math.min(size.width, size.height) - Math.max(1, shorter))).toBeLessThanOrEqual(0.5);
      }),
    );
  });

  it('[PI22] is tried from the best to one that always fits', () => {
    fc.assert(
      fc.property(originals, (original) => {
        const encodings = planEncodings(original);
        const areas = encodings.map(({ size }) => size.width * size.height);
        expect(areas).toEqual([...areas].sort((one, other) => other - one));
        expect((areas.at(-1) ?? Infinity) * 4).toBeLessThan(LIMITS.pictureKeptBytes);
        expect(encodings.length).toBeLessThan(30);
        for (const size of new Set(encodings.map((encoding) => encoding.size))) {
          const qualities = encodings.filter((e) => e.size === size).map((e) => e.quality ?? 1);
          expect(qualities).toEqual([...qualities].sort((one, other) => other - one));
        }
      }),
    );
  });

  it('[PI22] keeps what is see-through, and writes photos as photos', () => {
    fc.assert(
      fc.property(originals, (original) => {
        const kinds = new Set(planEncodings(original).map(({ mediaType }) => mediaType));
        expect(kinds.has('image/jpeg')).toBe(!original.isClear);
        const isLossless = ['image/png', 'image/gif'].includes(original.mediaType);
        expect(kinds.has('image/png')).toBe(original.isClear || isLossless);
      }),
    );
  });

  it('[PI22] takes the steps of the systems before for a photo of 12 megapixels', () => {
    const photo = planEncodings({ width: 4_000, height: 3_000, mediaType: 'image/jpeg', isClear: false });
    expect(photo.slice(0, 7).map(({ quality, size }) => [quality, size.width, size.height])).toEqual([
      [0.85, 2_048, 1_536],
      [0.75, 2_048, 1_536],
      [0.65, 2_048, 1_536],
      [0.5, 2_048, 1_536],
      [0.4, 2_048, 1_536],
      [0.3, 2_048, 1_536],
      [0.85, 1_024, 768],
    ]);
  });
});
