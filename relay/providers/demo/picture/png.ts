import { crc32 } from '#shared/crc32.ts';

/**
 * PNG (W3C, third edition) as far as the demo needs it: writes 8-bit RGB, reads every depth and colour type that is not
 * interlaced. Deflate is the platform's own.
 */

const SIGNATURE = [0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a];

/** Most bytes that are unpacked: a small file may hold, or claim, a huge picture. 2,048 × 2,048 in RGBA fits. */
const MAX_UNPACKED_BYTES = 24 * 1024 * 1024;

/** @throws RangeError when more than `maxBytes` come out. */
async function piped(
  bytes: Uint8Array,
  through: CompressionStream | DecompressionStream,
  maxBytes: number,
): Promise<Uint8Array> {
  const reader = new Blob([bytes as Uint8Array<ArrayBuffer>]).stream().pipeThrough(through).getReader();
  const parts: Uint8Array[] = [];
  let length = 0;
  for (;;) {
    const { done, value } = await reader.read();
    if (done) return joined(parts);
    const part = value as Uint8Array;
    length += part.byteLength;
    if (length > maxBytes) {
      reader.cancel().catch(() => undefined);
      throw new RangeError('more than it said');
    }
    parts.push(part);
  }
}

function chunk(name: string, data: Uint8Array): Uint8Array {
  const bytes = new Uint8Array(data.length + 12);
  const view = new DataView(bytes.buffer);
  view.setUint32(0, data.length);
  bytes.set(
    [...name].map((letter) => letter.charCodeAt(0)),
    4,
  );
  bytes.set(data, 8);
  view.setUint32(data.length + 8, crc32(bytes.subarray(4, data.length + 8)));
  return bytes;
}

/** @param pixels RGB, three bytes a pixel, rows from the top. */
export async function writePng(width: number, height: number, pixels: Uint8Array): Promise<Uint8Array> {
  const header = new Uint8Array(13);
  new DataView(header.buffer).setUint32(0, width);
  new DataView(header.buffer).setUint32(4, height);
  header.set([8, 2], 8);
  const rows = new Uint8Array(height * (width * 3 + 1));
  for (let row = 0; row < height; row += 1)
    rows.set(pixels.subarray(row * width * 3, (row + 1) * width * 3), row * (width * 3 + 1) + 1);
  const data = await piped(rows, new CompressionStream('deflate'), Number.MAX_SAFE_INTEGER);
  const parts = [
    Uint8Array.from(SIGNATURE),
    chunk('IHDR', header),
    chunk('IDAT', data),
    chunk('IEND', new Uint8Array()),
  ];
  return joined(parts);
}

function joined(parts: readonly Uint8Array[]): Uint8Array {
  const whole = new Uint8Array(parts.reduce((sum, part) => sum + part.length, 0));
  let at = 0;
  for (const part of parts) {
    whole.set(part, at);
    at += part.length;
  }
  return whole;
}

export interface Pixels {
  readonly width: number;
  readonly height: number;
  /** RGB of a pixel on white; what is outside is white. */
  at(x: number, y: number): readonly [number, number, number];
}

interface Layout {
  readonly width: number;
  readonly height: number;
  readonly depth: number;
  readonly type: number;
  readonly channels: number;
}

const CHANNELS: { readonly [type: number]: number } = { 0: 1, 2: 3, 3: 1, 4: 2, 6: 4 };

/** Null for what is no PNG, is interlaced, is broken, or larger than is read. Never throws. */
export async function readPng(bytes: Uint8Array): Promise<Pixels | null> {
  try {
    const chunks = chunksOf(bytes);
    const header = chunks.find(([name]) => name === 'IHDR')?.[1];
    const layout = header === undefined ? null : layoutOf(header);
    if (layout === null) return null;
    const packed = joined(chunks.flatMap(([name, data]) => (name === 'IDAT' ? [data] : [])));
    const unpackedBytes = (rowBytes(layout) + 1) * layout.height;
    const data = await piped(packed, new DecompressionStream('deflate'), unpackedBytes);
    if (data.length < unpackedBytes) return null;
    const rows = unfilter(data, layout);
    const palette = chunks.find(([name]) => name === 'PLTE')?.[1] ?? new Uint8Array();
    return Object.freeze({ ...layout, at: (x: number, y: number) => pixel(rows, layout, palette, x, y) });
  } catch {
    // Broken in one of many ways: not a picture that can be read.
    return null;
  }
}

