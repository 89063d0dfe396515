import { describe, expect, it } from 'vitest';
import { createRandom } from '../kernel/random.ts';
import { createActor, createWorldClock } from '../kernel/world-clock.ts';
import { createSimStorage } from './sim-storage.ts';

function createScene() {
  const thrown: unknown[] = [];
  const clock = createWorldClock(0, 'storage', (error) => thrown.push(error));
  const scene = { isFailing: false, thrown };
  const storage = createSimStorage({
    ...{ clock, random: createRandom('storage'), actor: createActor('room') },
    disk: { values: new Map(), writes: 0 },
    isFailing: () => scene.isFailing,
    onWrite: () => undefined,
  });
  const pass = async (): Promise<void> => {
    while (await clock.step(clock.now() + 100));
  };
  return { scene, storage, pass };
}

const batch = (head: number) => ({ header: { head }, [`e:${head}`]: head });

describe('the simulated storage', () => {
  it('[RM1] lets things leave again when two writes that failed together are each made again (seed 69)', async () => {
    const { scene, storage, pass } = createScene();
    scene.isFailing = true;
    const failed = Promise.allSettled([storage.put(batch(1)), storage.put(batch(2))]);
    let hasLeft = false;
    storage.afterWrites(() => {
      hasLeft = true;
    });
    await pass();
    expect((await failed).map(({ status }) => status)).toEqual(['rejected', 'rejected']);
    scene.isFailing = false;
    void storage.put(batch(1));
    await pass();
    expect(hasLeft).toBe(false);
    void storage.put(batch(2));
    await pass();
    expect(hasLeft).toBe(true);
    expect(scene.thrown).toEqual([]);
  });
});
