import { readPictureHeader } from '#shared/picture-header.ts';
import { weftError } from '#shared/run/errors.ts';
import type { PictureAnswer, PictureQuestion, PictureWish } from './messages.ts';
import type { Preparation } from './prepare.ts';

/** The part of a worker that is used. */
export interface WorkerLike {
  onmessage: ((event: MessageEvent<PictureAnswer>) => void) | null;
  onerror: ((event: ErrorEvent) => void) | null;
  readonly postMessage: (question: PictureQuestion, transfer: Transferable[]) => void;
  readonly terminate: () => void;
}

/** Image work away from the page's thread. */
export interface PictureWork {
  /** Makes of a file what a flow keeps; a failure has words for people. Never rejects. */
  readonly preparePicture: (file: Blob) => Promise<Preparation>;
  /** The picture in a small size; null when it cannot be shown. @param side pixels of its longest side */
  readonly thumbnail: (bytes: Uint8Array, mediaType: string, side: number) => Promise<Blob | null>;
}

const DIED = weftError(
  'storage-failed',
  'This browser gave up preparing the picture. Try again; if it happens again, make it smaller before.',
  { retryable: true },
);
const NOT_LOADED = weftError(
  'relay-unreachable',
  'The part of Weft that prepares pictures could not be loaded. Look at the connection and try again.',
  { retryable: true },
);

type Answer = PictureAnswer['answer'];

/** One worker, started when something is first asked, and anew when it has died. */
export function createPictureWork(start: () => WorkerLike): PictureWork {
  const waiting = new Map<
    number,
    { readonly resolve: (answer: Answer) => void; readonly wish: PictureWish }
  >();
  let worker: WorkerLike | null = null;
  let hasAnswered = false;
  let lastId = 0;

  function fail(): void {
    worker?.terminate();
    worker = null;
    const error = hasAnswered ? DIED : NOT_LOADED;
    for (const { resolve, wish } of waiting.values())
      resolve(wish.type === 'prepare' ? { ok: false, error } : null);
    waiting.clear();
  }

  function started(): WorkerLike {
    const fresh = start();
    hasAnswered = false;
    fresh.onmessage = ({ data }) => {
      hasAnswered = true;
      waiting.get(data.id)?.resolve(data.answer);
      waiting.delete(data.id);
    };
    fresh.onerror = (event) => {
      event.preventDefault();
      fail();
    };
    return fresh;
  }

  function ask(wish: PictureWish): Promise<Answer> {
    return new Promise((resolve) => {
      lastId += 1;
      waiting.set(lastId, { resolve, wish });
      try {
        worker ??= started();
        worker.postMessage({ id: lastId, wish }, []);
      } catch {
        // No worker can be started here, or the file cannot be handed over.
        fail();
      }
    });
  }

  return Object.freeze({
    async preparePicture(file: Blob): Promise<Preparation> {
      const answer = await ask({ type: 'prepare', file });
      return answer === null || answer instanceof Uint8Array ? { ok: false, error: DIED } : answer;
    },
    async thumbnail(bytes: Uint8Array, _mediaType: string, side: number) {
      const answer = await ask({ type: 'small', bytes: new Uint8Array(bytes), side });
      if (!(answer instanceof Uint8Array)) return null;
      return new Blob([answer], { type: readPictureHeader(answer)?.mediaType ?? '' });
    },
  });
}