function layoutOf(header: Uint8Array): Layout | null {
  const view = new DataView(header.buffer, header.byteOffset, header.byteLength);
  const [width, height] = [view.getUint32(0), view.getUint32(4)];
  const [depth, type, interlaced] = [view.getUint8(8), view.getUint8(9), view.getUint8(12)];
  const channels = CHANNELS[type];
  if (channels === undefined || interlaced !== 0 || width * height === 0) return null;
  const layout = { width, height, depth, type, channels };
  return rowBytes(layout) * height > MAX_UNPACKED_BYTES ? null : layout;
}

function chunksOf(bytes: Uint8Array): readonly (readonly [string, Uint8Array])[] {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const chunks: [string, Uint8Array][] = [];
  for (let at = 8; at + 12 <= bytes.length;) {
    const length = view.getUint32(at);
    const name = String.fromCharCode(...bytes.subarray(at + 4, at + 8));
    chunks.push([name, bytes.subarray(at + 8, at + 8 + length)]);
    at += length + 12;
  }
  return chunks;
}

const rowBytes = ({ width, depth, channels }: Layout): number => Math.ceil((width * depth * channels) / 8);

/** §9: each row says how its bytes differ from their neighbours. */
function unfilter(data: Uint8Array, layout: Layout): Uint8Array {
  const length = rowBytes(layout);
  const step = Math.max(1, (layout.depth * layout.channels) >> 3);
  const rows = new Uint8Array(length * layout.height);
  for (let row = 0; row < layout.height; row += 1) {
    const filter = data[row * (length + 1)] ?? 0;
    for (let index = 0; index < length; index += 1) {
      const at = row * length + index;
      const left = index < step ? 0 : (rows[at - step] ?? 0);
      const up = row === 0 ? 0 : (rows[at - length] ?? 0);
      const corner = row === 0 || index < step ? 0 : (rows[at - length - step] ?? 0);
      const guess = [0, left, up, (left + up) >> 1, paeth(left, up, corner)][filter] ?? 0;
      rows[at] = (data[row * (length + 1) + 1 + index] ?? 0) + guess;
    }
  }
  return rows;
}

function paeth(left: number, up: number, corner: number): number {
  const [a, b, c] = [left, up, corner].map((value) => Math.abs(left + up - corner - value)) as [
    number,
    number,
    number,
  ];
  if (a <= b && a <= c) return left;
  return b <= c ? up : corner;
}

function pixel(
  rows: Uint8Array,
  layout: Layout,
  palette: Uint8Array,
  x: number,
  y: number,
): readonly [number, number, number] {
  if (x < 0 || y < 0 || x >= layout.width || y >= layout.height) return [255, 255, 255];
  const sample = (channel: number): number => sampleAt(rows, layout, x, y, channel);
  const scaled = (channel: number): number => (sample(channel) * 255) / (2 ** layout.depth - 1);
  if (layout.type === 3) {
    const at = sample(0) * 3;
    return [palette[at] ?? 0, palette[at + 1] ?? 0, palette[at + 2] ?? 0];
  }
  const isGrey = layout.channels < 3;
  const opacity = layout.type === 4 || layout.type === 6 ? scaled(layout.channels - 1) / 255 : 1;
  const onWhite = (value: number): number => value * opacity + 255 * (1 - opacity);
  return [onWhite(scaled(0)), onWhite(scaled(isGrey ? 0 : 1)), onWhite(scaled(isGrey ? 0 : 2))];
}

function sampleAt(rows: Uint8Array, layout: Layout, x: number, y: number, channel: number): number {
  const { depth, channels } = layout;
  const bit = (x * channels + channel) * depth;
  const at = y * rowBytes(layout) + (bit >> 3);
  if (depth === 16) return ((rows[at] ?? 0) << 8) | (rows[at + 1] ?? 0);
  if (depth === 8) return rows[at] ?? 0;
  return ((rows[at] ?? 0) >> (8 - depth - (bit & 7))) & (2 ** depth - 1);
}
