import { randomBytes } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { readPictureHeader } from '#shared/picture-header.ts';
import type { LogEntry } from '#shared/run/events.ts';
import { startWatchedRelay, type WatchedRelay } from '../security/watched-relay.ts';
import {
  startPictureServer,
  TEST_PNG,
  type PictureServer,
} from '../../relay/providers/testing/picture-server.ts';
import { createNodeRegistry } from '../../web/engine/node-registry.ts';
import { sketchFlow } from '../fixtures/sketch-flow.ts';
import { followRun } from '../tabs/follow-run.ts';
import { openNodeTab, type NodeTab } from '../tabs/node-tab.ts';

const KEY = 'sk-canary-of-pictures-7b20e9d4';
const registry = createNodeRegistry();
let relay: WatchedRelay;
let provider: PictureServer;

beforeAll(async () => {
  provider = await startPictureServer(KEY);
  relay = await startWatchedRelay({
    port: 4812,
    env: {
      FIREWORKS_API_KEY: KEY,
      WEFT_PROVIDER_BASE_URLS: JSON.stringify({ fireworks: provider.url }),
      WEFT_DEMO_PACE: '0',
    },
  });
});

afterAll(async () => {
  await relay.stop();
  await provider.close();
});

/** A page of a picture book: a character and a scene, the story's picture, and what it shows. */
const bookPage = sketchFlow(
  'Picture book',
  [
    {
      id: 'wren',
      type: 'consistentCharacter',
      config: { characterName: 'Wren', characterDescription: 'Eight years old, gap tooth.' },
    },
    { id: 'scene', type: 'sceneBuilder', config: { timeOfDay: 'night' } },
    {
      id: 'idea',
      type: 'initialPrompt',
      config: { text: 'A red boat and a lighthouse on the sea at night.' },
    },
    { id: 'story', type: 'storyTeller' },
    { id: 'picture', type: 'imageGenerator', config: { width: 320, height: 240 } },
    { id: 'seen', type: 'imageDescriber', config: { notes: 'Look at the boat.' } },
    { id: 'swapped', type: 'personasReplacer' },
    { id: 'page', type: 'textOutput' },
  ],
  [
    'idea > story',
    'wren > story.adapter-0',
    'idea > picture',
    'scene > picture',
    'picture > seen.image-in',
    'picture > swapped.image-in',
    'wren > swapped.adapter-0',
    'story > page',
    'seen > page',
  ],
);

async function openTab(): Promise<NodeTab> {
  const random = () => randomBytes(18).toString('base64url');
  return openNodeTab({
    flowId: random(),
    secret: random(),
    url: relay.url,
    registry,
    name: 'Ann',
    mayCreate: true,
  });
}

const outputOf = async (tab: NodeTab, runId: string, nodeId: string) => {
  const answer = await tab.engine.output(runId, nodeId);
  if (!answer.ok) throw new Error(answer.error.message);
  return answer.output;
};

const endsIn = (entries: readonly LogEntry[], runId: string) =>
  entries.flatMap((entry) => (entry.type === 'call.ended' && entry.runId === runId ? [entry.data.end] : []));

/** Two words of the log that say how the run went. */
const outcomeIn = (entries: readonly LogEntry[], runId: string) =>
  entries.flatMap((entry) =>
    entry.type === 'execution.completed' && entry.runId === runId ? [entry.data.outcome] : [],
  );

describe('pictures, with the real relay', () => {
  it('[DM2] a page of a picture book: made, seen and told by the demo, then from the cache at no cost', async () => {
    const tab = await openTab();
    const seen = followRun(tab);
    const wish = { document: bookPage, scope: { kind: 'all' }, demo: true, useCache: true } as const;
    const runId = await tab.start(wish);
    await seen.sealed;
    expect(outcomeIn(seen.entries(), runId)).toEqual(['ok']);
    const { image, text } = await outputOf(tab, runId, 'picture');
    expect(text).toContain('A red boat');
    const picture = await tab.engine.picture(runId, image?.blob ?? '');
    const header = picture.ok ? readPictureHeader(picture.bytes) : null;
    expect(header).toEqual({ mediaType: 'image/png', width: 320, height: 240 });
    const description = (await outputOf(tab, runId, 'seen')).text ?? '';
    for (const part of ['320 by 240', 'something red', 'Look at the boat'])
      expect(description).toContain(part);
    expect((await outputOf(tab, runId, 'swapped')).text).toContain('gap tooth');
    expect((await outputOf(tab, runId, 'page')).text).toContain('something red');
    expect(endsIn(seen.entries(), runId).every(({ costMicroUsd }) => costMicroUsd === 0)).toBe(true);

    const again = await tab.start(wish);
    await seen.first((entry) => entry.type === 'execution.sealed' && entry.runId === again);
    expect([outcomeIn(seen.entries(), again), endsIn(seen.entries(), again)]).toEqual([['ok'], []]);
    expect(await tab.engine.picture(again, image?.blob ?? '')).toMatchObject({ ok: true });
    tab.close();
  });

  it('[CA1] a picture of a provider that is asked until it is ready is handed in once and costs its price', async () => {
    const tab = await openTab();
    const seen = followRun(tab);
    const document = sketchFlow(
      'One picture',
      [
        {
          id: 'picture',
          type: 'imageGenerator',
          config: { prompt: 'a fox' },
          model: 'fireworks/flux-kontext-pro',
        },
      ],
      [],
    );
    const runId = await tab.start({ document, scope: { kind: 'all' }, demo: false, useCache: true });
    await seen.sealed;
    expect(endsIn(seen.entries(), runId)).toMatchObject([{ outcome: 'ok', costMicroUsd: 40_000 }]);
    const { image } = await outputOf(tab, runId, 'picture');
    expect(image).toMatchObject({ mediaType: 'image/png', bytes: TEST_PNG.length });
    expect(provider.requests.filter(({ path }) => !path.endsWith('/get_result'))).toHaveLength(1);
    tab.close();
  });
});
