/**
 * SHA-256 (FIPS 180-4) of text, bit by bit, over one block that is used again and again. A run hashes two short texts per
 * node, and for those a general library spends most of its time on making buffers and views. Since it is here, bytes are
 * hashed by it too: the library would be 2 kB more of what the editor waits for.
 *
 * One hash at a time: start, add…, finish, all in the same turn. Nothing may be awaited in between.
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

const BLOCK_BYTES = 64;
const HASH_BYTES = 32;
const QUOTE = 0x22;
const BACKSLASH = 0x5c;
const HEX_CODES = Uint8Array.from('0123456789abcdef', (digit) => digit.charCodeAt(0));
/** By code of the digit; 255 = none. */
const HEX_VALUES = new Uint8Array(128).fill(255);
HEX_CODES.forEach((code, value) => (HEX_VALUES[code] = value));

const block = new Uint8Array(BLOCK_BYTES);
const words = new Int32Array(64);
const digest = new Int32Array(8);
/** Bytes in the block, and in all blocks before it. */
let filled = 0;
let total = 0;

function start(): void {
  for (let index = 0; index < 8; index += 1) digest[index] = START[index] as number;
  filled = 0;
  total = 0;
}

/** Adds the text's UTF-8. Half a surrogate pair counts as U+FFFD, as it does for TextEncoder. */
function add(text: string): void {
  const { length } = text;
  let at = filled;
  for (let index = 0; index < length; index += 1) {
    const unit = text.charCodeAt(index);
    if (unit > 127) {
      filled = at;
      const code = text.codePointAt(index) as number;
      addCode(code);
      if (code > 0xffff) index += 1;
      at = filled;
      continue;
    }
    block[at] = unit;
    at += 1;
    if (at === BLOCK_BYTES) {
      compress();
      at = 0;
    }
  }
  filled = at;
}

/**
 * Adds the ASCII text that JSON writes as it is, up to the first character that is another one. Returns how many
 * characters were added.
 */
function addPlain(text: string): number {
  const { length } = text;
  let at = filled;
  let index = 0;
  for (; index < length; index += 1) {
    const unit = text.charCodeAt(index);
    if (unit < 0x20 || unit > 0x7e || unit === QUOTE || unit === BACKSLASH) break;
    block[at] = unit;
    at += 1;
    if (at < BLOCK_BYTES) continue;
    compress();
    at = 0;
  }
  filled = at;
  return index;
}

/** Hashes that wait to be added, 32 bytes each, and the digits that they were read from. */
let readBytes = new Uint8Array(HASH_BYTES * 4);
const readDigits: string[] = [];

/**
 * Reads the hash of 64 lower-case hex digits that will be the place-th of those that addHashes adds. False = it is none.
 * The same one at the same place is read once: nodes of one kind mostly get what their neighbours get.
 */
function readHash(digits: string, place: number): boolean {
  if (readDigits[place] === digits) return true;
  const at = place * HASH_BYTES;
  if (at === readBytes.length) {
    const longer = new Uint8Array(at * 2);
    longer.set(readBytes);
    readBytes = longer;
  }
  if (!decodeHash(digits, readBytes, at)) {
    readDigits.length = Math.min(readDigits.length, place);
    return false;
  }
  readDigits[place] = digits;
  return true;
}

/** Adds the first hashes that were read, by their bytes: half as much to digest as their digits. */
function addHashes(count: number): void {
  addPart(readBytes, 0, count * HASH_BYTES);
}

/** Puts the bytes at a place. False = no hash in lower-case hex. */
function decodeHash(hash: string, into: Uint8Array, at: number): boolean {
  if (hash.length !== HASH_BYTES * 2) return false;
  let unknown = 0;
  for (let index = 0; index < HASH_BYTES; index += 1) {
    const first = hash.charCodeAt(index * 2);
    const second = hash.charCodeAt(index * 2 + 1);
    const high = HEX_VALUES[first & 127] as number;
    const low = HEX_VALUES[second & 127] as number;
    // Digits are below 16, what is none is 255, what is not ASCII has higher bits.
    unknown |= high | low | (first & ~127) | (second & ~127);
    into[at + index] = (high << 4) | low;
  }
  return unknown <= 15;
}

/** Adds the bytes of an array from one place up to another. */
function addPart(bytes: Uint8Array, from: number, until: number): void {
  let at = filled;
  for (let index = from; index < until; index += 1) {
    block[at] = bytes[index] as number;
    at += 1;
    if (at < BLOCK_BYTES) continue;
    compress();
    at = 0;
  }
  filled = at;
}

