import { describe, expect, it } from 'vitest';
import { checkPicture } from './check-picture.ts';
import { LIMITS } from './protocol/limits.ts';

/** A PNG as far as its header says. */
function png(width: number, height: number, size = 24): Uint8Array {
  const bytes = new Uint8Array(size);
  bytes.set([137, 80, 78, 71, 13, 10, 26, 10, 0, 0, 0, 13, 73, 72, 68, 82]);
  const view = new DataView(bytes.buffer);
  view.setUint32(16, width);
  view.setUint32(20, height);
  return bytes;
}

const codeOf = (bytes: Uint8Array) => {
  const checked = checkPicture(bytes);
  return checked.ok ? checked.header.mediaType : checked.error.code;
};

describe('[PI1] what a flow keeps as a picture', () => {
  it.each([
    ['a picture', png(640, 480), 'image/png'],
    ['the largest one', png(1, 1, LIMITS.blobBytes), 'image/png'],
    ['one byte more', png(1, 1, LIMITS.blobBytes + 1), 'picture-too-large'],
    ['the most pixels', png(10_000, LIMITS.keptPicturePixels / 10_000), 'image/png'],
    ['a bomb', png(60_000, 60_000), 'picture-too-large'],
    ['a drawing that could act', text('<svg onload="alert(1)" xmlns="http://www.w3.org/2000/svg"/>'), 'no'],
    ['a page', text('<!doctype html><script>alert(1)</script>'), 'no'],
    ['a text', text('picture.png'), 'no'],
    ['a picture that ends before its size', png(640, 480).subarray(0, 20), 'no'],
    ['nothing', new Uint8Array(), 'no'],
  ])('%s', (_name, bytes, expected) => {
    expect(codeOf(bytes)).toBe(expected === 'no' ? 'not-a-picture' : expected);
  });
});

function text(value: string): Uint8Array {
  return new TextEncoder().encode(value);
}
