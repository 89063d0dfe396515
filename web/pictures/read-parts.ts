import type { PictureHeader } from '#shared/picture-header.ts';
import { gifParts } from './gif-parts.ts';
import { jpegParts } from './jpeg-parts.ts';
import type { PictureParts } from './picture-parts.ts';
import { pngParts } from './png-parts.ts';
import { webpParts } from './webp-parts.ts';

/** What the file of a picture of this kind is made of. Never throws, whatever the bytes are. */
export function readParts(bytes: Uint8Array, mediaType: PictureHeader['mediaType']): PictureParts {
  switch (mediaType) {
    case 'image/jpeg':
      return jpegParts(bytes);
    case 'image/png':
      return pngParts(bytes);
    case 'image/webp':
      return webpParts(bytes);
    case 'image/gif':
      return gifParts(bytes);
    default:
      return mediaType satisfies never;
  }
}
