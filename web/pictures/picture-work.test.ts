import { describe, expect, it } from 'vitest';
import type { PictureAnswer, PictureQuestion } from './messages.ts';
import { createPictureWork, type WorkerLike } from './picture-work.ts';
import { pngOf } from './testing.ts';

function testWorkers() {
  const workers: (WorkerLike & { readonly asked: PictureQuestion[]; ended: boolean })[] = [];
  const start = () => {
    const asked: PictureQuestion[] = [];
    const worker = {
      onmessage: null,
      onerror: null,
      asked,
      ended: false,
      postMessage: (question: PictureQuestion) => void asked.push(question),
      terminate: () => void (worker.ended = true),
    } as WorkerLike & { readonly asked: PictureQuestion[]; ended: boolean };
    workers.push(worker);
    return worker;
  };
  const answer = (index: number, answer: PictureAnswer) =>
    workers[index]?.onmessage?.({ data: answer } as MessageEvent<PictureAnswer>);
  const die = (index: number) =>
    workers[index]?.onerror?.({ preventDefault: () => undefined } as unknown as ErrorEvent);
  return { workers, start, answer, die };
}

const file = new Blob(['…']);
const refused = { ok: false, error: { code: 'not-a-picture', message: 'No.', retryable: false } } as const;

describe('[PI24] image work on the page’s side', () => {
  it('starts one worker when something is first asked, and tells answers apart', async () => {
    const { workers, start, answer } = testWorkers();
    const work = createPictureWork(start);
    expect(workers).toHaveLength(0);
    const prepared = work.preparePicture(file);
    const small = work.thumbnail(pngOf([]), 'image/png', 96);
    expect(workers).toHaveLength(1);
    answer(0, { id: 2, answer: pngOf([]) });
    answer(0, { id: 1, answer: refused });
    expect(await prepared).toEqual(refused);
    expect((await small)?.type).toBe('image/png');
    expect(workers[0]?.asked.map(({ wish }) => wish.type)).toEqual(['prepare', 'small']);
  });

  it('answers everybody who waits when the worker dies, and starts another', async () => {
    const { workers, start, answer, die } = testWorkers();
    const work = createPictureWork(start);
    const first = work.preparePicture(file);
    answer(0, { id: 1, answer: refused });
    await first;
    const second = work.preparePicture(file);
    const small = work.thumbnail(pngOf([]), 'image/png', 96);
    die(0);
    expect(await second).toMatchObject({ ok: false, error: { code: 'storage-failed', retryable: true } });
    expect([await small, workers[0]?.ended]).toEqual([null, true]);
    const third = work.preparePicture(file);
    answer(1, { id: 4, answer: refused });
    expect(await third).toEqual(refused);
  });

  it('says when its worker never came', async () => {
    const { start, die } = testWorkers();
    const asked = createPictureWork(start).preparePicture(file);
    die(0);
    expect(await asked).toMatchObject({ ok: false, error: { code: 'relay-unreachable' } });
    const refusing = createPictureWork(() => {
      throw new Error('no workers here');
    });
    expect(await refusing.preparePicture(file)).toMatchObject({ ok: false });
  });
});
