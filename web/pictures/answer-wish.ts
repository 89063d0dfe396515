import { canDrawHere, canvasCodec } from './canvas-codec.ts';
import { tooManyBytes } from './look-at-file.ts';
import type { PictureAnswer, PictureWish } from './messages.ts';
import type { PictureCodec } from './picture-codec.ts';
import { prepareBytes } from './prepare.ts';
import { smallPicture } from './small-picture.ts';

/** The libraries are fetched when the browser itself cannot. */
const lateWasmCodec: PictureCodec = Object.freeze({
  open: async (...file: Parameters<PictureCodec['open']>) =>
    (await import('./wasm-codec.ts')).wasmCodec.open(...file),
});

/** Does what the page asks. */
export async function answerWish(wish: PictureWish): Promise<PictureAnswer['answer']> {
  const codecs = canDrawHere() ? [canvasCodec] : [lateWasmCodec];
  switch (wish.type) {
    case 'prepare': {
      const large = tooManyBytes(wish.file.size);
      if (large !== null) return { ok: false, error: large };
      return prepareBytes(new Uint8Array(await wish.file.arrayBuffer()), codecs);
    }
    case 'small':
      return smallPicture(wish.bytes, wish.side, codecs);
    default:
      return wish satisfies never;
  }
}
