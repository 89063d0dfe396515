import type { PictureBytes } from '../kit/picture-pool.ts';
import { downloadBlob } from '../run/download-blob.ts';
import { endingOf } from './lightbox-item.ts';

/** Pictures leaving the page: as a file, and over the clipboard. */

/** Hands a picture to the browser as a file to keep. */
export function downloadPicture(picture: PictureBytes, fileStem: string): void {
  downloadBlob(`${fileStem}.${endingOf(picture.mediaType)}`, blobOf(picture));
}

/** Puts a picture on the clipboard; false when the browser refuses. Browsers take PNG only there. */
export async function copyPicture(picture: Promise<PictureBytes | null>): Promise<boolean> {
  const png = picture.then((found) => {
    if (found === null) throw new Error('there is no picture');
    return found.mediaType === 'image/png' ? blobOf(found) : asPng(blobOf(found));
  });
  png.catch(() => undefined); // told below
  try {
    // Told at the press, while its bytes are still on their way: later it would not be allowed.
    await navigator.clipboard.write([new ClipboardItem({ 'image/png': png })]);
    return true;
  } catch {
    return false; // no permission, or no clipboard for pictures: the caller says so
  }
}

async function asPng(blob: Blob): Promise<Blob> {
  const bitmap = await createImageBitmap(blob);
  const canvas = new OffscreenCanvas(bitmap.width, bitmap.height);
  canvas.getContext('2d')?.drawImage(bitmap, 0, 0);
  bitmap.close();
  return canvas.convertToBlob({ type: 'image/png' });
}

function blobOf({ bytes, mediaType }: PictureBytes): Blob {
  return new Blob([new Uint8Array(bytes)], { type: mediaType });
}
