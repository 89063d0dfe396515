import { LIMITS } from '../protocol/limits.ts';

/** The pictures of a run as its file takes them along. */
export interface PicturesWeight {
  /** Different pictures that the run names. */
  readonly pictures: number;
  /** How many of them fit, from the beginning of the log on (LIMITS.runFilePictureBytes). */
  readonly fitting: number;
  /** Bytes that those which fit add to the file, as text; gone ones are counted, as nobody knows of them yet. */
  readonly pictureBytes: number;
}

/** Around a picture in its line: hash, kind, marks. */
const LINE_BYTES = 125;

/** @param sizes bytes of each picture, in the order of the log */
export function weighPictures(sizes: readonly number[]): PicturesWeight {
  let together = 0;
  let fitting = 0;
  let pictureBytes = 0;
  for (const size of sizes) {
    together += size;
    if (together > LIMITS.runFilePictureBytes) break;
    fitting += 1;
    pictureBytes += Math.ceil(size / 3) * 4 + LINE_BYTES;
  }
  return { pictures: sizes.length, fitting, pictureBytes };
}
