import { describe, expect, it } from 'vitest';
import { bytesWords, endingOf, fileStem, lightboxItem } from './lightbox-item.ts';
import { fitted, moved, WHOLE, zoomAt } from './zoom-view.ts';

const frame = { width: 800, height: 600 };

describe('a picture in its frame', () => {
  it('is never larger than it is at first, and never cut', () => {
    expect(fitted({ width: 400, height: 300 }, frame)).toEqual({ width: 400, height: 300 });
    expect(fitted({ width: 1_600, height: 600 }, frame)).toEqual({ width: 800, height: 300 });
  });

  it('keeps the spot under the pointer where it is', () => {
    const fit = fitted({ width: 1_600, height: 1_200 }, frame);
    const spot = { x: 100, y: -50 };
    const view = zoomAt(WHOLE, 4, spot, frame, fit);
    expect(view.scale).toBe(4);
    expect([(spot.x - view.x) / view.scale, (spot.y - view.y) / view.scale]).toEqual([100, -50]);
  });

  it('cannot be pushed out of its frame, nor made smaller than whole', () => {
    const fit = fitted({ width: 1_600, height: 1_200 }, frame);
    const twice = zoomAt(WHOLE, 2, { x: 0, y: 0 }, frame, fit);
    expect(moved(twice, 9_000, -9_000, frame, fit)).toEqual({ scale: 2, x: 400, y: -300 });
    expect(zoomAt(moved(twice, 9_000, 9_000, frame, fit), 0.01, { x: 5, y: 5 }, frame, fit)).toEqual(WHOLE);
    expect(zoomAt(WHOLE, 1_000, { x: 0, y: 0 }, frame, fit).scale).toBe(12);
    expect(moved(WHOLE, 30, 30, frame, fit)).toEqual(WHOLE);
  });
});

describe('what is said of a picture', () => {
  const picture = {
    runId: 'run',
    picture: { blob: 'a'.repeat(64), mediaType: 'image/jpeg', bytes: 1_240_000 },
    nodeId: 'art',
    nodeName: 'Cover art',
    model: { provider: 'demo', model: 'demo-picture' },
    prompt: 'A lighthouse',
    description: null,
    costMicroUsd: 0,
    at: 0,
  };
  const load = () => Promise.resolve(null);

  it('[PI31] its words are its description, else its prompt, else its node’s name', () => {
    const altOf = (change: object) =>
      lightboxItem({ ...picture, ...change }, { flowName: 'Night market', load }).alt;
    expect(altOf({ description: 'A red door.' })).toBe('A red door.');
    expect(altOf({})).toBe('A lighthouse');
    expect(altOf({ prompt: null })).toBe('Picture from Cover art, no description');
  });

  it('names its file after flow and node, in any script', () => {
    expect(lightboxItem(picture, { flowName: 'Night market', load }).fileStem).toBe('night-market-cover-art');
    expect(fileStem('夜市', '../封面')).toBe('夜市-封面');
    expect(fileStem('…', '')).toBe('picture');
    expect(endingOf('image/jpeg')).toBe('jpg');
  });

  it('says how large it is', () => {
    expect([900, 340_400, 1_240_000].map(bytesWords)).toEqual(['900 B', '340 kB', '1.2 MB']);
  });
});
