import { describe, expect, it } from 'vitest';
import { freePlace } from './free-place.ts';

describe('the place of a step that is added from the outline', () => {
  it('goes down past what stands there', () => {
    expect(freePlace({ x: 296, y: 0 }, [])).toEqual({ x: 296, y: 0 });
    expect(freePlace({ x: 296, y: 0 }, [{ x: 0, y: 0 }])).toEqual({ x: 296, y: 0 });
    expect(
      freePlace({ x: 296, y: 0 }, [
        { x: 300, y: 10 },
        { x: 296, y: 200 },
      ]),
    ).toEqual({ x: 296, y: 504 });
  });
});
