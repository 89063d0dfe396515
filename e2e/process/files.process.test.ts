import { randomBytes } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { FileWritten, LogEntry } from '#shared/run/events.ts';
import { foldEntries } from '#shared/run/reduce.ts';
import { emptyRun } from '#shared/run/state.ts';
import { startRecordingProxy, type RecordingProxy } from '../fixtures/recording-proxy.ts';
import { startWatchedRelay, type WatchedRelay } from '../security/watched-relay.ts';
import { createNodeRegistry } from '../../web/engine/node-registry.ts';
import { sketchFlow } from '../fixtures/sketch-flow.ts';
import { followRun } from '../tabs/follow-run.ts';
import { openNodeTab, type NodeTab } from '../tabs/node-tab.ts';

const registry = createNodeRegistry();
let relay: WatchedRelay;
let proxy: RecordingProxy;

beforeAll(async () => {
  proxy = await startRecordingProxy();
  relay = await startWatchedRelay({
    port: 4850,
    pageOrigins: [proxy.url],
    env: { WEFT_DEMO_PACE: '0' },
  });
  proxy.target = relay.url;
});

afterAll(async () => {
  await proxy.close();
  await relay.stop();
});

const WORDS = 'name,sum\nAnn,=1+1\n';
const keepsFiles = sketchFlow(
  'Keeps files',
  [
    { id: 'words', type: 'template', config: { text: WORDS } },
    { id: 'table', type: 'fileOutput', config: { name: 'sums.csv' } },
    { id: 'copy', type: 'fileOutput', config: { name: 'sums.csv' } },
    { id: 'picture', type: 'imageGenerator', config: { prompt: 'a red boat', width: 128, height: 128 } },
    { id: 'cover', type: 'fileOutput', config: { name: 'cover', format: 'picture' } },
  ],
  ['words > table', 'table > copy', 'picture > cover.image-in'],
);
const onlyTable = sketchFlow(
  'One file',
  [
    { id: 'words', type: 'template', config: { text: WORDS } },
    { id: 'table', type: 'fileOutput', config: { name: 'sums.csv' } },
  ],
  ['words > table'],
);

interface Flow {
  readonly open: (name: string, url?: string) => Promise<NodeTab>;
}

function newFlow(): Flow {
  const random = () => randomBytes(18).toString('base64url');
  const common = { flowId: random(), secret: random(), registry };
  return { open: (name, url = relay.url) => openNodeTab({ ...common, name, url, mayCreate: true }) };
}

const wish = { scope: { kind: 'all' }, demo: true, useCache: true } as const;
const filesIn = (entries: readonly LogEntry[], runId: string): FileWritten[] =>
  entries.flatMap((entry) =>
    entry.runId === runId && (entry.type === 'file.created' || entry.type === 'file.updated')
      ? [entry.data]
      : [],
  );

describe('files of a run, with the real relay', () => {
  it('[FI1, FI2] every run writes its files, whatever the cache knows, and names no two alike', async () => {
    const ann = await newFlow().open('Ann');
    const seen = followRun(ann);
    const first = await ann.start({ ...wish, document: keepsFiles });
    await seen.sealed;
    const second = await ann.start({ ...wish, document: keepsFiles });
    await seen.first((entry) => entry.type === 'execution.sealed' && entry.runId === second);
    for (const runId of [first, second]) {
      const files = filesIn(seen.entries(), runId);
      expect(files.map(({ name, nodeId }) => [nodeId, name]).sort()).toEqual([
        ['copy', 'sums (2).csv'],
        ['cover', 'cover.png'],
        ['table', 'sums.csv'],
      ]);
      const table = files.find(({ nodeId }) => nodeId === 'table');
      expect(await ann.engine.blobText(runId, table?.blob ?? '')).toEqual({
        ok: true,
        text: "name,sum\r\nAnn,'=1+1\r\n",
      });
      const cover = files.find(({ nodeId }) => nodeId === 'cover');
      const picture = await ann.engine.picture(runId, cover?.blob ?? '');
      expect(picture.ok && [picture.mediaType, picture.bytes.length]).toEqual(['image/png', cover?.bytes]);
    }
    ann.close();
  });

  it('[FI1] a host that dies between the upload and the file leaves one file, written by the next host', async () => {
    const { open } = newFlow();
    const ann = await open('Ann', proxy.url);
    const bob = await open('Bob');
    const seen = followRun(bob);
    let uploads = 0;
    proxy.onAnswer = (method, path) => {
      if (method !== 'PUT' || !path.includes('/blobs/')) return;
      uploads += 1;
      ann.kill();
    };
    const runId = await ann.start({ ...wish, document: onlyTable });
    expect(await bob.watch(runId)).toEqual({ ok: true });
    await seen.sealed;
    expect(uploads).toBe(1);
    const run = foldEntries(emptyRun(runId), seen.entries());
    expect(run).toMatchObject({ phase: 'completed', outcome: 'ok' });
    expect(run.files.map(({ name, version }) => [name, version])).toEqual([['sums.csv', 1]]);
    const hosts = seen
      .entries()
      .flatMap((entry) => (entry.type === 'execution.host.changed' ? [entry.data.host?.name ?? null] : []));
    expect(hosts.at(-1)).toBe('Bob');
    bob.close();
  });

  it('[FI1] a host that dies at any later point leaves one file', async () => {
    for (const type of ['file.created', 'execution.node.completed'] as const) {
      const { open } = newFlow();
      const [ann, bob] = [await open('Ann'), await open('Bob')];
      const [seenByAnn, seen] = [followRun(ann), followRun(bob)];
      const runId = await ann.start({ ...wish, document: onlyTable });
      expect(await bob.watch(runId)).toEqual({ ok: true });
      await seenByAnn.first((entry) => entry.type === type);
      ann.kill();
      await seen.sealed;
      expect(filesIn(seen.entries(), runId)).toHaveLength(1);
      bob.close();
    }
  });
});
