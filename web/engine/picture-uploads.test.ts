import { describe, expect, it } from 'vitest';
import { hashBytes } from '#shared/hash.ts';
import { LIMITS } from '#shared/protocol/limits.ts';
import { weftError, WeftFailure } from '#shared/run/errors.ts';
import type { PictureUpload } from './api.ts';
import { createMemoryPictureOutbox } from './memory-picture-outbox.ts';
import { createMemoryPictures } from './memory-pictures.ts';
import { createPictureUploads } from './picture-uploads.ts';
import type { PictureRoom } from './ports.ts';
import { createVirtualClock } from './testing/virtual-clock.ts';

const BYTES = Uint8Array.from({ length: LIMITS.picturePieceBytes * 2 + 7 }, (_, index) => index % 253);
const PICTURE = { hash: hashBytes(BYTES), bytes: BYTES.byteLength };
const LOST = new WeftFailure(weftError('relay-unreachable', 'Away.', { retryable: true }));

/** A room that keeps one picture, and loses the connection whenever the test says so. */
function fakeRoom() {
  const room = {
    kept: new Uint8Array(),
    pieces: [] as string[],
    fails: [] as (WeftFailure | null)[],
    complete: false,
  };
  const fail = () => {
    const failure = room.fails.shift();
    if (failure) throw failure;
  };
  const state = () => ({ have: room.kept.length, complete: room.complete });
  const port: Pick<PictureRoom, 'uploaded' | 'putPiece'> = {
    async uploaded() {
      fail();
      return state();
    },
    async putPiece(_hash, { offset, total, bytes }) {
      fail();
      room.pieces.push(`${offset}+${bytes.length}`);
      if (offset === room.kept.length) room.kept = Uint8Array.from([...room.kept, ...bytes]);
      room.complete = room.kept.length === total;
      return state();
    },
  };
  return { room, port };
}

function setUp({ room, port } = fakeRoom(), outbox = createMemoryPictureOutbox()) {
  const clock = createVirtualClock();
  const pictures = createMemoryPictures();
  const told: (readonly PictureUpload[])[] = [];
  const open = () =>
    createPictureUploads({
      ...{ clock, outbox, pictures, room: port },
      onChange: (uploads) => void told.push(uploads),
    });
  return { clock, pictures, told, open, outbox, room };
}

describe('pictures on their way to their flow', () => {
  it('[PI4] go by pieces, and leave the outbox when the room has them', async () => {
    const { clock, told, open, outbox, room, pictures } = setUp();
    await outbox.put(PICTURE.hash, BYTES);
    const uploads = open();
    uploads.added(PICTURE);
    const arrived = uploads.delivered(PICTURE.hash);
    await clock.run();
    await arrived;
    const piece = LIMITS.picturePieceBytes;
    expect(room.pieces).toEqual([`0+${piece}`, `${piece}+${piece}`, `${piece * 2}+7`]);
    expect(hashBytes(room.kept)).toBe(PICTURE.hash);
    expect([await outbox.list(), uploads.isWaiting(PICTURE.hash)]).toEqual([[], false]);
    expect(await pictures.get(PICTURE.hash)).toBe(BYTES);
    expect(told.at(-1)).toEqual([]);
    expect(told.flat().map(({ sent }) => sent)).toEqual(expect.arrayContaining([0, piece, piece * 2]));
  });

  it('[PI4] go on where they were after a lost connection and after a reload, and stay in the outbox until then', async () => {
    const { clock, told, open, outbox, room } = setUp();
    await outbox.put(PICTURE.hash, BYTES);
    // Asked, a piece, then nothing more for two tries.
    room.fails = [null, null, LOST, LOST];
    const first = open();
    await clock.run();
    first.close();
    expect(told.flat().some(({ error }) => error?.code === 'relay-unreachable')).toBe(true);
    room.fails = [null, LOST];
    const before = room.pieces.length;
    expect((await outbox.list()).length).toBe(room.complete ? 0 : 1);
    const second = open();
    await clock.run();
    await second.delivered(PICTURE.hash);
    expect(room.complete).toBe(true);
    expect(hashBytes(room.kept)).toBe(PICTURE.hash);
    expect(room.pieces.filter((piece) => piece.startsWith('0+'))).toHaveLength(1);
    expect(room.pieces.length).toBeGreaterThanOrEqual(before);
    expect(await outbox.list()).toEqual([]);
  });

  it('that are refused say why, stay here, and hold up nobody', async () => {
    const { clock, told, open, outbox, room } = setUp();
    const full = new WeftFailure(weftError('pictures-full', 'Full.'));
    await outbox.put('0'.repeat(64), new Uint8Array([1]));
    await outbox.put(PICTURE.hash, BYTES);
    room.fails = [full];
    const uploads = open();
    await clock.run();
    await expect(uploads.delivered('0'.repeat(64)))
      .rejects.toBe(full)
      .catch(() => undefined);
    await uploads.delivered(PICTURE.hash);
    expect(told.at(-1)).toMatchObject([{ hash: '0'.repeat(64), error: { code: 'pictures-full' } }]);
    expect(await outbox.list()).toHaveLength(1);
  });

  it('begin once more when somebody else’s bytes were in the way, and give up when that does not help', async () => {
    const broken = new WeftFailure(weftError('upload-broken', 'Other bytes.'));
    const once = setUp();
    await once.outbox.put(PICTURE.hash, BYTES);
    once.room.fails = [null, broken];
    const uploads = once.open();
    await once.clock.run();
    await uploads.delivered(PICTURE.hash);
    expect(once.room.complete).toBe(true);
    const twice = setUp();
    await twice.outbox.put(PICTURE.hash, BYTES);
    twice.room.fails = [null, broken, broken];
    twice.open();
    await twice.clock.run();
    expect(twice.told.at(-1)).toMatchObject([{ error: { code: 'upload-broken' } }]);
  });
});
