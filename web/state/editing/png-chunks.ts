import { crc32 } from '#shared/crc32.ts';

/**
 * Text in the chunks of a PNG (PNG specification, third edition, §5 and §11.3.3.4). Knows chunks, not pixels and not
 * flows. Text is stored as it is, never compressed: what is read is never longer than the file it stands in.
 */

/** What stands under a keyword: its text, nothing, or something that cannot be trusted. */
export type PngText =
  | { readonly kind: 'text'; readonly text: string }
  | { readonly kind: 'none' }
  | { readonly kind: 'damaged'; readonly why: 'cut-off' | 'checksum' | 'compressed' | 'not-text' };

const SIGNATURE = [0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a];
/** Length, type, data, checksum. */
const CHUNK_EXTRA_BYTES = 12;
const IHDR_END = SIGNATURE.length + CHUNK_EXTRA_BYTES + 13;
const MAX_KEYWORD_LENGTH = 79;

/** True for bytes that begin as every PNG does. */
function isPng(bytes: Uint8Array): boolean {
  return SIGNATURE.every((byte, index) => bytes[index] === byte);
}

/**
 * The picture with a text under a keyword, in a chunk behind its header; what stood there under it is left as it is
 * and no longer read.
 * @param keyword 1 to 79 Latin letters, digits and dashes.
 * @throws RangeError when the bytes are no PNG or the keyword is none.
 */
export function withPngText(png: Uint8Array, keyword: string, text: string): Uint8Array<ArrayBuffer> {
  if (!isPng(png) || png.length < IHDR_END) throw new RangeError('not a PNG');
  if (!/^[\w-]+$/.test(keyword) || keyword.length > MAX_KEYWORD_LENGTH) throw new RangeError('not a keyword');
  // Keyword, end; not compressed, method 0; no language, no translated keyword.
  const head = new TextEncoder().encode(`${keyword}\0\0\0\0\0`);
  const body = new TextEncoder().encode(text);
  const whole = new Uint8Array(png.length + CHUNK_EXTRA_BYTES + head.length + body.length);
  const view = new DataView(whole.buffer);
  whole.set(png.subarray(0, IHDR_END));
  view.setUint32(IHDR_END, head.length + body.length);
  const typeAt = IHDR_END + 4;
  whole.set(new TextEncoder().encode('iTXt'), typeAt);
  whole.set(head, typeAt + 4);
  whole.set(body, typeAt + 4 + head.length);
  const end = typeAt + 4 + head.length + body.length;
  view.setUint32(end, crc32(whole.subarray(typeAt, end)));
  whole.set(png.subarray(IHDR_END), end + 4);
  return whole;
}

/** The text under a keyword: the first chunk of that name speaks, and only if it is whole. */
export function readPngText(png: Uint8Array, keyword: string): PngText {
  if (!isPng(png)) return { kind: 'none' };
  const view = new DataView(png.buffer, png.byteOffset, png.byteLength);
  let at = SIGNATURE.length;
  while (at + 8 <= png.length) {
    const length = view.getUint32(at);
    const type = ascii(png, at + 4, at + 8);
    const dataAt = at + 8;
    if (type === 'IEND') break;
    if (type === 'iTXt' && startsWith(png, dataAt, `${keyword}\0`)) {
      if (dataAt + length + 4 > png.length) return { kind: 'damaged', why: 'cut-off' };
      const sum = view.getUint32(dataAt + length);
      if (crc32(png.subarray(at + 4, dataAt + length)) !== sum) return { kind: 'damaged', why: 'checksum' };
      return internationalText(png.subarray(dataAt + keyword.length + 1, dataAt + length));
    }
    at = dataAt + length + 4;
  }
  return { kind: 'none' };
}

/** What follows the keyword: compression flag and method, language, translated keyword, text. */
function internationalText(rest: Uint8Array): PngText {
  const languageEnd = rest.indexOf(0, 2);
  const translatedEnd = languageEnd < 0 ? -1 : rest.indexOf(0, languageEnd + 1);
  if (translatedEnd < 0) return { kind: 'damaged', why: 'not-text' };
  // A compressed text may unfold without end, and Weft never writes one.
  if (rest[0] !== 0) return { kind: 'damaged', why: 'compressed' };
  try {
    const decoder = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true });
    return { kind: 'text', text: decoder.decode(rest.subarray(translatedEnd + 1)) };
  } catch {
    return { kind: 'damaged', why: 'not-text' };
  }
}

function ascii(bytes: Uint8Array, from: number, to: number): string {
  return String.fromCharCode(...bytes.subarray(from, to));
}

function startsWith(bytes: Uint8Array, at: number, text: string): boolean {
  for (let index = 0; index < text.length; index += 1)
    if (bytes[at + index] !== text.charCodeAt(index)) return false;
  return true;
}