function addBytes(bytes: Uint8Array): void {
  for (let from = 0; from < bytes.length;) {
    const part = bytes.subarray(from, from + BLOCK_BYTES - filled);
    block.set(part, filled);
    from += part.length;
    filled += part.length;
    if (filled < BLOCK_BYTES) return;
    compress();
    filled = 0;
  }
}

/** Adds one byte, 0 to 255. */
function addByte(byte: number): void {
  block[filled] = byte;
  filled += 1;
  if (filled < BLOCK_BYTES) return;
  compress();
  filled = 0;
}

function addCode(code: number): void {
  const isLone = code >= 0xd800 && code <= 0xdfff;
  const scalar = isLone ? 0xfffd : code;
  if (scalar < 0x800) addByte(0xc0 | (scalar >>> 6));
  else if (scalar < 0x10000) addByte(0xe0 | (scalar >>> 12));
  else {
    addByte(0xf0 | (scalar >>> 18));
    addByte(0x80 | ((scalar >>> 12) & 63));
  }
  if (scalar >= 0x800) addByte(0x80 | ((scalar >>> 6) & 63));
  addByte(0x80 | (scalar & 63));
}

/** 64 hex digits of everything added since start. */
function finish(): string {
  const bytes = total + filled;
  block[filled] = 0x80;
  for (let index = filled + 1; index < BLOCK_BYTES; index += 1) block[index] = 0;
  if (filled >= BLOCK_BYTES - 8) {
    compress();
    block.fill(0);
  }
  const high = Math.floor(bytes / 2 ** 29);
  const low = bytes << 3;
  for (let index = 0; index < 4; index += 1) {
    block[56 + index] = high >>> (24 - index * 8);
    block[60 + index] = low >>> (24 - index * 8);
  }
  compress();
  return hexAt(0) + hexAt(4);
}

/** The hash under way. */
export const textDigest = Object.freeze({
  start,
  add,
  addByte,
  addPlain,
  addBytes,
  readHash,
  addHashes,
  finish,
});

const digit = (word: number, shift: number): number => HEX_CODES[(word >>> shift) & 15] as number;

/** 32 digits in one string: V8 makes dozens of small ones where digits are joined one by one. */
function hexAt(index: number): string {
  const first = digest[index] as number;
  const second = digest[index + 1] as number;
  const third = digest[index + 2] as number;
  const fourth = digest[index + 3] as number;
  return String.fromCharCode(
    digit(first, 28),
    digit(first, 24),
    digit(first, 20),
    digit(first, 16),
    digit(first, 12),
    digit(first, 8),
    digit(first, 4),
    digit(first, 0),
    digit(second, 28),
    digit(second, 24),
    digit(second, 20),
    digit(second, 16),
    digit(second, 12),
    digit(second, 8),
    digit(second, 4),
    digit(second, 0),
    digit(third, 28),
    digit(third, 24),
    digit(third, 20),
    digit(third, 16),
    digit(third, 12),
    digit(third, 8),
    digit(third, 4),
    digit(third, 0),
    digit(fourth, 28),
    digit(fourth, 24),
    digit(fourth, 20),
    digit(fourth, 16),
    digit(fourth, 12),
    digit(fourth, 8),
    digit(fourth, 4),
    digit(fourth, 0),
  );
}

function expand(): void {
  for (let index = 0, at = 0; index < 16; index += 1, at += 4)
    words[index] =
      ((block[at] as number) << 24) |
      ((block[at + 1] as number) << 16) |
      ((block[at + 2] as number) << 8) |
      (block[at + 3] as number);
  for (let index = 16; index < 64; index += 1) {
    const w15 = words[index - 15] as number;
    const w2 = words[index - 2] as number;
    const s0 = ((w15 >>> 7) | (w15 << 25)) ^ ((w15 >>> 18) | (w15 << 14)) ^ (w15 >>> 3);
    const s1 = ((w2 >>> 17) | (w2 << 15)) ^ ((w2 >>> 19) | (w2 << 13)) ^ (w2 >>> 10);
    words[index] = ((words[index - 16] as number) + s0 + (words[index - 7] as number) + s1) | 0;
  }
}

function compress(): void {
  total += BLOCK_BYTES;
  expand();
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
    const choice = g ^ (e & (f ^ g));
    const t1 = (h + s1 + choice + (K[round] as number) + (words[round] as number)) | 0;
    const s0 = ((a >>> 2) | (a << 30)) ^ ((a >>> 13) | (a << 19)) ^ ((a >>> 22) | (a << 10));
    const majority = (a & b) | (c & (a | b));
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
