import { crc32, deflateSync } from 'node:zlib';

/**
 * A PNG of this size whose file is about so many bytes: its upper rows are noise, which no compression makes smaller, the
 * rest is one colour. Another seed is another picture.
 */
export function noisyPng(seed: number, side: number, bytes: number): Uint8Array {
  const rowBytes = 1 + side * 3;
  const rows = Buffer.alloc(rowBytes * side, 40 + (seed % 200));
  const noisyRows = Math.min(side, Math.floor(bytes / rowBytes));
  let state = (seed + 1) * 2_654_435_761;
  for (let row = 0; row < side; row += 1) {
    rows[row * rowBytes] = 0;
    if (row >= noisyRows) continue;
    for (let at = row * rowBytes + 1; at < (row + 1) * rowBytes; at += 1) {
      // xorshift32
      state ^= state << 13;
      state ^= state >>> 17;
      state ^= state << 5;
      rows[at] = state & 0xff;
    }
  }
  const header = Buffer.alloc(13);
  header.writeUInt32BE(side, 0);
  header.writeUInt32BE(side, 4);
  header.set([8, 2, 0, 0, 0], 8);
  return Buffer.concat([
    Buffer.from([137, 80, 78, 71, 13, 10, 26, 10]),
    chunk('IHDR', header),
    chunk('IDAT', deflateSync(rows)),
    chunk('IEND', Buffer.alloc(0)),
  ]);
}

function chunk(name: string, data: Uint8Array): Buffer {
  const whole = Buffer.concat([Buffer.alloc(4), Buffer.from(name, 'latin1'), data, Buffer.alloc(4)]);
  whole.writeUInt32BE(data.length, 0);
  whole.writeUInt32BE(crc32(whole.subarray(4, -4)), whole.length - 4);
  return whole;
}
