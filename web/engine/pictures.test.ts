import { beforeAll, describe, expect, it } from 'vitest';
import { hashBytes } from '#shared/hash.ts';
import type { CallRequest } from '#shared/run/call.ts';
import type { BlobRef, NodeOutput } from '#shared/run/output.ts';
import type { Plan } from '#shared/run/plan.ts';
import { nodeState } from '#shared/run/select.ts';
import { createKeptBlobs } from './kept-blobs.ts';
import { createMemoryCache } from './memory-cache.ts';
import { createMemoryPictures } from './memory-pictures.ts';
import { createNodeRegistry } from './node-registry.ts';
import { loadOutput } from './node-outputs.ts';
import type { OutputCache, PictureStore } from './ports.ts';
import type { FakeProvider } from './testing/fake-provider.ts';
import { createMemoryBlobs } from './testing/memory-blobs.ts';
import { hostOn } from './testing/test-host.ts';
import { testDefinition, testRegistry } from './testing/test-nodes.ts';
import { testEdge, testPlan, testPlanNode } from './testing/test-plan.ts';
import { createTestRoom, type TestRoom } from './testing/test-room.ts';
import { createVirtualClock } from './testing/virtual-clock.ts';

/** The smallest picture that says its size. */
const PNG = new Uint8Array([
  137, 80, 78, 71, 13, 10, 26, 10, 0, 0, 0, 13, 73, 72, 68, 82, 0, 0, 0, 2, 0, 0, 0, 3,
]);
const PICTURE: BlobRef = { blob: hashBytes(PNG), mediaType: 'image/png', bytes: PNG.length };
const MODEL = { provider: 'demo', model: 'demo', temperature: 0.7, maxOutputTokens: 2_500, parameters: {} };

/** Pictures for those who ask for one, a sentence for all others. */
const provider: FakeProvider = (request: CallRequest) => ({
  durationMs: 10,
  end:
    request.kind === 'image'
      ? { outcome: 'ok', retry: 'never', finishReason: 'stop', image: PICTURE }
      : {
          outcome: 'ok',
          retry: 'never',
          finishReason: 'stop',
          text: { kind: 'inline', text: 'A fox in snow.' },
        },
});

/** A character, a picture of her, what it shows, and a prompt with her in it. */
function bookPage(): Plan {
  const node = (id: string, type: string, config = {}, model: typeof MODEL | null = null) =>
    testPlanNode(id, { type, config, model, samples: model !== null });
  const nodes = [
    node('who', 'consistentCharacter', {
      characterName: 'Wren',
      characterDescription: 'gap tooth',
      characterImagePath: null,
    }),
    node('paint', 'imageGenerator', { prompt: 'a fox', width: null, height: null }, MODEL),
    node('see', 'imageDescriber', { image: null, notes: '' }, MODEL),
    node('swap', 'personasReplacer', { image: null }, MODEL),
    node('out', 'textOutput'),
  ];
  const edges = [
    testEdge(1, 2, { sourceHandle: 'image-out', targetHandle: 'image-in' }),
    testEdge(0, 3, { sourceHandle: 'adapter-out', targetHandle: 'adapter-0' }),
    testEdge(1, 3, { sourceHandle: 'image-out', targetHandle: 'image-in' }),
    testEdge(2, 4),
  ];
  return testPlan(nodes, edges);
}

const NODES = createNodeRegistry();
// Loading a runner takes longer than the virtual clock waits for promises.
beforeAll(() => Promise.all(bookPage().nodes.map(({ type }) => NODES.runnerOf(type))));

interface Browser {
  readonly cache: OutputCache;
  readonly pictures: PictureStore;
}

const browser = (): Browser => ({ cache: createMemoryCache(), pictures: createMemoryPictures() });

async function runPage(where: Browser, plan = bookPage()): Promise<TestRoom> {
  const clock = createVirtualClock();
  const room = createTestRoom({ clock, plan, provider });
  hostOn(room, { registry: NODES, clock, ...where });
  await room.blobs.put(PNG);
  await clock.run();
  return room;
}

