import { describe, expect, it } from 'vitest';
import { createPicturePool, type PictureWish, type ShownPicture } from './picture-pool.ts';

/** Every load and every drawing waits until the test lets it go. */
function bench(options: { readonly draws?: boolean } = {}) {
  const loads: { readonly hash: string; readonly end: (found: boolean) => void }[] = [];
  const urls = new Set<string>();
  let made = 0;
  const pool = createPicturePool({
    thumbnail: async (_bytes, _type, side) =>
      options.draws === false ? null : new Blob([`small ${side}`], { type: 'image/webp' }),
    createUrl: (blob) => {
      const url = `blob:${(made += 1)}:${blob.type}`;
      urls.add(url);
      return url;
    },
    revokeUrl: (url) => void urls.delete(url),
  });
  const load = (hash: string) =>
    new Promise<{ bytes: Uint8Array; mediaType: string } | null>((resolve) =>
      loads.push({
        hash,
        end: (found) => resolve(found ? { bytes: new Uint8Array([1]), mediaType: 'image/png' } : null),
      }),
    );
  const show = (hash: string, side: number | null) => {
    const told: (ShownPicture | null)[] = [];
    const wish: PictureWish = { hash, load, side };
    return { told, release: pool.show(wish, (shown) => told.push(shown)) };
  };
  const settle = async () => {
    for (let turn = 0; turn < 8; turn += 1) await Promise.resolve();
  };
  const endAll = async (found = true) => {
    for (let turn = 0; turn < 40 && loads.length > 0; turn += 1) {
      for (const { end } of loads.splice(0)) end(found);
      await settle();
    }
  };
  return { pool, loads, urls, show, settle, endAll };
}

describe('the pool of pictures', () => {
  it('[PI30] holds at most 12 full pictures, however many are asked for; the next comes when one is given back', async () => {
    const { pool, loads, show, endAll, settle } = bench();
    const wishes = Array.from({ length: 50 }, (_, index) => show(`h${index}`, null));
    Array.from({ length: 50 }, (_, index) => show(`s${index}`, 320));
    expect(loads).toHaveLength(12);
    expect(pool.full().now).toBe(12);
    await endAll();
    expect(wishes.filter(({ told }) => told.length > 0)).toHaveLength(10);
    wishes[0]?.release();
    await settle();
    expect(loads.map(({ hash }) => hash)).toEqual(['h10']);
    await endAll();
    expect(pool.full()).toEqual({ now: 10, most: 12 });
  });

  it('[PI30] draws a small one once and keeps it: asked for again it is there at once', async () => {
    const { pool, loads, show, endAll, urls } = bench();
    const first = show('a', 320);
    const second = show('a', 320);
    expect(loads).toHaveLength(1);
    await endAll();
    expect(first.told).toEqual([{ url: 'blob:1:image/webp' }]);
    expect(second.told).toEqual(first.told);
    first.release();
    expect(urls.size).toBe(1);
    second.release();
    expect(urls.size).toBe(0);
    const again = show('a', 320);
    expect(again.told).toEqual([{ url: 'blob:2:image/webp' }]);
    expect(loads).toHaveLength(0);
    expect(pool.full().now).toBe(0);
    show('a', 96);
    await endAll();
    expect([pool.keptSide('a'), pool.keptSide('b')]).toEqual([320, null]);
  });

  it('[PI30] where none can be drawn the picture itself is shown, in a place of its own', async () => {
    const { pool, show, endAll } = bench({ draws: false });
    const wishes = Array.from({ length: 20 }, (_, index) => show(`h${index}`, 320));
    await endAll();
    expect(wishes.filter(({ told }) => told.length > 0)).toHaveLength(10);
    expect(wishes[0]?.told).toEqual([{ url: 'blob:1:image/png' }]);
    expect(pool.full().now).toBeLessThanOrEqual(12);
  });

  it('says so when the bytes are not to be had, and the place is free again', async () => {
    const { pool, show, endAll } = bench();
    const full = show('a', null);
    const small = show('b', 320);
    await endAll(false);
    expect([full.told, small.told]).toEqual([[null], [null]]);
    expect(pool.full().now).toBe(0);
  });

  it('lets go of what was given back before it came', async () => {
    const { pool, show, endAll, urls } = bench();
    const wishes = Array.from({ length: 14 }, (_, index) => show(`h${index}`, null));
    for (const { release } of wishes) {
      release();
      release();
    }
    await endAll();
    expect(wishes.flatMap(({ told }) => told)).toEqual([]);
    expect(urls.size).toBe(0);
    expect(pool.full().now).toBe(0);
  });
});
