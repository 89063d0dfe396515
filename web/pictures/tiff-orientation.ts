const ORIENTATION_TAG = 0x0112;
const ENTRY_BYTES = 12;

/**
 * How a picture has to be turned, from its EXIF: a TIFF block whose first directory may hold tag 0x0112 (EXIF 2.32
 * §4.6.4). Whatever cannot be read counts as upright.
 * @param tiff begins with the byte order, `II` or `MM`
 * @returns 1 to 8
 */
export function tiffOrientation(tiff: Uint8Array): number {
  if (tiff.byteLength < 14) return 1;
  const view = new DataView(tiff.buffer, tiff.byteOffset, tiff.byteLength);
  const order = view.getUint16(0);
  if (order !== 0x4949 && order !== 0x4d4d) return 1;
  const little = order === 0x4949;
  const directory = view.getUint32(4, little);
  if (directory + 2 > tiff.byteLength) return 1;
  const entries = view.getUint16(directory, little);
  for (let index = 0; index < entries; index += 1) {
    const at = directory + 2 + index * ENTRY_BYTES;
    if (at + ENTRY_BYTES > tiff.byteLength) return 1;
    if (view.getUint16(at, little) !== ORIENTATION_TAG) continue;
    const orientation = view.getUint16(at + 8, little);
    return orientation >= 1 && orientation <= 8 ? orientation : 1;
  }
  return 1;
}

/** True when standing upright swaps width and height. */
export function liesOnItsSide(orientation: number): boolean {
  return orientation >= 5;
}
