import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { chromium, type Browser, type Page } from 'playwright';
import { build, preview, type PreviewServer } from 'vite';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { readPictureHeader } from '#shared/picture-header.ts';
import { LIMITS } from '#shared/protocol/limits.ts';
import { CHROMIUM_ARGUMENTS } from '../chromium-arguments.ts';
import { findBrowser } from '../find-browser.mjs';
import { SECRET_CAMERA, SECRET_PLACE, withExif, withSegment } from '../fixtures/pictures/exif.ts';
import { makeBomb, makePng, type Paint } from '../fixtures/pictures/make-png.ts';
import type { PreparedFile, Shown } from './picture-page/page.ts';

/** The image work of the app in a real browser: its own decoders and encoders first, then the libraries. */

const root = fileURLToPath(new URL('picture-page', import.meta.url));
const outDir = mkdtempSync(join(tmpdir(), 'weft-picture-page-'));
let server: PreviewServer;
let browser: Browser;

beforeAll(async () => {
  await build({
    configFile: false,
    root,
    logLevel: 'error',
    worker: { format: 'es' },
    build: {
      outDir,
      emptyOutDir: true,
      target: 'es2023',
      assetsInlineLimit: 0,
      modulePreload: { polyfill: false },
      rolldownOptions: { input: `${root}/app.html` },
    },
  });
  server = await preview({
    configFile: false,
    logLevel: 'error',
    build: { outDir },
    preview: { host: '127.0.0.1', port: 4751 },
  });
  const executablePath = findBrowser();
  browser = await chromium.launch({
    ...(executablePath === undefined ? {} : { executablePath }),
    args: [...CHROMIUM_ARGUMENTS],
  });
});

afterAll(async () => {
  await browser.close();
  await server.close();
  rmSync(outDir, { recursive: true, force: true });
});

const RED: readonly [number, number, number, number] = [220, 20, 30, 255];
const BLUE: readonly [number, number, number, number] = [20, 40, 210, 255];
/** Left red, right blue; so that turning shows. */
const halves =
  (width: number): Paint =>
  (x) =>
    x < width / 2 ? RED : BLUE;
const noise: Paint = (x, y) => [(x * 97 + y * 31) % 256, (x * y) % 256, (x * 13 + y * y) % 256, 255];

const toBase64 = (bytes: Uint8Array) => Buffer.from(bytes).toString('base64');
const text = (base64: string) => Buffer.from(base64, 'base64').toString('latin1');
const isRed = ([red = 0, , blue = 0]: readonly number[] = []) => red > 150 && blue < 100;

interface Tools {
  readonly page: Page;
  readonly prepare: (bytes: Uint8Array, name?: string) => Promise<PreparedFile>;
  readonly kept: (bytes: Uint8Array, name?: string) => Promise<Extract<PreparedFile, { ok: true }>>;
  readonly look: (base64: string, places: readonly (readonly [number, number])[]) => Promise<Shown>;
  /** The browser writes this picture as a JPEG. */
  readonly jpeg: (png: Uint8Array, quality?: number) => Promise<Uint8Array>;
}

async function open(): Promise<Tools> {
  const page = await browser.newPage();
  await page.goto(`${server.resolvedUrls?.local[0] ?? ''}app.html`);
  await page.waitForFunction(() => 'pictureLevers' in window);
  const prepare = (bytes: Uint8Array, name = 'picture') =>
    page.evaluate(([base64, name]) => window.pictureLevers.prepare(base64, name), [
      toBase64(bytes),
      name,
    ] as const);
  return {
    page,
    prepare,
    async kept(bytes, name) {
      const prepared = await prepare(bytes, name);
      if (!prepared.ok) throw new Error(prepared.message);
      return prepared;
    },
    look: (base64, places) =>
      page.evaluate(([base64, places]) => window.pictureLevers.colours(base64, places), [
        base64,
        places,
      ] as const),
    async jpeg(png, quality = 0.9) {
      const base64 = await page.evaluate(
        async ([base64, quality]) => {
          const bytes = Uint8Array.from(atob(base64), (letter) => letter.charCodeAt(0));
          const bitmap = await createImageBitmap(new Blob([bytes]));
          const canvas = new OffscreenCanvas(bitmap.width, bitmap.height);
          canvas.getContext('2d')?.drawImage(bitmap, 0, 0);
          const blob = await canvas.convertToBlob({ type: 'image/jpeg', quality });
          let letters = '';
          for (const byte of new Uint8Array(await blob.arrayBuffer())) letters += String.fromCharCode(byte);
          return btoa(letters);
        },
        [toBase64(png), quality] as const,
      );
      return new Uint8Array(Buffer.from(base64, 'base64'));
    },
  };
}

/** As in a browser that draws in no worker. */
async function withoutCanvas({ page }: Tools): Promise<void> {
  // The worker begins with the first wish.
  await page.evaluate(() => window.pictureLevers.small('', 8));
  for (const worker of page.workers())
    await worker.evaluate(() => {
      delete (globalThis as { OffscreenCanvas?: unknown }).OffscreenCanvas;
    });
}

