import { describe, expect, it } from 'vitest';
import { hashBytes } from '#shared/hash.ts';
import { toWeftError, weftError, WeftFailure } from '#shared/run/errors.ts';
import { createKeptBlobs } from './kept-blobs.ts';
import { createLatePictures } from './late-pictures.ts';
import { createMemoryPictureOutbox } from './memory-picture-outbox.ts';
import { createMemoryPictures } from './memory-pictures.ts';
import { openPictures } from './open-pictures.ts';
import type { PictureRoom } from './ports.ts';
import { createMemoryBlobs } from './testing/memory-blobs.ts';
import { createVirtualClock } from './testing/virtual-clock.ts';

/** The smallest picture that says its size. */
const PNG = new Uint8Array([
  ...[137, 80, 78, 71, 13, 10, 26, 10, 0, 0, 0, 13, 73, 72, 68, 82],
  ...[0, 0, 0, 2, 0, 0, 0, 3],
]);
const HASH = hashBytes(PNG);
const AWAY = new WeftFailure(weftError('relay-unreachable', 'Away.', { retryable: true }));

/** A room that takes pictures whole, until it is told to refuse or to be away. */
function fakeRoom() {
  const kept = new Map<string, Uint8Array>();
  const state = { refuses: null as WeftFailure | null, asked: 0 };
  const answer = <T>(value: () => T) => {
    state.asked += 1;
    if (state.refuses) throw state.refuses;
    return value();
  };
  const room: PictureRoom = {
    uploaded: async (hash) => answer(() => ({ have: kept.get(hash)?.length ?? 0, complete: kept.has(hash) })),
    putPiece: async (hash, { bytes }) =>
      answer(() => {
        kept.set(hash, bytes);
        return { have: bytes.length, complete: true };
      }),
    getPicture: async (hash) =>
      answer(() => {
        const bytes = kept.get(hash);
        if (bytes === undefined) throw new WeftFailure(weftError('not-found', 'Gone.'));
        return bytes;
      }),
  };
  return { room, kept, state };
}

function setUp() {
  const { room, kept, state } = fakeRoom();
  const clock = createVirtualClock();
  const [pictures, outbox] = [createMemoryPictures(), createMemoryPictureOutbox()];
  const opened = openPictures({ clock, pictures, room, outbox, onChange: () => undefined });
  const run = createMemoryBlobs();
  const late = createLatePictures(pictures, async () => opened);
  return {
    ...opened,
    room,
    kept,
    state,
    clock,
    pictures,
    outbox,
    run,
    late,
    ofRun: createKeptBlobs({ run, flow: late.forRuns }),
  };
}

const codeOf = (work: Promise<unknown>) =>
  work.then(
    () => 'ok',
    (caught: unknown) => toWeftError(caught).code,
  );

describe('the pictures of a flow, in a browser', () => {
  it('[PI1] takes pictures and nothing else', async () => {
    const { flow, outbox } = setUp();
    expect(await codeOf(flow.add(new TextEncoder().encode('<svg onload="alert(1)"/>')))).toBe(
      'not-a-picture',
    );
    expect(await outbox.list()).toEqual([]);
    expect(await flow.add(PNG)).toEqual({ blob: HASH, mediaType: 'image/png', bytes: PNG.length });
  });

  it('[PI4] shows a picture at once, also when nobody can be reached, and says so when the disk refuses', async () => {
    const { flow, state, outbox, clock, kept } = setUp();
    state.refuses = AWAY;
    await flow.add(PNG);
    expect(await flow.get(HASH)).toEqual({ bytes: PNG, mediaType: 'image/png' });
    expect(await outbox.list()).toHaveLength(1);
    state.refuses = null;
    await clock.run();
    expect([kept.has(HASH), await outbox.list()]).toEqual([true, []]);
    const full = { ...outbox, put: () => Promise.reject(new Error('quota')) };
    const other = openPictures({ ...setUp(), outbox: full, onChange: () => undefined });
    expect(await codeOf(other.flow.add(PNG))).toBe('storage-failed');
  });

  it('fetches what somebody else has put in, once', async () => {
    const { flow, kept, state } = setUp();
    kept.set(HASH, PNG);
    await flow.get(HASH);
    const before = state.asked;
    expect(await flow.get(HASH)).toEqual({ bytes: PNG, mediaType: 'image/png' });
    expect(state.asked).toBe(before);
    expect(await codeOf(flow.get('a'.repeat(64)))).toBe('not-found');
  });

  it('[PI2] a run may name a picture when its flow has it: nothing is sent twice, and nothing to the run', async () => {
    const { kept, ofRun, run, pictures, state } = setUp();
    await pictures.put(HASH, PNG);
    await ofRun.keep(HASH);
    expect([kept.get(HASH), run.size()]).toEqual([PNG, 0]);
    const before = state.asked;
    await ofRun.keep(HASH);
    expect(state.asked).toBe(before);
  });

  it('[PI7] a flow that is full does not stop a run: the run keeps the picture', async () => {
    const { ofRun, run, pictures, state } = setUp();
    await pictures.put(HASH, PNG);
    state.refuses = new WeftFailure(weftError('pictures-full', 'Full.'));
    await ofRun.keep(HASH);
    expect(await run.get(HASH)).toEqual(PNG);
  });

  it('a picture that nobody has is missing', async () => {
    const { ofRun, run } = setUp();
    expect(await codeOf(ofRun.keep(HASH))).toBe('blob-missing');
    expect(run.size()).toBe(0);
  });

  it('what cannot be fetched yet is fetched by the next who needs it, and runs make do until then', async () => {
    const { flow, uploads, pictures } = setUp();
    let tries = 0;
    const late = createLatePictures(pictures, async () => {
      tries += 1;
      if (tries === 1) throw new Error('the relay is away');
      return { flow, uploads };
    });
    await pictures.put(HASH, PNG);
    expect(await late.forRuns.here(HASH)).toEqual(PNG);
    expect(late.now()).toBeNull();
    expect((await late.load()).flow).toBe(flow);
    expect([late.now()?.flow, tries]).toEqual([flow, 2]);
  });
});
