import { describe, expect, it } from 'vitest';
import type { Gravestone } from '../core/removal.ts';
import { createMemoryStore } from '../storage/memory-store.ts';
import { createRunRemoval } from './run-removal.ts';

const STONE: Gravestone = { runId: 'r', flowId: 'f', isTold: false };

function createScene(store = createMemoryStore()) {
  const scene = { owes: false, hears: true, writes: true, told: 0, gone: 0, later: 0 };
  const removal = createRunRemoval({
    store,
    settled: async () => {
      if (!scene.writes) throw new Error('disk full');
    },
    owes: () => scene.owes,
    forget: async () => {
      scene.told += 1;
      return scene.hears;
    },
    onGone: () => void (scene.gone += 1),
    later: () => void (scene.later += 1),
  });
  return { scene, removal, store };
}

describe('removing a run', () => {
  it('[RS5] leaves its stone, sends watchers away and tells the flow, once', async () => {
    const { scene, removal, store } = createScene();
    await Promise.all([removal.remove(STONE), removal.remove(STONE)]);
    await removal.goOn();
    expect(scene).toMatchObject({ told: 1, gone: 1, later: 0 });
    expect([removal.isGone(), await store.buried()]).toEqual([true, { ...STONE, isTold: true }]);
  });

  it('[RS5] waits until everything is stored and nobody has to be told a cost', async () => {
    const { scene, removal, store } = createScene();
    scene.owes = true;
    await removal.remove(STONE);
    expect([removal.isGone(), await store.buried()]).toEqual([false, null]);
    Object.assign(scene, { owes: false, writes: false });
    await removal.remove(STONE);
    expect([removal.isGone(), scene.later]).toEqual([false, 1]);
    scene.writes = true;
    await removal.remove(STONE);
    expect(removal.isGone()).toBe(true);
  });

  it('[RS5] a flow that did not hear it is told again, also by the next process', async () => {
    const { scene, removal, store } = createScene();
    scene.hears = false;
    await removal.remove(STONE);
    expect(scene).toMatchObject({ told: 1, later: 1 });
    const next = createScene(store);
    await next.removal.load();
    expect(next.removal.isGone()).toBe(true);
    await next.removal.goOn();
    expect([next.scene.told, await store.buried()]).toEqual([1, { ...STONE, isTold: true }]);
  });
});
