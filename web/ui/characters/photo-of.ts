import type { CharacterPicture } from '../../state/characters/character.ts';
import type { Photo } from '../../state/characters/photo-describer.svelte.ts';

/** Longest side of the copy that the demo looks at, in px. */
const PLAIN_SIDE_PX = 384;

/** A character's picture as the describer takes it. */
export function photoOf({ bytes, ref }: CharacterPicture): Photo {
  return Object.freeze({ bytes, plain: () => plainCopy(bytes, ref.mediaType) });
}

/** The picture's own bytes where this browser gives no canvas. */
async function plainCopy(bytes: Uint8Array, mediaType: string): Promise<Uint8Array> {
  const bitmap = await createImageBitmap(new Blob([new Uint8Array(bytes)], { type: mediaType }));
  const scale = Math.min(1, PLAIN_SIDE_PX / Math.max(bitmap.width, bitmap.height));
  const canvas = document.createElement('canvas');
  canvas.width = Math.max(1, Math.round(bitmap.width * scale));
  canvas.height = Math.max(1, Math.round(bitmap.height * scale));
  canvas.getContext('2d')?.drawImage(bitmap, 0, 0, canvas.width, canvas.height);
  bitmap.close();
  const png = await new Promise<Blob | null>((resolve) => canvas.toBlob(resolve, 'image/png'));
  return png === null ? bytes : new Uint8Array(await png.arrayBuffer());
}
