import { createPicturePool, type PicturePool } from './picture-pool.ts';

/** The page's one pool: memory for pictures is the page's, whichever part of it shows them. */
export const pagePictures: PicturePool = createPicturePool({
  // Its worker comes with the first picture.
  async thumbnail(bytes, mediaType, side) {
    const { thumbnail } = await import('../../pictures/client.ts');
    return thumbnail(bytes, mediaType, side);
  },
  createUrl: (blob) => URL.createObjectURL(blob),
  revokeUrl: (url) => URL.revokeObjectURL(url),
});
