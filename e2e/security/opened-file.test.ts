import { deflateSync, gzipSync } from 'node:zlib';
import { zipSync } from 'fflate';
import { expect, test } from 'vitest';
import { withPngText } from '../../web/state/editing/png-chunks.ts';
import { openedFile } from './opened-file.ts';
import { createSecretScanner } from './secret-scanner.ts';

const SECRET = 'sk-canary-0123456789abcdef-last';
const scanner = createSecretScanner({ key: SECRET });
const secret = Buffer.from(`{"key":"${SECRET}"}`);

const chunk = (type: string, data: Buffer): Buffer => {
  const length = Buffer.alloc(4);
  length.writeUInt32BE(data.length);
  return Buffer.concat([length, Buffer.from(type), data, Buffer.alloc(4)]);
};
const SIGNATURE = Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]);
const png = (...chunks: readonly Buffer[]): Buffer =>
  Buffer.concat([SIGNATURE, chunk('IHDR', Buffer.alloc(13)), ...chunks, chunk('IEND', Buffer.alloc(0))]);
const packed = deflateSync(secret);
const withText = withPngText(png(), 'weft-flow', secret.toString());

test.each<[string, Uint8Array]>([
  ['a text', secret],
  ['a picture with a flow in it', withText],
  ['a compressed text of a picture', png(chunk('zTXt', Buffer.concat([Buffer.from('weft\0\0'), packed])))],
  [
    'an international text of a picture, compressed',
    png(chunk('iTXt', Buffer.concat([Buffer.from('weft\0\x01\0en\0weft\0'), packed]))),
  ],
  ['pixels in two pieces', png(chunk('IDAT', packed.subarray(0, 9)), chunk('IDAT', packed.subarray(9)))],
  ['a zip', zipSync({ 'notes.md': new Uint8Array(secret) })],
  ['a name within a zip', zipSync({ [`${SECRET}.md`]: new Uint8Array(3) })],
  ['a picture within a zip', zipSync({ 'cover.png': new Uint8Array(withText) })],
  ['gzip', gzipSync(secret)],
  ['a picture within a run’s file', Buffer.from(`{"blob":"${Buffer.from(withText).toString('base64')}"}`)],
])('[SE1] a secret is found in %s', (_where, file) => {
  expect(openedFile(file).flatMap((part) => scanner.found(part))).toContain('key');
});

test('what holds none is only taken apart', () => {
  const file = zipSync({ 'a.png': new Uint8Array(png(chunk('IDAT', deflateSync(Buffer.from('pixels'))))) });
  const parts = openedFile(file).map((part) => part.toString('latin1'));
  expect(parts.filter((part) => part === 'pixels')).toHaveLength(1);
  expect(openedFile(png(chunk('IDAT', Buffer.from('damaged'))))).toHaveLength(1);
});
