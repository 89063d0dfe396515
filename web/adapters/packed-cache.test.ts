import { describe, expect, it } from 'vitest';
import { hashText } from '#shared/hash.ts';
import type { WeftError } from '#shared/run/errors.ts';
import { createMemoryCache } from '../engine/memory-cache.ts';
import { createPackedCache } from './packed-cache.ts';
import { createFakePackStore, outputCacheContract, type FakePackStore } from './testing.ts';

let lastId = 0;
let wall = 0;

async function open(store: FakePackStore, maxBytes = 1_000_000, notices: WeftError[] = []) {
  const clock = {
    now: () => 0,
    after: () => () => undefined,
    soon: (callback: () => void) => queueMicrotask(callback),
  };
  return createPackedCache({
    store,
    clock,
    maxBytes,
    wallNow: () => ++wall,
    newId: () => `pack-${++lastId}`,
    onNotice: (error) => notices.push(error),
  });
}

outputCacheContract('memory', async () => ({ cache: createMemoryCache(), reopen: null }));
outputCacheContract('packs', async () => {
  const store = createFakePackStore();
  return { cache: await open(store), reopen: () => open(store) };
});

const entry = (text: string) => ({ outputHash: hashText(text), output: { text }, costMicroUsd: null });

describe('packed cache', () => {
  it('writes everything of one turn in one transaction', async () => {
    const store = createFakePackStore();
    const cache = await open(store);
    for (let index = 0; index < 1_000; index += 1) cache.write(`key-${index}`, entry(`text-${index}`));
    await cache.flush();
    expect([store.writes, store.packs.size]).toEqual([1, 1]);
  });

  it('evicts the bytes of what was used longest ago, and keeps its keys', async () => {
    const store = createFakePackStore();
    const cache = await open(store, 2_500);
    for (const name of ['a', 'b', 'c']) {
      cache.write(name, entry(name.repeat(1_000)));
      await cache.flush();
    }
    const later = await open(store);
    expect(['a', 'b', 'c'].map((name) => later.has(name))).toEqual([false, true, true]);
    expect(later.hashOf('a')).toBe(hashText('a'.repeat(1_000)));
    expect(await later.read('a')).toBeNull();
  });

  it('makes room when the disk is full, and goes on', async () => {
    const store = createFakePackStore();
    const notices: WeftError[] = [];
    const cache = await open(store, 1_000_000, notices);
    cache.write('old', entry('old'));
    await cache.flush();
    store.refusals = 1;
    cache.write('new', entry('new'));
    await cache.flush();
    expect([notices, (await open(store)).has('new')]).toEqual([[], true]);
  });

  it('goes on in memory when the disk refuses everything, and says so once', async () => {
    const store = createFakePackStore();
    const notices: WeftError[] = [];
    const cache = await open(store, 1_000_000, notices);
    store.refusals = Infinity;
    for (const name of ['a', 'b']) {
      cache.write(name, entry(name));
      await cache.flush();
    }
    expect(notices.map(({ code }) => code)).toEqual(['storage-failed']);
    expect(await cache.read('a')).toEqual(entry('a'));
  });

  it('has no hit where another tab evicted the pack', async () => {
    const store = createFakePackStore();
    const first = await open(store);
    first.write('key', entry('text'));
    await first.flush();
    const second = await open(store);
    store.packs.clear();
    expect(await second.read('key')).toBeNull();
    expect(second.has('key')).toBe(false);
  });
});
