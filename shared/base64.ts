/**
 * Base64 (RFC 4648, with padding) without the platform: pure folders have no btoa, and the documents of flows are too
 * long for texts of char codes.
 */
const ALPHABET = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/';
const NO_DIGIT = 255;
const DIGITS = new Uint8Array(128).fill(NO_DIGIT);
for (let index = 0; index < ALPHABET.length; index += 1) DIGITS[ALPHABET.charCodeAt(index)] = index;

/** Characters joined at once: engines limit the number of arguments. */
const SLICE_CHARS = 8_192;

export function encodeBase64(bytes: Uint8Array): string {
  let text = '';
  let codes: number[] = [];
  for (let index = 0; index < bytes.length; index += 3) {
    const left = bytes.length - index;
    const group = ((bytes[index] ?? 0) << 16) | ((bytes[index + 1] ?? 0) << 8) | (bytes[index + 2] ?? 0);
    codes.push(
      ALPHABET.charCodeAt(group >> 18),
      ALPHABET.charCodeAt((group >> 12) & 63),
      left > 1 ? ALPHABET.charCodeAt((group >> 6) & 63) : 61,
      left > 2 ? ALPHABET.charCodeAt(group & 63) : 61,
    );
    if (codes.length < SLICE_CHARS) continue;
    text += String.fromCharCode(...codes);
    codes = [];
  }
  return text + String.fromCharCode(...codes);
}

/** null when the text is no base64: other characters, a wrong length, or bits that belong to no byte. */
export function decodeBase64(text: string): Uint8Array | null {
  if (text.length % 4 !== 0) return null;
  const padding = text.endsWith('==') ? 2 : text.endsWith('=') ? 1 : 0;
  const bytes = new Uint8Array((text.length / 4) * 3 - padding);
  const end = text.length - padding;
  let at = 0;
  for (let index = 0; index < text.length; index += 4) {
    let group = 0;
    for (let place = index; place < index + 4; place += 1) {
      const digit = place < end ? (DIGITS[text.charCodeAt(place)] ?? NO_DIGIT) : 0;
      if (digit === NO_DIGIT) return null;
      group = (group << 6) | digit;
    }
    bytes[at] = group >> 16;
    if (at + 1 < bytes.length) bytes[at + 1] = (group >> 8) & 255;
    else if ((group & 0xffff) !== 0) return null;
    if (at + 2 < bytes.length) bytes[at + 2] = group & 255;
    else if ((group & 0xff) !== 0) return null;
    at += 3;
  }
  return bytes;
}
