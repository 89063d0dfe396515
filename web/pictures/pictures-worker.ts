import { weftError } from '#shared/run/errors.ts';
import { answerWish } from './answer-wish.ts';
import type { PictureAnswer, PictureQuestion, PictureWish } from './messages.ts';

/** The worker of pictures: one wish after another, so that one decoded picture at a time is in memory. */

const scope = globalThis as unknown as {
  onmessage: ((event: MessageEvent<PictureQuestion>) => void) | null;
  postMessage: (answer: PictureAnswer, transfer: Transferable[]) => void;
};

const NOT_READ = weftError(
  'not-a-picture',
  'The file could not be read. It may have been moved or changed meanwhile: choose it once more.',
);

let last: Promise<void> = Promise.resolve();

scope.onmessage = ({ data }) => {
  last = last.then(() => answer(data));
};

async function answer({ id, wish }: PictureQuestion): Promise<void> {
  const result = await answerWish(wish).catch(() => refusalOf(wish));
  scope.postMessage({ id, answer: result }, transferOf(result));
}

function refusalOf(wish: PictureWish): PictureAnswer['answer'] {
  return wish.type === 'prepare' ? { ok: false, error: NOT_READ } : null;
}

function transferOf(result: PictureAnswer['answer']): Transferable[] {
  if (result === null) return [];
  if (result instanceof Uint8Array) return [result.buffer];
  return result.ok ? [result.bytes.buffer] : [];
}
