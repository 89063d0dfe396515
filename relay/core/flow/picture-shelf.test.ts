import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { roomLimits } from '../room-config.ts';
import { createPictureShelf, type Piece, type StoredPictures } from './picture-shelf.ts';

const HASH = 'a'.repeat(64);
const hashOf = (index: number): string => index.toString(16).padStart(64, '0');
const LIMITS = roomLimits({ picturePieceBytes: 10, blobBytes: 60, flowPictureBytes: 100, flowUploads: 3 });
const NOTHING: StoredPictures = { kept: [], open: [] };
const picture = (hash: string, bytes: number) => ({
  ...{ hash, bytes, mediaType: 'image/png', width: 1 },
  ...{ height: 1, at: 0 },
});

/** A room that stores what the shelf says, and may be loaded again from what is stored. */
function createRoom(limits = LIMITS) {
  let stored = NOTHING;
  let shelf = createPictureShelf(stored, limits);
  const bytes = new Map<string, string>();
  const refusals: string[] = [];
  const forget = (hash: string): void => {
    bytes.delete(hash);
    stored = { ...stored, open: stored.open.filter((upload) => upload.hash !== hash) };
    shelf.dropped(hash);
  };
  return {
    shelf: () => shelf,
    bytesOf: (hash: string) => bytes.get(hash) ?? '',
    refusals,
    forget,
    restart() {
      shelf = createPictureShelf(stored, limits);
    },
    take(piece: Omit<Piece, 'bytes'>, content: string, now = 0) {
      const { hash } = piece;
      const verdict = shelf.judge({ ...piece, bytes: content.length }, now);
      if (verdict.type === 'answer') return;
      for (const dropped of verdict.drops) forget(dropped);
      if (verdict.type === 'refuse') return void refusals.push(verdict.error.code);
      const { upload, skip, isLast } = verdict;
      bytes.set(hash, (bytes.get(hash) ?? '') + content.slice(skip));
      const open = stored.open.filter((other) => other.hash !== hash);
      stored = isLast
        ? { kept: [...stored.kept, picture(hash, upload.total)], open }
        : { ...stored, open: [...open, upload] };
      if (isLast) shelf.kept(picture(hash, upload.total));
      else shelf.stored(upload);
    },
  };
}

describe('pictures coming in', () => {
  it('[PI3] however pieces are cut, repeated, swapped and interrupted, what is kept is what was sent', () => {
    const wild = fc.array(
      fc.record({ offset: fc.nat(40), length: fc.integer({ min: 0, max: 12 }), restart: fc.boolean() }),
      { maxLength: 60 },
    );
    fc.assert(
      fc.property(fc.string({ minLength: 1, maxLength: 40 }), wild, (content, pieces) => {
        const room = createRoom();
        const total = content.length;
        const send = (offset: number, length: number) =>
          room.take({ hash: HASH, offset, total }, content.slice(offset, offset + length));
        for (const { offset, length, restart } of pieces) {
          send(offset, length);
          if (restart) room.restart();
          const { have, complete } = room.shelf().state(HASH);
          expect(room.bytesOf(HASH)).toBe(content.slice(0, have));
          expect(complete).toBe(have === total);
        }
        // Whoever asks and goes on from the answer comes to the end.
        for (let tries = 0; tries < 100 && !room.shelf().state(HASH).complete; tries += 1)
          send(room.shelf().state(HASH).have, 7);
        expect(room.shelf().state(HASH)).toEqual({ have: total, complete: true });
        expect(room.bytesOf(HASH)).toBe(content);
      }),
    );
  });

  it('[PI3] a piece of a picture of another length drops what is there, or begins anew', () => {
    const room = createRoom();
    room.take({ hash: HASH, offset: 0, total: 20 }, '0123456789');
    room.take({ hash: HASH, offset: 10, total: 15 }, 'abcde');
    expect([room.refusals, room.shelf().state(HASH).have]).toEqual([['upload-broken'], 0]);
    room.take({ hash: HASH, offset: 0, total: 20 }, '0123456789');
    room.take({ hash: HASH, offset: 0, total: 12 }, 'abc');
    expect([room.bytesOf(HASH), room.shelf().state(HASH).have]).toEqual(['abc', 3]);
  });

  it('[PI2] what is there is not taken again', () => {
    const room = createRoom({ ...LIMITS, blobBytes: 100 });
    for (let time = 0; time < 3; time += 1) room.take({ hash: HASH, offset: 0, total: 5 }, 'hello');
    expect([room.bytesOf(HASH), room.shelf().find(HASH)?.bytes]).toEqual(['hello', 5]);
    expect(room.shelf().refusal(95)).toBeNull();
    expect(room.shelf().refusal(96)?.code).toBe('pictures-full');
  });

  it('[PI5] a flow keeps so many bytes, counting what others have begun', () => {
    const room = createRoom();
    room.take({ hash: hashOf(1), offset: 0, total: 60 }, '0123456789');
    room.take({ hash: hashOf(2), offset: 0, total: 40 }, '0123456789');
    room.take({ hash: hashOf(3), offset: 0, total: 1 }, '0');
    room.take({ hash: hashOf(4), offset: 0, total: 61 }, '0');
    expect(room.refusals).toEqual(['pictures-full', 'picture-too-large']);
    room.restart();
    expect(room.shelf().refusal(1)?.code).toBe('pictures-full');
    room.forget(hashOf(2));
    expect(room.shelf().refusal(40)).toBeNull();
  });

  it('[PI5] so many are on their way at once; one that has rested makes room, the others are asked to wait', () => {
    const room = createRoom();
    const begin = (index: number, now: number) =>
      room.take({ hash: hashOf(index), offset: 0, total: 12 }, '01234', now);
    for (const index of [1, 2, 3]) begin(index, index);
    begin(4, 10);
    expect(room.refusals).toEqual(['rate-limited-here']);
    begin(4, 10 * 60_000 + 1);
    expect([1, 2, 3, 4].map((index) => room.shelf().state(hashOf(index)).have)).toEqual([0, 5, 5, 5]);
  });

  it('[PI5] what nobody goes on with is overdue after a day, not before', () => {
    const room = createRoom();
    room.take({ hash: HASH, offset: 0, total: 20 }, '0123456789', 1_000);
    const due = room.shelf().nextDue() ?? 0;
    expect(due).toBe(1_000 + LIMITS.uploadIdleMs);
    expect([room.shelf().overdue(due - 1), room.shelf().overdue(due)]).toEqual([[], [HASH]]);
    room.forget(HASH);
    expect(room.shelf().nextDue()).toBeNull();
  });

  it('pieces that fit nowhere are malformed and change nothing', () => {
    const room = createRoom();
    room.take({ hash: HASH, offset: 0, total: 20 }, '');
    room.take({ hash: HASH, offset: 0, total: 20 }, '01234567890');
    room.take({ hash: HASH, offset: 15, total: 20 }, '0123456789');
    expect(room.refusals).toEqual(['bad-frame', 'bad-frame', 'bad-frame']);
    expect(room.shelf().state(HASH)).toEqual({ have: 0, complete: false });
  });
});
