import { describe, expect, it } from 'vitest';
import { hashText } from '#shared/hash.ts';
import { canonicalJson } from '#shared/json.ts';
import { createMemoryStore } from '../storage/memory-store.ts';
import { createPictureKeeper, type KeeperRequest } from './picture-keeper.ts';
import { lookForPictures } from './picture-look.ts';

const [KNOWN, KEPT, NOWHERE] = ['a'.repeat(64), 'b'.repeat(64), 'c'.repeat(64)];
const image = (blob: string) => ({ blob, bytes: 9, mediaType: 'image/png' });
const completed = (output: unknown) => ({ type: 'execution.node.completed', data: { nodeId: 'n', output } });
const append = (...facts: unknown[]) => ({ type: 'host.append', data: { epoch: 1, facts } });
const inline = (blob: string) => completed({ kind: 'inline', output: { image: image(blob) } });

async function setUp() {
  const store = createMemoryStore();
  const asked: KeeperRequest[] = [];
  const keeper = createPictureKeeper(async (request) => {
    asked.push(request);
    return new Response(JSON.stringify({ sizes: [[KEPT, 9]] }));
  });
  const room = () => ({
    header: () => ({ flowId: 'f' }) as never,
    hasBlob: (hash: string) => hash === KNOWN,
    pictureBytes: () => null,
  });
  const long = canonicalJson({ text: 'x'.repeat(20_000), image: image(NOWHERE) });
  const words = canonicalJson({ text: `{"image":{"blob":"${NOWHERE}","bytes":9}` });
  for (const text of [long, words]) await store.putBlob(hashText(text), new TextEncoder().encode(text));
  return {
    asked,
    long,
    words,
    look: (values: unknown[]) => lookForPictures({ store, keeper, room }, values),
  };
}

describe('what a room has looked up before it considers a message', () => {
  it('[PI6] pictures of outputs and files that the run does not know are looked for in its flow', async () => {
    const { asked, look } = await setUp();
    const file = { type: 'file.put', data: { blob: NOWHERE } };
    const found = await look([append(inline(KNOWN), inline(KEPT)), file]);
    expect(asked.map(({ path, body }) => [path, new TextDecoder().decode(body ?? undefined)])).toEqual([
      ['/kept', JSON.stringify({ hashes: [KEPT, NOWHERE] })],
    ]);
    expect([...(found?.kept ?? [])]).toEqual([[KEPT, 9]]);
  });

  it('[PI6] the picture of an output that is a blob is found at its beginning, and nowhere else', async () => {
    const { long, words, look } = await setUp();
    const outputs = [long, words].map((text) => completed({ kind: 'blob', hash: hashText(text), bytes: 1 }));
    const found = await look([append(...outputs)]);
    expect([...(found?.inOutputs ?? [])]).toEqual([[hashText(long), { hash: NOWHERE, bytes: 9 }]]);
  });

  it('nothing is awaited when there is nothing to look for, whatever a frame holds', async () => {
    const { look } = await setUp();
    const odd = [
      null,
      5,
      'x',
      {},
      { type: 'host.append' },
      { type: 'host.append', data: { facts: [null, 7] } },
    ];
    expect(look([...odd, append(inline(KNOWN), completed({ kind: 'call', callId: 'c' }))])).toBeNull();
    expect(look([append(completed(null), completed({ kind: 'inline' }), inline('../../x'))])).toBeNull();
  });

  it('a flow that does not answer keeps nothing', async () => {
    for (const answer of [() => Promise.reject(new Error('away')), async () => null]) {
      const keeper = createPictureKeeper(answer);
      expect([...(await keeper.sizes('f', [KEPT]))]).toEqual([]);
      expect(await keeper.get('f', KEPT)).toBeNull();
      expect(await keeper.put('f', KEPT, new Uint8Array())).toBe(false);
    }
  });
});
