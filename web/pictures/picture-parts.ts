/** What a picture's file is made of, read without decoding it. */
export interface PictureParts {
  /** False when the file ends before the picture does. */
  readonly complete: boolean;
  /** How it has to be turned to stand upright: 1 to 8, as EXIF counts; 1 = as it is. */
  readonly orientation: number;
  /** Pictures one after another; 1 = it does not move. */
  readonly frames: number;
  /** True when it may have see-through parts. */
  readonly mayBeClear: boolean;
  /**
   * The pieces of the same picture with nothing in it but the picture: no place, no camera, no writing. Null when what
   * would be left out changes how it looks (a colour profile, a turn, frames), or when this kind is always drawn anew.
   */
  readonly bare: readonly Uint8Array[] | null;
}

/** The pieces in one. */
export function joinPieces(pieces: readonly Uint8Array[]): Uint8Array<ArrayBuffer> {
  const joined = new Uint8Array(pieces.reduce((sum, piece) => sum + piece.byteLength, 0));
  let at = 0;
  for (const piece of pieces) {
    joined.set(piece, at);
    at += piece.byteLength;
  }
  return joined;
}

/** Letters of a file's names of its own parts: `IHDR`, `RIFF`, `Exif`. */
export function ascii(bytes: Uint8Array, from: number, to: number): string {
  return String.fromCharCode(...bytes.subarray(from, to));
}

/** A colour profile that says what everybody takes for granted: without it the picture looks the same (ICC.1 §9.2.41). */
export function isUsualProfile(profile: Uint8Array): boolean {
  return ascii(profile, 0, 4_096).replaceAll('\0', '').includes('sRGB');
}
