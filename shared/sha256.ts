/**
 * SHA-256 (FIPS 180-4) over one buffer that is used again and again. A run hashes two short texts per node, and for
 * those a general library spends most of its time on making buffers and views; longer inputs go to the library.
 */

/* First 32 bits of the fractional parts of the cube roots of the first 64 primes (FIPS 180-4, 4.2.2). */
const K = new Int32Array(64);
/* … and of the square roots of the first 8 (5.3.3). */
const START = new Int32Array(8);

function fillConstants(): void {
  let found = 0;
  for (let candidate = 2; found < 64; candidate += 1) {
    let isPrime = true;
    for (let divisor = 2; divisor * divisor <= candidate; divisor += 1)
      if (candidate % divisor === 0) isPrime = false;
    if (!isPrime) continue;
    if (found < 8) START[found] = fraction(Math.sqrt(candidate));
    K[found] = fraction(Math.cbrt(candidate));
    found += 1;
  }
}

const fraction = (root: number): number => ((root - Math.floor(root)) * 2 ** 32) | 0;

fillConstants();

/** Longest input in bytes that the buffer takes, padding apart. */
export const SHORT_BYTES = 4_096;

const buffer = new Uint8Array(SHORT_BYTES + 128);
const words = new Int32Array(64);
const digest = new Int32Array(8);

/**
 * Hex digest of a text of which every UTF-16 unit is below 128; null when it is too long or has others, and another way
 * has to be taken.
 */
export function shortAsciiDigest(text: string): string | null {
  const { length } = text;
  if (length > SHORT_BYTES) return null;
  for (let index = 0; index < length; index += 1) {
    const unit = text.charCodeAt(index);
    if (unit > 127) return null;
    buffer[index] = unit;
  }
  return hexDigest(length);
}

function hexDigest(length: number): string {
  const blocks = ((length + 8) >>> 6) + 1;
  const end = blocks * 64;
  buffer[length] = 0x80;
  buffer.fill(0, length + 1, end);
  const bits = length * 8;
  buffer[end - 4] = bits >>> 24;
  buffer[end - 3] = bits >>> 16;
  buffer[end - 2] = bits >>> 8;
  buffer[end - 1] = bits;
  digest.set(START);
  for (let block = 0; block < end; block += 64) compress(block);
  let hex = '';
  for (let index = 0; index < 8; index += 1) {
    const word = digest[index] as number;
    hex += BYTE_HEX[word >>> 24] as string;
    hex += BYTE_HEX[(word >>> 16) & 255] as string;
    hex += BYTE_HEX[(word >>> 8) & 255] as string;
    hex += BYTE_HEX[word & 255] as string;
  }
  return hex;
}

const BYTE_HEX: readonly string[] = Array.from({ length: 256 }, (_, byte) =>
  byte.toString(16).padStart(2, '0'),
);

function expand(start: number): void {
  for (let index = 0, at = start; index < 16; index += 1, at += 4)
    words[index] =
      ((buffer[at] as number) << 24) |
      ((buffer[at + 1] as number) << 16) |
      ((buffer[at + 2] as number) << 8) |
      (buffer[at + 3] as number);
  for (let index = 16; index < 64; index += 1) {
    const w15 = words[index - 15] as number;
    const w2 = words[index - 2] as number;
    const s0 = ((w15 >>> 7) | (w15 << 25)) ^ ((w15 >>> 18) | (w15 << 14)) ^ (w15 >>> 3);
    const s1 = ((w2 >>> 17) | (w2 << 15)) ^ ((w2 >>> 19) | (w2 << 13)) ^ (w2 >>> 10);
    words[index] = ((words[index - 16] as number) + s0 + (words[index - 7] as number) + s1) | 0;
  }
}

function compress(start: number): void {
  expand(start);
  let a = digest[0] as number;
  let b = digest[1] as number;
  let c = digest[2] as number;
  let d = digest[3] as number;
  let e = digest[4] as number;
  let f = digest[5] as number;
  let g = digest[6] as number;
  let h = digest[7] as number;
  for (let round = 0; round < 64; round += 1) {
    const s1 = ((e >>> 6) | (e << 26)) ^ ((e >>> 11) | (e << 21)) ^ ((e >>> 25) | (e << 7));
    const choice = (e & f) ^ (~e & g);
    const t1 = (h + s1 + choice + (K[round] as number) + (words[round] as number)) | 0;
    const s0 = ((a >>> 2) | (a << 30)) ^ ((a >>> 13) | (a << 19)) ^ ((a >>> 22) | (a << 10));
    const majority = (a & b) ^ (a & c) ^ (b & c);
    h = g;
    g = f;
    f = e;
    e = (d + t1) | 0;
    d = c;
    c = b;
    b = a;
    a = (t1 + s0 + majority) | 0;
  }
  digest[0] = ((digest[0] as number) + a) | 0;
  digest[1] = ((digest[1] as number) + b) | 0;
  digest[2] = ((digest[2] as number) + c) | 0;
  digest[3] = ((digest[3] as number) + d) | 0;
  digest[4] = ((digest[4] as number) + e) | 0;
  digest[5] = ((digest[5] as number) + f) | 0;
  digest[6] = ((digest[6] as number) + g) | 0;
  digest[7] = ((digest[7] as number) + h) | 0;
}
