import { describe, expect, it } from 'vitest';
import type { StoreBatch } from '../core/step.ts';
import { createBatchWriter } from './batch-writer.ts';

const batch = (head: number) => ({ header: { head } }) as unknown as StoreBatch;

function createScene() {
  const stored: number[] = [];
  const timers: (() => void)[] = [];
  const changes: boolean[] = [];
  const scene = { isBroken: false, stored, timers, changes };
  const writer = createBatchWriter<StoreBatch>({
    async write({ header }) {
      if (scene.isBroken) throw new Error('disk full');
      stored.push(header.head);
    },
    setTimeout: (callback) => timers.push(callback),
    onChange: (works) => changes.push(works),
  });
  return { ...scene, writer, break: (isBroken: boolean) => (scene.isBroken = isBroken) };
}

/** Lets everything that waits for nothing but promises run. */
const settle = async () => {
  for (let turn = 0; turn < 20; turn += 1) await Promise.resolve();
};

describe('the writer of batches', () => {
  it('begins to write before it returns', () => {
    const { writer, stored } = createScene();
    writer.write(batch(1));
    expect(stored).toEqual([1]);
  });

  it('[RS2] says when storage fails, keeps what waits in order, and says when it works again', async () => {
    const scene = createScene();
    scene.break(true);
    scene.writer.write(batch(1));
    await expect(scene.writer.settled()).rejects.toThrow();
    await settle();
    scene.writer.write(batch(2));
    expect([scene.changes, scene.stored]).toEqual([[false], []]);
    scene.timers.shift()?.();
    await settle();
    expect(scene.stored).toEqual([]);
    scene.break(false);
    scene.timers.shift()?.();
    await settle();
    expect([scene.changes, scene.stored]).toEqual([
      [false, true],
      [1, 2],
    ]);
    await expect(scene.writer.settled()).resolves.toBeUndefined();
  });

  it('[RM1] never leaves an older header behind when only one of several writes under way fails', async () => {
    const stored: number[] = [];
    const ends: { resolve: () => void; reject: (reason: Error) => void }[] = [];
    const timers: (() => void)[] = [];
    const writer = createBatchWriter<StoreBatch>({
      write: ({ header }) =>
        new Promise<void>((resolve, reject) => {
          ends.push({ resolve: () => resolve(void stored.push(header.head)), reject });
        }),
      setTimeout: (callback) => timers.push(callback),
      onChange: () => undefined,
    });
    for (const head of [1, 2, 3]) writer.write(batch(head));
    ends[1]?.resolve();
    await settle();
    ends[0]?.reject(new Error('disk full'));
    await settle();
    ends[2]?.resolve();
    await settle();
    timers.shift()?.();
    for (let attempt = 3; attempt < 6; attempt += 1) {
      ends[attempt]?.resolve();
      await settle();
    }
    expect(stored).toEqual([2, 3, 1, 2, 3]);
    await expect(writer.settled()).resolves.toBeUndefined();
  });
});
