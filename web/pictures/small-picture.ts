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
  codec: PictureCodec,
): Promise<Uint8Array<ArrayBuffer> | null> {
  const looked = lookAtFile(bytes);
  if (!looked.ok) return null;
  const { header, parts } = looked;
  const open = await codec.open(bytes, header.mediaType, parts.orientation).catch(() => null);
  if (open === null) return null;
  try {
    const drawing = await open.draw(fitWithin(open, side));
    // Every browser writes these two by itself.
    const isClear = parts.mayBeClear && !drawing.isOpaque();
    return await (isClear ? drawing.encode('image/png', null) : drawing.encode('image/jpeg', QUALITY));
  } catch {
    // No room to draw it: whoever wanted it small shows it as it is.
    return null;
  } finally {
    open.close();
  }
}
