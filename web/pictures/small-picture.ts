import { lookAtFile } from './look-at-file.ts';
import type { PictureCodec } from './picture-codec.ts';
import { fitWithin } from './plan-picture.ts';

const QUALITY = 0.82;

/**
 * A picture in a small size, for lists and cards; null when its bytes cannot be shown.
 * @param side pixels of its longest side
 */
export async function smallPicture(
  bytes: Uint8Array<ArrayBuffer>,
  side: number,
  codecs: readonly PictureCodec[],
): Promise<Uint8Array<ArrayBuffer> | null> {
  const looked = lookAtFile(bytes);
  if (!looked.ok) return null;
  const { header } = looked;
  for (const codec of codecs) {
    try {
      const open = await codec.open(bytes, header.mediaType, looked.parts.orientation);
      try {
        const drawing = await open.draw(fitWithin(open, side));
        // Every browser writes these two by itself.
        const isClear = looked.parts.mayBeClear && !drawing.isOpaque();
        return await (isClear ? drawing.encode('image/png', null) : drawing.encode('image/jpeg', QUALITY));
      } finally {
        open.close();
      }
    } catch {
      // The next codec may know the kind.
    }
  }
  return null;
}
