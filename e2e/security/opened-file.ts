import { gunzipSync, inflateSync } from 'node:zlib';
import { unzipSync } from 'fflate';

/** As a file of bytes within a text begins: a PNG in base64. */
const PICTURE_IN_TEXT = /iVBORw0KGgo[\w+/]+={0,2}/g;
const PNG = Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]);
const ZIP = Buffer.from('PK\x03\x04', 'latin1');
const GZIP = Buffer.from([0x1f, 0x8b]);
/** Deeper than anything that Weft writes. */
const MOST_DEPTH = 4;

/** A file, and all that lies packed in it: members of archives, texts and pixels of PNGs, pictures within texts. */
export function openedFile(file: Uint8Array, depth = 0): readonly Buffer[] {
  const bytes = Buffer.from(file);
  if (depth === MOST_DEPTH) return [bytes];
  const inside = begins(bytes, ZIP)
    ? Object.entries(unzipSync(file)).flatMap(([name, member]) => [Buffer.from(name), member])
    : begins(bytes, GZIP)
      ? [gunzipSync(bytes)]
      : begins(bytes, PNG)
        ? packedInPng(bytes)
        : picturesIn(bytes);
  return [bytes, ...inside.flatMap((part) => openedFile(part, depth + 1))];
}

const begins = (bytes: Buffer, sign: Buffer): boolean => bytes.subarray(0, sign.length).equals(sign);

const picturesIn = (bytes: Buffer): readonly Buffer[] =>
  [...bytes.toString('latin1').matchAll(PICTURE_IN_TEXT)].map(([text]) => Buffer.from(text, 'base64'));

/** What of a PNG (third edition, §11) cannot be read as it lies there: compressed texts, a profile, and the pixels. */
function packedInPng(png: Buffer): readonly Buffer[] {
  const pixels: Buffer[] = [];
  const texts: Buffer[] = [];
  for (let at = PNG.length; at + 8 <= png.length;) {
    const length = png.readUInt32BE(at);
    const type = png.toString('latin1', at + 4, at + 8);
    const data = png.subarray(at + 8, at + 8 + length);
    if (type === 'IDAT') pixels.push(data);
    // Behind the keyword's end stand, for iTXt, two languages more, each with its end.
    if (type === 'zTXt' || type === 'iCCP') texts.push(data.subarray(data.indexOf(0) + 2));
    if (type === 'iTXt' && data[data.indexOf(0) + 1] === 1) texts.push(textOf(data));
    at += length + 12;
  }
  return [...texts, Buffer.concat(pixels)].flatMap(inflated);
}

function textOf(data: Buffer): Buffer {
  const language = data.indexOf(0) + 3;
  const translated = data.indexOf(0, language) + 1;
  return data.subarray(data.indexOf(0, translated) + 1);
}

function inflated(packed: Buffer): readonly Buffer[] {
  try {
    return [inflateSync(packed)];
  } catch {
    // Damaged on purpose, by a test of what a page does with such files.
    return [];
  }
}
