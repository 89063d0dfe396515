import { describe, expect, it } from 'vitest';
import { LIMITS } from '#shared/protocol/limits.ts';
import type { PictureCodec } from './picture-codec.ts';
import { prepareBytes } from './prepare.ts';
import { bytesOf, exifOf, fakeCodec, jpegOf, pngChunk, pngOf, segment } from './testing.ts';

const size = { width: 640, height: 480 };
const broken: PictureCodec = { open: () => Promise.reject(new Error('cannot be decoded')) };
const lying = segment(0xe1, bytesOf('Exif\0\0', exifOf(6)));

describe('making of a file what a flow keeps', () => {
  it('[PI23] keeps the bytes of a small picture but for what is told beside it', async () => {
    const codec = fakeCodec({ upright: size, bytesOf: () => 1 });
    const told = jpegOf([segment(0xfe, 'made at home')]);
    expect(await prepareBytes(told, codec)).toEqual({
      ok: true,
      bytes: jpegOf([]),
      mediaType: 'image/jpeg',
      ...size,
      note: null,
    });
    expect([codec.written, codec.closed()]).toEqual([[], 1]);
  });

  it('[PI21] draws anew what lies on its side', async () => {
    const codec = fakeCodec({ upright: { width: 480, height: 640 }, bytesOf: () => 5 });
    const prepared = await prepareBytes(jpegOf([lying]), codec);
    expect(prepared).toMatchObject({ ok: true, mediaType: 'image/jpeg', width: 480, height: 640 });
    expect(codec.written).toEqual([
      { mediaType: 'image/jpeg', quality: 0.85, size: { width: 480, height: 640 } },
    ]);
  });

  it('[PI22] goes down in quality, then in size, until it is small enough', async () => {
    const codec = fakeCodec({
      upright: { width: 4_000, height: 3_000 },
      bytesOf: ({ size, quality }) => size.width * 3_000 * (quality ?? 1),
    });
    const large = jpegOf([], { width: 4_000, height: 3_000 });
    const prepared = await prepareBytes(large, codec);
    expect(prepared).toMatchObject({ ok: true, width: 2_048, height: 1_536 });
    expect(codec.written.map(({ quality }) => quality)).toEqual([0.85, 0.75, 0.65]);
    const heavy = fakeCodec({
      upright: { width: 4_000, height: 3_000 },
      bytesOf: ({ size }) => (size.width > 1_024 ? LIMITS.pictureKeptBytes + 1 : LIMITS.pictureKeptBytes),
    });
    expect(await prepareBytes(large, heavy)).toMatchObject({ ok: true, width: 1_024, height: 768 });
  });

  it('[PI22] keeps what is see-through, and looks whether anything is', async () => {
    const large = pngOf([], { width: 3_000, height: 1_000, colourType: 6 });
    const upright = { width: 3_000, height: 1_000 };
    const clear = fakeCodec({
      upright,
      isOpaque: false,
      bytesOf: ({ quality }) => (quality === null ? 5e6 : 9),
    });
    expect(await prepareBytes(large, clear)).toMatchObject({ ok: true, mediaType: 'image/webp' });
    const opaque = fakeCodec({
      upright,
      isOpaque: true,
      bytesOf: ({ quality }) => (quality === null ? 5e6 : 9),
    });
    expect(await prepareBytes(large, opaque)).toMatchObject({ ok: true, mediaType: 'image/jpeg' });
  });

  it('says that a picture that moves stands still', async () => {
    const moving = pngOf([pngChunk('acTL', [0, 0, 0, 24, 0, 0, 0, 0])]);
    expect(await prepareBytes(moving, fakeCodec({ upright: size, bytesOf: () => 1 }))).toMatchObject({
      ok: true,
      note: 'It moves: the first of its 24 pictures is kept.',
    });
  });

  it('[PI20] says when it cannot be decoded', async () => {
    expect(await prepareBytes(jpegOf([]), broken)).toMatchObject({
      ok: false,
      error: { code: 'not-a-picture' },
    });
  });

  it('[PI20] decodes nothing that was refused', async () => {
    const codec = fakeCodec({ upright: size, bytesOf: () => 1 });
    expect(await prepareBytes(pngOf([], { width: 60_000, height: 60_000 }), codec)).toMatchObject({
      ok: false,
      error: { code: 'picture-too-large' },
    });
    expect(codec.closed()).toBe(0);
  });
});
