import { randomBytes } from 'node:crypto';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { hashBytes } from '#shared/hash.ts';
import { LIMITS } from '#shared/protocol/limits.ts';
import type { WeftError } from '#shared/run/errors.ts';
import type { BlobRef } from '#shared/run/output.ts';
import { startWatchedRelay, type WatchedRelay } from '../security/watched-relay.ts';
import { createApiClient, openApiClient, until, type ApiClient } from '../../relay/testing/api-client.ts';
import { createNodeRegistry } from '../../web/engine/node-registry.ts';
import { sketchFlow } from '../fixtures/sketch-flow.ts';
import { followRun } from '../tabs/follow-run.ts';
import { openNodeTab, type NodeTab } from '../tabs/node-tab.ts';

const registry = createNodeRegistry();
const PIECE = LIMITS.picturePieceBytes;
let relay: WatchedRelay;
let ann: ApiClient;

beforeAll(async () => {
  relay = await startWatchedRelay({ port: 4700, env: { WEFT_DEMO_PACE: '0' } });
  ann = await createApiClient(relay.url);
});

afterAll(async () => {
  await relay.stop();
});

/** A picture of so many bytes as far as its first bytes say, unlike any other. */
function pictureOf(size: number, width = 20, height = 10): Uint8Array {
  const bytes = new Uint8Array(randomBytes(size));
  bytes.set([137, 80, 78, 71, 13, 10, 26, 10, 0, 0, 0, 13, 73, 72, 68, 82]);
  const view = new DataView(bytes.buffer);
  view.setUint32(16, width);
  view.setUint32(20, height);
  return bytes;
}

const pathOf = (client: ApiClient, hash: string): string => `/api/flows/${client.flowId}/pictures/${hash}`;

async function sendPiece(client: ApiClient, bytes: Uint8Array, offset: number, hash = hashBytes(bytes)) {
  const piece = bytes.slice(offset, offset + PIECE);
  const path = `${pathOf(client, hash)}/${offset}-${bytes.length}`;
  const answer = await client.request('PUT', path, piece);
  const told = (await answer.json()) as { have?: number; complete?: boolean; error?: WeftError };
  return { status: answer.status, ...told };
}

async function sendWhole(client: ApiClient, bytes: Uint8Array, hash = hashBytes(bytes)) {
  let last = await sendPiece(client, bytes, 0, hash);
  for (let offset = PIECE; offset < bytes.length; offset += PIECE)
    last = await sendPiece(client, bytes, offset, hash);
  return last;
}

async function uploaded(client: ApiClient, hash: string) {
  const answer = await client.request('GET', `${pathOf(client, hash)}/upload`);
  return (await answer.json()) as { have: number; complete: boolean };
}

const bytesAt = async (client: ApiClient, path: string) => {
  const answer = await client.request('GET', path);
  return answer.ok ? hashBytes(new Uint8Array(await answer.arrayBuffer())) : answer.status;
};

/** How often these bytes lie anywhere in what the relay keeps. */
function timesOnDisk(marker: Uint8Array): number {
  const files = readdirSync(relay.stateDir, { recursive: true, withFileTypes: true }).filter((file) =>
    file.isFile(),
  );
  return files.reduce((times, file) => {
    const content = readFileSync(join(file.parentPath, file.name));
    let found = 0;
    for (let at = content.indexOf(marker); at >= 0; at = content.indexOf(marker, at + 1)) found += 1;
    return times + found;
  }, 0);
}

describe('pictures brought to a flow, with the real relay', { timeout: 60_000 }, () => {
  it('[PI3, PI4] an upload cut by kill -9 goes on where it was, and the bytes are the same', async () => {
    const bytes = pictureOf(3 * PIECE + 17);
    const hash = hashBytes(bytes);
    expect(await uploaded(ann, hash)).toEqual({ have: 0, complete: false });
    await sendPiece(ann, bytes, 0);
    expect(await sendPiece(ann, bytes, PIECE)).toMatchObject({ have: 2 * PIECE, complete: false });
    await relay.killWorkerd();
    await relay.untilHealthy();
    const told = await until(
      () => uploaded(ann, hash).catch(() => null),
      (state) => state !== null,
    );
    expect(told).toEqual({ have: 2 * PIECE, complete: false });
    // Said again, and too early: both are answered with where the next one belongs.
    expect(await sendPiece(ann, bytes, PIECE)).toMatchObject({ have: 2 * PIECE });
    expect(await sendPiece(ann, bytes, 3 * PIECE)).toMatchObject({ have: 2 * PIECE });
    await sendPiece(ann, bytes, 2 * PIECE);
    expect(await sendPiece(ann, bytes, 3 * PIECE)).toMatchObject({ have: bytes.length, complete: true });
    expect(await bytesAt(ann, pathOf(ann, hash))).toBe(hash);
    await relay.killWorkerd();
    await relay.untilHealthy();
    expect(await bytesAt(ann, pathOf(ann, hash))).toBe(hash);
  });

  it('[PI1] a wrong hash, a page, a bomb and too many bytes are refused with words, and leave nothing', async () => {
    const wrong = 'e'.repeat(64);
    const page = new TextEncoder().encode('<!doctype html><script>alert(1)</script>');
    const bomb = pictureOf(100, 60_000, 60_000);
    const answers = [
      await sendWhole(ann, pictureOf(PIECE + 5), wrong),
      await sendWhole(ann, page),
      await sendWhole(ann, bomb),
      await sendPiece(ann, pictureOf(LIMITS.blobBytes + 1), 0),
    ];
    expect(answers.map(({ status, error }) => [status, error?.code])).toEqual([
      [422, 'upload-broken'],
      [422, 'not-a-picture'],
      [413, 'picture-too-large'],
      [413, 'picture-too-large'],
    ]);
    for (const hash of [wrong, hashBytes(page), hashBytes(bomb)]) {
      expect(await uploaded(ann, hash)).toEqual({ have: 0, complete: false });
      expect(await bytesAt(ann, pathOf(ann, hash))).toBe(404);
    }
    const large = await ann.request('PUT', `${pathOf(ann, wrong)}/0-9`, new Uint8Array(PIECE + 1));
    expect(large.status).toBe(413);
  });

  it('[AU1] a viewer reads pictures of the flow and brings none', async () => {
    const bytes = pictureOf(500);
    await sendWhole(ann, bytes);
    const made = await ann.request('POST', `/api/flows/${ann.flowId}/links`, {
      ...{ role: 'viewer', name: 'Vera', endsAt: null },
    });
    const { secret } = (await made.json()) as { secret: string };
    const vera = await openApiClient(relay.url, ann.flowId, secret);
    expect(await bytesAt(vera, pathOf(vera, hashBytes(bytes)))).toBe(hashBytes(bytes));
    expect((await sendPiece(vera, pictureOf(400), 0)).status).toBe(403);
    const served = await vera.request('GET', pathOf(vera, hashBytes(bytes)));
    expect(served.headers.get('content-type')).toBe('application/octet-stream');
    expect(served.headers.get('content-security-policy')).toBe("default-src 'none'; sandbox");
    expect(served.headers.get('content-disposition')).toBe('attachment');
  });
});

