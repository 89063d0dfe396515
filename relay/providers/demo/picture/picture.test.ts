import { describe, expect, it } from 'vitest';
import { readPictureHeader } from '#shared/picture-header.ts';
import { hashBytes } from '#shared/hash.ts';
import { createManualTimers, imageRequest, recordCall } from '../../testing/harness.ts';
import { createRandom } from '../random.ts';
import { demoRequest } from '../testing.ts';
import { describePicture } from './describe-picture.ts';
import { drawPicture } from './draw-picture.ts';
import { readPng, writePng } from './png.ts';
import { readScene } from './read-scene.ts';

const AT_ONCE = { WEFT_DEMO_PACE: '0' };
const draw = (prompt: string, size?: { width: number; height: number }): Promise<Uint8Array> =>
  drawPicture(prompt, size, createRandom(1));

describe('what a prompt names', () => {
  it.each([
    ['A red boat on the sea at night', 'dark blue', 'blue', ['boat red']],
    ['Ein roter Fuchs vor einem weißen Haus im Schnee', 'light blue', 'white', ['fox red', 'house white']],
    ['Un barco azul y una casa roja en la playa', 'light blue', 'beige', ['boat blue', 'house red']],
    ['The red boats, the house', 'light blue', 'light green', ['boat red', 'house null']],
  ])('%s', (prompt, sky, ground, things) => {
    const scene = readScene(prompt);
    expect([scene.sky, scene.ground]).toEqual([sky, ground]);
    expect(scene.things.map(({ noun, colour }) => `${noun} ${colour}`)).toEqual(things);
  });
});

describe('the picture', () => {
  it('[DM2] the same prompt has the same bytes, another prompt others', async () => {
    const [one, again, other] = await Promise.all(['a fox', 'a fox', 'a red fox'].map((text) => draw(text)));
    expect(one).toEqual(again);
    expect(one).not.toEqual(other);
  });

  it.each([
    [undefined, 768, 576],
    [{ width: 320, height: 640 }, 320, 640],
    [{ width: 4096, height: 1024 }, 1024, 256],
    [{ width: 64, height: 4096 }, 16, 1024],
  ])('wish %j becomes %d by %d', async (size, width, height) => {
    expect(readPictureHeader(await draw('a cat and a dog', size))).toEqual({
      mediaType: 'image/png',
      width,
      height,
    });
  });

  it.each(['', '灯台', '🦊', 'x'.repeat(20_000)])('"%.10s" is drawn too', async (prompt) => {
    expect(readPictureHeader(await draw(prompt))).not.toBeNull();
  });
});

describe('PNG', () => {
  it('what is written is read again, pixel by pixel', async () => {
    const pixels = Uint8Array.from({ length: 7 * 5 * 3 }, (_, index) => (index * 37) % 256);
    const read = await readPng(await writePng(7, 5, pixels));
    for (let index = 0; index < 35; index += 1)
      expect(read?.at(index % 7, Math.floor(index / 7))).toEqual([
        ...pixels.subarray(index * 3, index * 3 + 3),
      ]);
  });

  it('broken anywhere it is no picture or another one, and never throws', async () => {
    const whole = await writePng(4, 4, new Uint8Array(48).fill(9));
    for (let at = 8; at < whole.length; at += 1) {
      const broken = whole.slice();
      broken[at] = (broken[at] ?? 0) ^ 0x55;
      await expect(readPng(broken)).resolves.toBeDefined();
      await expect(readPng(whole.subarray(0, at))).resolves.toBeDefined();
    }
  });

  it('a small file that claims a huge picture is not unpacked', async () => {
    const bomb = await writePng(4, 4, new Uint8Array(48));
    new DataView(bomb.buffer).setUint32(16, 60_000);
    new DataView(bomb.buffer).setUint32(20, 60_000);
    expect(await readPng(bomb)).toBeNull();
    expect(await describePicture(bomb)).toContain('60000 by 60000');
  });
});

describe('what the demo sees', () => {
  it('names size, colours and places from the pixels alone', async () => {
    const seen = await describePicture(await draw('A red boat on the sea at night'));
    for (const part of ['768 by 576', 'dark', 'upper part is dark blue', 'lower part blue', 'something red'])
      expect(seen).toContain(part);
  });

  it('says of other kinds that it cannot unpack them', async () => {
    const jpeg = new Uint8Array([0xff, 0xd8, 0xff, 0xc0, 0, 17, 8, 0, 0x20, 0, 0x40, 3, 1, 0x22, 0]);
    expect(await describePicture(jpeg)).toMatch(/64 by 32 pixels, JPEG.*cannot say/);
  });
});

describe('calls', () => {
  it('a picture is stored before the call has ended, costs nothing and is what was drawn', async () => {
    const { end, stored, sent } = await recordCall(
      imageRequest({ provider: 'demo', model: 'demo' }),
      AT_ONCE,
    );
    expect(end).toMatchObject({ outcome: 'ok', costMicroUsd: 0, image: { mediaType: 'image/png' } });
    const bytes = stored.get(end.image?.blob ?? '');
    expect(bytes?.byteLength).toBe(end.image?.bytes);
    expect(hashBytes(bytes ?? new Uint8Array())).toBe(end.image?.blob);
    expect(sent).toBe(1);
  });

  it('a picture that cannot be kept is a failure that people decide on, free here', async () => {
    const { end } = await recordCall(imageRequest({ provider: 'demo', model: 'demo' }), AT_ONCE, {
      storeBlob: () => Promise.reject(new Error('disk full')),
    });
    expect(end).toMatchObject({ outcome: 'error', retry: 'safe', error: { code: 'storage-failed' } });
    expect(end.image).toBeUndefined();
  });

  it('stops while it draws', async () => {
    const controller = new AbortController();
    const timers = createManualTimers();
    const ended = recordCall(
      imageRequest({ provider: 'demo', model: 'demo' }),
      {},
      { timers, signal: controller.signal },
    );
    while (timers.pending() === 0) await new Promise((resolve) => setImmediate(resolve));
    controller.abort();
    expect((await ended).end).toMatchObject({ outcome: 'aborted' });
  });

  it('describes the pixels of a picture, and repeats the notes', async () => {
    const picture = await draw('A red boat on the sea');
    const { end } = await recordCall(
      demoRequest(
        'describe',
        '',
        { notes: 'look at the sail' },
        {
          messages: [
            { role: 'user', content: [{ type: 'image', blob: 'a'.repeat(64), mediaType: 'image/png' }] },
          ],
        },
      ),
      AT_ONCE,
      { loadBlob: async () => picture },
    );
    const text = end.text?.kind === 'inline' ? end.text.text : '';
    expect(text).toContain('something red');
    expect(text).toContain('look at the sail');
  });
});
