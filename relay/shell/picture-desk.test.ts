import { describe, expect, it } from 'vitest';
import { hashBytes } from '#shared/hash.ts';
import { roomLimits, type RoomLimits } from '../core/room-config.ts';
import { createMemoryPictureStore } from '../storage/memory-picture-store.ts';
import { createPictureDesk } from './picture-desk.ts';

/** A picture as far as its first bytes say, of so many bytes. */
function png(size: number, side = 4): Uint8Array {
  const bytes = new Uint8Array(size);
  bytes.set([137, 80, 78, 71, 13, 10, 26, 10, 0, 0, 0, 13, 73, 72, 68, 82]);
  const view = new DataView(bytes.buffer);
  view.setUint32(16, side);
  view.setUint32(20, side);
  return bytes;
}

async function setUp(lower: Partial<RoomLimits> = {}, store = createMemoryPictureStore()) {
  const at = { now: 1_000 };
  const alarms: number[] = [];
  const limits = roomLimits({ picturePieceBytes: 100, ...lower });
  const desk = createPictureDesk({
    ...{ store, limits, now: () => at.now },
    setAlarm: (time) => void alarms.push(time),
  });
  await desk.ready();
  const send = (bytes: Uint8Array, offset = 0, hash = hashBytes(bytes)) =>
    desk.takePiece(hash, { offset, total: bytes.length, bytes: bytes.slice(offset, offset + 100) });
  return { desk, store, at, alarms, limits, send };
}

const codeOf = (taken: { readonly ok: boolean; readonly error?: { readonly code: string } }) =>
  taken.ok ? 'ok' : taken.error?.code;

describe('the desk of a flow’s pictures', () => {
  it('[PI3] pieces from several tabs at once come together in their order', async () => {
    const { desk, send } = await setUp();
    const bytes = png(250);
    await Promise.all([0, 0, 100, 100, 200, 200].map((offset) => send(bytes, offset)));
    expect(desk.uploaded(hashBytes(bytes))).toEqual({ have: 250, complete: true });
    expect(await desk.get(hashBytes(bytes))).toEqual(bytes);
    expect(desk.sizeOf(hashBytes(bytes))).toBe(250);
  });

  it('[PI3] a restart in the middle goes on where it was', async () => {
    const first = await setUp();
    const bytes = png(250);
    await first.send(bytes);
    const { desk, send } = await setUp({}, first.store);
    expect(desk.uploaded(hashBytes(bytes))).toEqual({ have: 100, complete: false });
    await send(bytes, 100);
    await send(bytes, 200);
    expect(await desk.get(hashBytes(bytes))).toEqual(bytes);
  });

  it('[PI1] what is not what its name says, or no picture, or a bomb, leaves nothing behind', async () => {
    const { desk, store, send } = await setUp();
    const text = new TextEncoder().encode('<svg onload="alert(1)"/>'.repeat(6));
    expect(codeOf(await send(png(90), 0, 'a'.repeat(64)))).toBe('upload-broken');
    expect(codeOf(await send(text))).toBe('ok');
    expect(codeOf(await send(text, 100))).toBe('not-a-picture');
    expect(codeOf(await send(png(90, 60_000)))).toBe('picture-too-large');
    expect(await store.load()).toEqual({ kept: [], open: [] });
    expect(await store.bytes(hashBytes(text))).toBeNull();
    expect(await desk.get(hashBytes(text))).toBeNull();
  });

  it('[PI2] a whole picture from the relay takes the place of one on its way, and is kept once', async () => {
    const { desk, send, store } = await setUp();
    const bytes = png(250);
    await send(bytes);
    for (let time = 0; time < 2; time += 1)
      expect(codeOf(await desk.takeWhole(hashBytes(bytes), bytes))).toBe('ok');
    expect((await store.load()).kept).toHaveLength(1);
    expect(await desk.get(hashBytes(bytes))).toEqual(bytes);
    expect((await send(bytes, 100)).ok).toBe(true);
    expect(await store.bytes(hashBytes(bytes))).toEqual(bytes);
  });

  it('[PI5] asks to be woken, and drops what nobody has gone on with for a day', async () => {
    const { desk, send, store, at, alarms, limits } = await setUp();
    const bytes = png(250);
    await send(bytes);
    expect(alarms.at(-1)).toBe(1_000 + limits.uploadIdleMs);
    at.now += limits.uploadIdleMs - 1;
    await desk.tick();
    expect(desk.uploaded(hashBytes(bytes)).have).toBe(100);
    at.now += 1;
    await desk.tick();
    expect(await store.load()).toEqual({ kept: [], open: [] });
    // A room that slept through its alarm drops it when it wakes.
    await send(bytes);
    at.now += limits.uploadIdleMs;
    const later = createPictureDesk({ store, limits, now: () => at.now, setAlarm: () => undefined });
    await later.ready();
    expect(later.uploaded(hashBytes(bytes)).have).toBe(0);
  });
});
