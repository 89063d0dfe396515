import { beforeAll, describe, expect, it } from 'vitest';
import { hashBytes } from '#shared/hash.ts';
import type { Role } from '#shared/protocol/roles.ts';
import { createInProcessRelay, type InProcessRelay } from '../testing/in-process-relay.ts';

/** A picture as far as its first bytes say; another one for each number. */
function png(number: number): Uint8Array {
  const bytes = new Uint8Array(40);
  bytes.set([137, 80, 78, 71, 13, 10, 26, 10, 0, 0, 0, 13, 73, 72, 68, 82, 0, 0, 0, 2, 0, 0, 0, 3]);
  bytes[39] = number;
  return bytes;
}

const [NAMED, OTHER, OWN] = [png(1), png(2), png(3)];
let relay: InProcessRelay;
let n = 0;

const put = (bytes: Uint8Array) =>
  relay.api(
    'PUT',
    `/api/flows/${relay.flowId}/pictures/${hashBytes(bytes)}/0-${bytes.length}`,
    relay.tokens.owner,
    bytes,
  );

const readOfRun = (bytes: Uint8Array, role: Role) =>
  relay.api('GET', `/api/runs/${relay.runId}/blobs/${hashBytes(bytes)}`, relay.tokens[role]);

/** The host's word that a node has put a picture out. @returns the code of the refusal, or null. */
async function complete(bytes: Uint8Array): Promise<string | null> {
  n += 1;
  const image = { blob: hashBytes(bytes), mediaType: 'image/png', bytes: bytes.length };
  const data = {
    ...{ nodeId: 'a', round: 0, source: 'local', cacheKey: null, outputHash: 'f'.repeat(64) },
    output: { kind: 'inline', output: { image } },
  };
  const facts = [{ type: 'execution.node.completed', data }];
  const command = { clientId: 'c', n, type: 'host.append', data: { epoch: 1, facts, afresh: true } };
  const poll = { clientId: 'c', after: 0, commands: [command] };
  const answer = await relay.api('POST', `/api/runs/${relay.runId}/poll`, relay.tokens.owner, poll);
  const { acks } = (await answer.json()) as { acks: { data: { error?: { code: string } } }[] };
  return acks[0]?.data.error?.code ?? null;
}

beforeAll(async () => {
  relay = await createInProcessRelay();
});

describe('[PI6] pictures read through a run', () => {
  it('are those that it names, for whoever may read the run, and no others of its flow', async () => {
    for (const bytes of [NAMED, OTHER]) expect((await put(bytes)).status).toBe(200);
    expect((await readOfRun(NAMED, 'run-viewer')).status).toBe(404);
    expect(await complete(NAMED)).toBeNull();
    for (const role of ['owner', 'editor', 'viewer', 'run-viewer', 'run-answerer'] as const) {
      const read = await readOfRun(NAMED, role);
      expect(read.status).toBe(200);
      expect(new Uint8Array(await read.arrayBuffer())).toEqual(NAMED);
      expect(read.headers.get('content-type')).toBe('application/octet-stream');
      expect(read.headers.get('content-disposition')).toBe('attachment');
      expect(read.headers.get('x-content-type-options')).toBe('nosniff');
      expect(read.headers.get('content-security-policy')).toBe("default-src 'none'; sandbox");
      expect((await readOfRun(OTHER, role)).status).toBe(404);
    }
    const ofFlow = `/api/flows/${relay.flowId}/pictures/${hashBytes(NAMED)}`;
    expect((await relay.api('GET', ofFlow, relay.tokens['run-viewer'])).status).toBe(403);
    expect((await relay.api('GET', ofFlow, relay.tokens.viewer)).status).toBe(200);
  });

  it('have to be there before an output may name them', async () => {
    expect(await complete(png(9))).toBe('blob-missing');
    expect((await readOfRun(png(9), 'owner')).status).toBe(404);
  });

  it('[PI7] of a run that has its own are read as before', async () => {
    const path = `/api/runs/${relay.runId}/blobs/${hashBytes(OWN)}`;
    expect((await relay.api('PUT', path, relay.tokens.owner, OWN)).status).toBe(201);
    expect((await readOfRun(OWN, 'run-viewer')).status).toBe(200);
  });
});
