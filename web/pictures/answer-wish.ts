import { weftError } from '#shared/run/errors.ts';
import { canDrawHere, canvasCodec } from './canvas-codec.ts';
import { tooManyBytes } from './look-at-file.ts';
import type { PictureAnswer, PictureWish } from './messages.ts';
import type { PictureCodec } from './picture-codec.ts';
import { prepareBytes } from './prepare.ts';
import { smallPicture } from './small-picture.ts';

const NOT_LOADED = weftError(
  'relay-unreachable',
  'What this browser needs to prepare pictures could not be loaded. Look at the connection and try again.',
  { retryable: true },
);

/** Does what the page asks. */
export async function answerWish(wish: PictureWish): Promise<PictureAnswer['answer']> {
  const codec = await codecHere();
  switch (wish.type) {
    case 'prepare': {
      const large = tooManyBytes(wish.file.size);
      if (large !== null) return { ok: false, error: large };
      if (codec === null) return { ok: false, error: NOT_LOADED };
      return prepareBytes(new Uint8Array(await wish.file.arrayBuffer()), codec);
    }
    case 'small':
      return codec === null ? null : smallPicture(wish.bytes, wish.side, codec);
    default:
      return wish satisfies never;
  }
}

/** The browser's own, else the libraries, which are fetched then; null when they do not come. */
async function codecHere(): Promise<PictureCodec | null> {
  if (canDrawHere()) return canvasCodec;
  return import('./wasm-codec.ts').then(
    ({ wasmCodec }) => wasmCodec,
    () => null,
  );
}
