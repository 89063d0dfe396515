import type { RunFileWeight } from '../../engine/api.ts';
import { fileSize } from '../files/file-words.ts';
import { plural } from '../run/format.ts';

/** What goes along with a run: `3 pictures, 4.2 MB`. */
export function picturesWords({ pictures, fitting, pictureBytes }: RunFileWeight): string {
  const size = fileSize(pictureBytes);
  if (fitting === pictures) return `${plural(pictures, 'picture')}, ${size}.`;
  return `The first ${fitting} of ${plural(pictures, 'picture')}, ${size}. A file of a run holds no more.`;
}

/** How large the file will be, about. */
export function fileWords(weight: RunFileWeight, isWithPictures: boolean): string {
  return `The file is about ${fileSize(weight.textBytes + (isWithPictures ? weight.pictureBytes : 0))} large.`;
}
