import { createPictureWork, type PictureWork } from '../../../web/pictures/picture-work.ts';
import { startPicturesWorker } from '../../../web/pictures/start-pictures-worker.ts';

/** The image work of the app behind levers that a test pulls. */
export interface PictureLevers {
  /** As a person's file: made of these bytes, named as told. */
  prepare(base64: string, name: string): Promise<PreparedFile>;
  /** Longest side in pixels; null when it cannot be shown. */
  small(base64: string, side: number): Promise<Shown | null>;
  /** Colours of a picture as it is shown, at these places, each a part of its width and height. */
  colours(base64: string, places: readonly (readonly [number, number])[]): Promise<Shown>;
}

export type PreparedFile =
  | { readonly ok: true; readonly base64: string; readonly mediaType: string; readonly note: string | null }
  | { readonly ok: false; readonly code: string; readonly message: string };

export interface Shown {
  readonly width: number;
  readonly height: number;
  /** RGBA of each place that was asked for. */
  readonly colours: readonly (readonly number[])[];
}

declare global {
  interface Window {
    pictureLevers: PictureLevers;
  }
}

const work: PictureWork = createPictureWork(startPicturesWorker);

const toBytes = (base64: string) => Uint8Array.from(atob(base64), (letter) => letter.charCodeAt(0));

async function toBase64(blob: Blob): Promise<string> {
  const bytes = new Uint8Array(await blob.arrayBuffer());
  let text = '';
  for (const byte of bytes) text += String.fromCharCode(byte);
  return btoa(text);
}

async function look(blob: Blob, places: readonly (readonly [number, number])[]): Promise<Shown> {
  const bitmap = await createImageBitmap(blob);
  const { width, height } = bitmap;
  const context = Object.assign(document.createElement('canvas'), { width, height }).getContext('2d');
  if (context === null) throw new Error('no canvas');
  context.drawImage(bitmap, 0, 0);
  const colours = places.map(([x, y]) => [
    ...context.getImageData(Math.floor(x * width), Math.floor(y * height), 1, 1).data,
  ]);
  return { width, height, colours };
}

window.pictureLevers = {
  async prepare(base64, name) {
    const answer = await work.preparePicture(new File([toBytes(base64)], name));
    if (!answer.ok) return { ok: false, code: answer.error.code, message: answer.error.message };
    const { bytes, mediaType, note } = answer;
    return { ok: true, base64: await toBase64(new Blob([bytes])), mediaType, note };
  },
  async small(base64, side) {
    const blob = await work.thumbnail(toBytes(base64), '', side);
    return blob === null ? null : look(blob, []);
  },
  colours: (base64, places) => look(new Blob([toBytes(base64)]), places),
};