describe.each([
  { how: 'the browser’s own codecs', prepareTools: async (_tools: Tools) => undefined },
  { how: 'the libraries', prepareTools: withoutCanvas },
])('with $how', ({ prepareTools }) => {
  let tools: Tools;

  beforeAll(async () => {
    tools = await open();
    await prepareTools(tools);
  });
  afterAll(() => tools.page.close());

  it('[PI21] a photo lying on its side stands upright, and says nothing of place and camera', async () => {
    const png = makePng({ width: 400, height: 300, paint: halves(400) });
    const photo = withSegment(withExif(await tools.jpeg(png), 6), 0xfe, Buffer.from('at home'));
    expect(text(toBase64(photo))).toContain(SECRET_PLACE);
    const kept = await tools.kept(photo, 'photo.jpg');
    const shown = await tools.look(kept.base64, [
      [0.5, 0.2],
      [0.5, 0.8],
    ]);
    expect([kept.mediaType, shown.width, shown.height]).toEqual(['image/jpeg', 300, 400]);
    expect(shown.colours.map(isRed)).toEqual([true, false]);
    for (const told of ['Exif', SECRET_PLACE, SECRET_CAMERA, 'at home'])
      expect(text(kept.base64)).not.toContain(told);
  });

  it('[PI21] [PI23] a small photo keeps its pixels to the last bit without its metadata', async () => {
    const jpeg = await tools.jpeg(makePng({ width: 64, height: 48, paint: noise }));
    const kept = await tools.kept(withExif(jpeg, 1), 'photo.jpg');
    const again = await tools.kept(jpeg, 'other.jpg');
    expect(kept.base64).toBe(again.base64);
    expect(text(kept.base64)).not.toContain(SECRET_PLACE);
    const places = [
      [0.1, 0.1],
      [0.6, 0.7],
    ] as const;
    expect(await tools.look(kept.base64, places)).toEqual(await tools.look(toBase64(jpeg), places));
  });

  it('[PI22] a large photo has at most 2,048 pixels a side and 4 MB', async () => {
    const png = makePng({ width: 2_600, height: 1_300, paint: noise });
    const kept = await tools.kept(await tools.jpeg(png, 1), 'noise.jpg');
    const header = readPictureHeader(Buffer.from(kept.base64, 'base64'));
    expect(header?.mediaType).toBe('image/jpeg');
    expect(Math.max(header?.width ?? 0, header?.height ?? 0)).toBeLessThanOrEqual(LIMITS.pictureKeptSide);
    expect((header?.width ?? 0) / (header?.height ?? 1)).toBe(2);
    expect(Buffer.from(kept.base64, 'base64').byteLength).toBeLessThanOrEqual(LIMITS.pictureKeptBytes);
  });

  it('[PI22] what is see-through stays see-through', async () => {
    const paint: Paint = (x, y) => (x < 1_200 ? [200, 30, 40, y % 2 === 0 ? 0 : 0] : [10, 200, 90, 255]);
    const kept = await tools.kept(makePng({ width: 2_400, height: 40, paint, clear: true }), 'clear.png');
    const shown = await tools.look(kept.base64, [
      [0.1, 0.5],
      [0.9, 0.5],
    ]);
    expect(shown.width).toBe(LIMITS.pictureKeptSide);
    expect(shown.colours.map((colour) => colour[3])).toEqual([0, 255]);
  });

  it('a small picture of a picture, for lists', async () => {
    const png = makePng({ width: 300, height: 600, paint: halves(300) });
    const small = await tools.page.evaluate(
      (base64) => window.pictureLevers.small(base64, 96),
      toBase64(png),
    );
    expect([small?.width, small?.height]).toEqual([48, 96]);
    const none = await tools.page.evaluate(() => window.pictureLevers.small('bm8gcGljdHVyZQ==', 96));
    expect(none).toBeNull();
  });

  it('[PI20] what is no picture, or only half of one, is refused in words', async () => {
    const svg = '<svg xmlns="http://www.w3.org/2000/svg"><script>fetch("/")</script></svg>';
    const whole = await tools.jpeg(makePng({ width: 300, height: 300, paint: noise }));
    const damaged = makePng({ width: 40, height: 40, paint: noise }).map((byte, at) =>
      at > 60 && at < 400 ? 0 : byte,
    );
    const answers = [
      await tools.prepare(Buffer.from(svg), 'drawing.png'),
      await tools.prepare(Buffer.from('a text with the name of a picture'), 'photo.png'),
      await tools.prepare(whole.subarray(0, whole.byteLength / 2), 'half.jpg'),
      await tools.prepare(makeBomb(30_000, 30_000), 'bomb.png'),
      await tools.prepare(damaged, 'damaged.png'),
    ];
    expect(answers.map((answer) => (answer.ok ? 'taken' : answer.code))).toEqual([
      'not-a-picture',
      'not-a-picture',
      'not-a-picture',
      'picture-too-large',
      'not-a-picture',
    ]);
    // And then it goes on as if nothing had been.
    expect(await tools.prepare(whole)).toMatchObject({ ok: true });
  });
});

it('[PI23] both ways keep the same small picture by the same bytes', async () => {
  const [own, libraries] = [await open(), await open()];
  await withoutCanvas(libraries);
  const png = makePng({
    width: 120,
    height: 80,
    paint: noise,
    chunks: [['tEXt', Buffer.from(`Author\0${SECRET_CAMERA}`)]],
  });
  const kept = await own.kept(png);
  expect(kept.base64).toBe((await libraries.kept(png)).base64);
  expect(text(kept.base64)).not.toContain(SECRET_CAMERA);
  await own.page.close();
  await libraries.page.close();
});