const outputOf = (room: TestRoom, id: string): Promise<NodeOutput> => {
  const node = nodeState(room.state(), id);
  if (node?.output == null) throw new Error(`${id} has no output`);
  return loadOutput(node.output, node, room.blobs);
};

describe('pictures in a run', () => {
  it('are made, seen, given characters and handed on by the nodes for them', async () => {
    const room = await runPage(browser());
    expect(room.state().phase).toBe('completed');
    expect(await outputOf(room, 'paint')).toEqual({ image: PICTURE, text: 'a fox' });
    expect(await outputOf(room, 'see')).toEqual({ image: PICTURE, text: 'A fox in snow.' });
    expect(await outputOf(room, 'swap')).toEqual({ text: 'A fox in snow.' });
    expect(await outputOf(room, 'out')).toEqual({ text: 'A fox in snow.' });
    const looking = room.requests.flatMap(({ request }) =>
      request.kind === 'text' ? [request.messages.at(-1)?.content[0]] : [],
    );
    const part = { type: 'image', blob: PICTURE.blob, mediaType: 'image/png' };
    expect(looking).toEqual([part, part]);
  });

  it('come from the cache at no cost, and their bytes come along into the new run', async () => {
    const where = browser();
    await runPage(where);
    const clock = createVirtualClock();
    const again = createTestRoom({ clock, plan: bookPage(), provider });
    hostOn(again, { registry: NODES, clock, ...where });
    await clock.run();
    expect(again.state().phase).toBe('completed');
    expect(again.requests).toEqual([]);
    expect(await again.blobs.get(PICTURE.blob)).toEqual(PNG);
  });

  it('whose bytes are gone everywhere are made anew instead of failing', async () => {
    const where = browser();
    await runPage(where);
    await where.pictures.clear();
    const room = await runAgain(where);
    expect(room.state().phase).toBe('completed');
    expect(room.requests.some(({ request }) => request.kind === 'image')).toBe(true);
  });

  async function runAgain(where: Browser): Promise<TestRoom> {
    const clock = createVirtualClock();
    const room = createTestRoom({
      clock,
      plan: bookPage(),
      provider: (request, callId) => {
        if (request.kind === 'image') void room.blobs.put(PNG);
        return provider(request, callId);
      },
    });
    hostOn(room, { registry: NODES, clock, ...where });
    await clock.run();
    return room;
  }

  it('an output that is nothing but one call’s picture refers to that call', async () => {
    const definition = testDefinition('only', { outputKeys: ['image'] });
    const registry = testRegistry([
      {
        definition,
        run: async ({ paint }) => ({
          image: await paint({ prompt: 'x', purpose: { task: 't', details: {}, subject: '' } }),
        }),
      },
    ]);
    const clock = createVirtualClock();
    const room = createTestRoom({
      clock,
      plan: testPlan([testPlanNode('n', { type: 'only', model: MODEL })], []),
      provider,
    });
    hostOn(room, { registry, clock });
    await clock.run();
    expect(nodeState(room.state(), 'n')?.output).toMatchObject({ kind: 'call' });
    expect(await outputOf(room, 'n')).toEqual({ image: PICTURE });
  });
});

describe('blobs that a browser remembers', () => {
  it('pictures are fetched once, texts every time', async () => {
    const run = createMemoryBlobs();
    let fetched = 0;
    const counting = { put: run.put, get: (hash: string) => ((fetched += 1), run.get(hash)) };
    const pictures = createMemoryPictures();
    const [picture, text] = [await run.put(PNG), await run.put(new TextEncoder().encode('words'))];
    const flow = { here: pictures.get, seen: pictures.put, deliver: async () => true };
    const kept = createKeptBlobs({ run: counting, flow });
    for (const hash of [picture, picture, text, text]) await kept.get(hash);
    expect(fetched).toBe(3);
  });

  it('the oldest pictures go when there is no room, the newest stays', async () => {
    const pictures = createMemoryPictures(30);
    await pictures.put('one', PNG);
    await pictures.put('two', PNG);
    expect([await pictures.get('one'), await pictures.get('two')]).toEqual([null, PNG]);
  });
});