/** A picture that somebody has put in. */
const pictureFlow = (image: BlobRef) =>
  sketchFlow('Pictures', [{ id: 'in', type: 'imageInput', config: { image: { ...image } } }], []);

async function openTab(flow: { flowId: string; secret: string }): Promise<NodeTab> {
  return openNodeTab({ ...flow, url: relay.url, registry, name: 'Ann' });
}

describe('pictures of a flow in its runs, with the real relay', { timeout: 60_000 }, () => {
  it('[PI2, PI6] over three runs a picture is stored once, and a run link reads what its run names and nothing else', async () => {
    const tab = await openTab(ann);
    const seen = followRun(tab);
    const [bytes, other] = [pictureOf(2 * PIECE + 3), pictureOf(900)];
    const [added, unused] = [await tab.engine.addPicture(bytes), await tab.engine.addPicture(other)];
    if (!added.ok || !unused.ok) throw new Error('The pictures were not taken.');
    await until(
      () => uploaded(ann, unused.picture.blob),
      ({ complete }) => complete,
    );
    const marker = bytes.slice(PIECE + 1_000, PIECE + 1_048);
    const before = timesOnDisk(marker);
    expect(before).toBeGreaterThan(0);
    const runs: string[] = [];
    for (let time = 0; time < 3; time += 1) {
      const document = pictureFlow(added.picture);
      const runId = await tab.start({ document, scope: { kind: 'all' }, demo: true, useCache: false });
      await seen.first((entry) => entry.type === 'execution.sealed' && entry.runId === runId);
      runs.push(runId);
      expect(await bytesAt(ann, `/api/runs/${runId}/blobs/${added.picture.blob}`)).toBe(added.picture.blob);
    }
    expect(timesOnDisk(marker)).toBeLessThanOrEqual(before);
    const made = await ann.request('POST', `/api/flows/${ann.flowId}/links`, {
      ...{ role: 'run-viewer', name: 'Rita', endsAt: null, runId: runs[0] },
    });
    const { secret } = (await made.json()) as { secret: string };
    const rita = await openApiClient(relay.url, ann.flowId, secret);
    const readBy = (runId: string | undefined, hash: string) =>
      bytesAt(rita, `/api/runs/${runId}/blobs/${hash}`);
    expect(await readBy(runs[0], added.picture.blob)).toBe(added.picture.blob);
    expect(await readBy(runs[0], unused.picture.blob)).toBe(404);
    expect(await readBy(runs[1], added.picture.blob)).toBe(404);
    expect(await bytesAt(rita, pathOf(rita, added.picture.blob))).toBe(403);
    tab.close();
  });

  it('[PI4] a picture added while the relay is away arrives when it is back, before the node that has it runs', async () => {
    const tab = await openTab(ann);
    const seen = followRun(tab);
    const bytes = pictureOf(PIECE + 9);
    await relay.killWorkerd();
    const added = await tab.engine.addPicture(bytes);
    if (!added.ok) throw new Error(added.error.message);
    expect(await tab.engine.flowPicture(added.picture.blob)).toMatchObject({ ok: true });
    await relay.untilHealthy();
    const document = pictureFlow(added.picture);
    const runId = await tab.start({ document, scope: { kind: 'all' }, demo: true, useCache: true });
    await seen.sealed;
    const output = await tab.engine.output(runId, 'in');
    expect(output).toMatchObject({ ok: true, output: { image: { blob: added.picture.blob } } });
    expect(await bytesAt(ann, pathOf(ann, added.picture.blob))).toBe(added.picture.blob);
    tab.close();
  });
});
