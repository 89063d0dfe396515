import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import * as Y from 'yjs';
import type { MakeLink } from '#shared/protocol/flow-messages.ts';
import { LIMITS } from '#shared/protocol/limits.ts';
import { startWatchedRelay, type WatchedRelay } from '../e2e/security/watched-relay.ts';
import { createTestDoc, partOf, presenceOf } from './core/flow/testing.ts';
import { createApiClient, openApiClient, until, type ApiClient } from './testing/api-client.ts';
import { flowTicket, joinFlow, openFlow } from './testing/flow-client.ts';
import { openSocket, UpgradeRefused } from './testing/open-socket.ts';

let relay: WatchedRelay;

beforeAll(async () => {
  relay = await startWatchedRelay({ port: 4428 });
});

afterAll(async () => {
  await relay.stop();
});

/** Somebody with a new link of that role. */
async function invite(
  owner: ApiClient,
  role: MakeLink['role'],
  runId?: string,
): Promise<ApiClient & { readonly linkId: string }> {
  const wish = { role, name: role, endsAt: null, ...(runId === undefined ? {} : { runId }) };
  const response = await owner.request('POST', `/api/flows/${owner.flowId}/links`, wish);
  const { link, secret } = (await response.json()) as { link: { linkId: string }; secret: string };
  return { ...(await openApiClient(relay.url, owner.flowId, secret)), linkId: link.linkId };
}

const documentOf = async (api: ApiClient): Promise<Y.Doc> => {
  const response = await api.request('GET', `/api/flows/${api.flowId}/document`);
  const doc = new Y.Doc();
  Y.applyUpdate(doc, new Uint8Array(await response.arrayBuffer()));
  return doc;
};
const codeOf = async (response: { json(): Promise<unknown> }): Promise<string> =>
  ((await response.json()) as { error: { code: string } }).error.code;
const revoke = (owner: ApiClient, linkId: string) =>
  owner.request('DELETE', `/api/flows/${owner.flowId}/links/${linkId}`);

describe('a flow that two people edit', () => {
  it('[DO1, FR1] has every acknowledged edit after kill -9 of the relay, and both go on', async () => {
    const owner = await createApiClient(relay.url);
    const editor = await invite(owner, 'editor');
    const ann = await joinFlow(relay.url, owner, 1_001);
    const ben = await joinFlow(relay.url, editor, 1_002);
    ann.doc.setNode('before', { text: 'kept' });
    ben.doc.setNode('other', { text: 'kept, too' });
    for (const person of [ann, ben])
      for (const update of person.doc.takeUpdates())
        expect(await person.update(update)).toMatchObject({ ok: true });
    await ben.next('doc', () => {
      ben.doc.read(ben.frames);
      return ben.doc.doc.getMap('nodes').has('before');
    });
    // Many at once, the relay dies while they are under way.
    const acknowledged: string[] = [];
    const sending = Array.from({ length: 60 }, (_, index) => {
      ann.doc.setNode(`n${index}`, { text: 'x'.repeat(2_000) });
      const [update = new Uint8Array()] = ann.doc.takeUpdates();
      return ann.update(update).then(({ ok }) => ok && acknowledged.push(`n${index}`));
    });
    await Promise.race(sending);
    await relay.killWorkerd();
    await relay.untilHealthy();
    const kept = (await documentOf(owner)).getMap('nodes');
    expect(acknowledged.length).toBeGreaterThan(0);
    for (const id of ['before', 'other', ...acknowledged]) expect(kept.has(id)).toBe(true);
    // Ann comes back with everything that is hers, also what was not acknowledged.
    const again = await openFlow(relay.url, owner, 'tab-again');
    await again.next('connection.ready');
    await again.update(Y.encodeStateAsUpdate(ann.doc.doc));
    const after = (await documentOf(owner)).getMap('nodes').toJSON();
    expect(after).toEqual({ ...ann.doc.doc.getMap('nodes').toJSON(), other: { text: 'kept, too' } });
    again.close();
  });

  it('[FR2] gives the document and its versions as bytes, gzipped', async () => {
    const owner = await createApiClient(relay.url);
    const ann = await joinFlow(relay.url, owner, 1_003);
    ann.doc.setNode('a', { text: 'y'.repeat(5_000) });
    for (const update of ann.doc.takeUpdates()) await ann.update(update);
    const at = `/api/flows/${owner.flowId}`;
    const named = await owner.request('POST', `${at}/versions`, { name: 'One', by: 'Ann' });
    const { version } = (await named.json()) as { version: { versionId: string } };
    await ann.next('versions.changed');
    ann.doc.setNode('b');
    for (const update of ann.doc.takeUpdates()) await ann.update(update);
    const gzip = { 'accept-encoding': 'gzip' };
    const old = await owner.request('GET', `${at}/versions/${version.versionId}/document`, undefined, gzip);
    expect(old.headers.get('content-encoding')).toBe('gzip');
    const doc = new Y.Doc();
    Y.applyUpdate(doc, new Uint8Array(await old.arrayBuffer()));
    expect([...doc.getMap('nodes').keys()]).toEqual(['a']);
    expect([...(await documentOf(owner)).getMap('nodes').keys()]).toEqual(['a', 'b']);
    expect((await owner.request('GET', `${at}/versions/none/document`)).status).toBe(404);
    ann.close();
  });

  it('[FR9] tells everybody of a run that somebody starts', async () => {
    const owner = await createApiClient(relay.url);
    const viewer = await invite(owner, 'viewer');
    const vera = await joinFlow(relay.url, viewer, 1_004);
    const runId = await owner.startRun();
    const { data } = await vera.next('runs', (frame) => frame.data.runs.length > 0);
    expect(data.runs).toMatchObject([{ runId, number: 1, phase: 'running' }]);
    vera.close();
  });

  it('[DO1] can be edited by polling, beside sockets', async () => {
    const owner = await createApiClient(relay.url);
    const ann = await joinFlow(relay.url, owner, 1_005);
    const editor = await invite(owner, 'editor');
    const ben = createTestDoc(1_006);
    ben.setNode('by-poll');
    const updates = ben
      .takeUpdates()
      .map((update, index) => ({ n: index + 1, bytes: partOf(2, update).bytes }));
    const sync = partOf(0, Y.encodeStateVector(ben.doc)).bytes;
    const path = `/api/flows/${owner.flowId}/poll`;
    const response = await editor.request('POST', path, { clientId: 'p', sync, updates });
    expect(await response.json()).toMatchObject({ acks: [{ n: 1, ok: true }], role: 'editor' });
    await ann.next('doc', () => {
      ann.doc.read(ann.frames);
      return ann.doc.doc.getMap('nodes').has('by-poll');
    });
    ann.close();
  });
});

describe('links that are revoked', () => {
  it('[FR7] close sockets of the flow and of its runs, and open nothing any more', async () => {
    const owner = await createApiClient(relay.url);
    const editor = await invite(owner, 'editor');
    const runId = await owner.startRun();
    const runViewer = await invite(owner, 'run-viewer', runId);
    const inFlow = await joinFlow(relay.url, editor, 1_010);
    const inRun = await editor.connect(runId, 'c');
    const watching = await runViewer.connect(runId, 'w');
    const ownerInRun = await owner.connect(runId, 'o');
    const flowPath = `/api/flows/${owner.flowId}`;
    expect((await revoke(editor, editor.linkId)).status).toBe(403);
    expect((await revoke(owner, editor.linkId)).status).toBe(204);
    expect(await inFlow.closed).toBe(4003);
    expect(await inRun.closed).toBe(4003);
    expect((await revoke(owner, runViewer.linkId)).status).toBe(204);
    expect(await watching.closed).toBe(4003);
    // Their tokens live on, and open nothing.
    const plan = { requestId: 'x', name: 'X', plan: {} };
    for (const [method, path, body] of [
      ['GET', `${flowPath}/document`],
      ['GET', `${flowPath}/runs`],
      ['GET', `/api/runs/${runId}/pages/0`],
      ['POST', `/api/runs/${runId}/poll`, { clientId: 'p', after: 0, commands: [] }],
      ['POST', '/api/runs', plan],
    ] as const)
      expect(await codeOf(await editor.request(method, path, body))).toBe('link-ended');
    expect(await codeOf(await runViewer.request('GET', `/api/runs/${runId}/pages/0`))).toBe('link-ended');
    const again = await openFlow(relay.url, editor, 'again');
    expect(await again.closed).toBe(4003);
    ownerInRun.send({ type: 'ping', data: { sentAt: 1 } });
    await ownerInRun.next('pong');
    ownerInRun.close();
  });

  it('[FR7] reach the rooms of runs although the relay dies right after', async () => {
    const owner = await createApiClient(relay.url);
    const editor = await invite(owner, 'editor');
    const runs = await Promise.all(Array.from({ length: 12 }, () => owner.startRun()));
    expect((await revoke(owner, editor.linkId)).status).toBe(204);
    await relay.killWorkerd();
    await relay.untilHealthy();
    for (const runId of runs)
      await until(
        async () => (await editor.request('GET', `/api/runs/${runId}/pages/0`)).status,
        (status) => status === 403,
      );
  });
});

describe('a flow that its owner deletes', () => {
  it('[FR12] is gone with all its runs although the relay dies right after', async () => {
    const owner = await createApiClient(relay.url);
    const viewer = await invite(owner, 'viewer');
    const ann = await joinFlow(relay.url, owner, 1_030);
    ann.doc.setNode('mine');
    for (const update of ann.doc.takeUpdates()) await ann.update(update);
    const runs = await Promise.all(Array.from({ length: 12 }, () => owner.startRun()));
    expect((await owner.request('DELETE', `/api/flows/${owner.flowId}`)).status).toBe(204);
    expect(await ann.closed).toBe(4001);
    await relay.killWorkerd();
    await relay.untilHealthy();
    // Nobody asks for the flow: its room wakes by itself and asks each run's.
    for (const runId of runs)
      await until(
        async () => (await viewer.request('GET', `/api/runs/${runId}/pages/0`)).status,
        (status) => status === 404,
      );
    for (const [method, path, body] of [
      ['GET', 'document'],
      ['GET', 'runs'],
      ['POST', 'token', { secret: owner.secret }],
    ] as const) {
      const answer = await owner.request(method, `/api/flows/${owner.flowId}/${path}`, body);
      expect([path, answer.status, await codeOf(answer)]).toEqual([path, 404, 'not-found']);
    }
  });
});

describe('a flow’s room and those who mean it harm', () => {
  it('[FR3] answers hostile documents with a code; nobody else notices', async () => {
    const owner = await createApiClient(relay.url);
    const ann = await joinFlow(relay.url, owner, 1_020);
    ann.doc.setNode('mine');
    for (const update of ann.doc.takeUpdates()) await ann.update(update);
    const eve = await joinFlow(relay.url, await invite(owner, 'editor'), 1_021);
    const before = (await documentOf(owner)).getMap('nodes').toJSON();
    const seen = ann.frames.length;
    const elsewhere = new Y.Doc();
    elsewhere.getMap('elsewhere').set('x', 1);
    const gap = createTestDoc(1_022);
    gap.setNode('one');
    gap.setNode('two');
    const codes: (string | undefined)[] = [];
    for (const update of [
      new Uint8Array([1, 2, 3]),
      new Uint8Array(50_000).fill(255),
      Y.encodeStateAsUpdate(elsewhere),
      gap.takeUpdates()[1] ?? new Uint8Array(),
    ])
      codes.push((await eve.update(update)).error?.code);
    expect(codes).toEqual(['bad-frame', 'bad-frame', 'bad-frame', 'out-of-turn']);
    for (const text of [
      '',
      '[]',
      '{"type":"doc.update"}',
      '{"type":"doc.sync","data":{"bytes":"*","part":0,"parts":1}}',
    ])
      eve.socket.sendText(text);
    eve.socket.sendText('x'.repeat(600_000));
    eve.socket.sendBytes(Buffer.from([1, 2, 3]));
    eve.send({ type: 'ping', data: { sentAt: 7 } });
    await eve.next('pong', ({ data }) => data.sentAt === 7);
    expect(eve.frames.filter(({ type }) => type === 'error')).toHaveLength(6);
    expect((await documentOf(owner)).getMap('nodes').toJSON()).toEqual(before);
    expect(ann.frames.slice(seen).filter(({ type }) => type === 'doc')).toEqual([]);
    for (const person of [ann, eve]) person.close();
  });

  it('[FR5] lets nobody be somebody else: not by an address, not by a frame', async () => {
    const owner = await createApiClient(relay.url);
    const ann = await joinFlow(relay.url, owner, 1_030);
    const { data: ready } = await ann.next('connection.ready');
    const eve = await openFlow(relay.url, await invite(owner, 'viewer'), 'e', `&_pk=${ready.connectionId}`);
    const mine = await eve.next('connection.ready');
    expect(mine.data.connectionId).not.toBe(ready.connectionId);
    const forged = { ...presenceOf('Ann'), connectionId: ready.connectionId };
    eve.send({ type: 'presence', data: forged } as never);
    await eve.next('error', ({ data }) => data.error.code === 'bad-frame');
    eve.send({ type: 'presence', data: presenceOf('Ann') });
    const { data } = await ann.next('presence', (frame) =>
      frame.data.people.some(({ presence }) => presence !== null),
    );
    expect(data.people).toMatchObject([
      { connectionId: mine.data.connectionId, personId: mine.data.personId, role: 'viewer' },
    ]);
    eve.close();
    const left = await ann.next('presence', (frame) => frame.data.gone.length > 0);
    expect(left.data.gone).toEqual([mine.data.connectionId]);
    ann.close();
  });

  it('[AU1] opens with a flow’s ticket, once; a run’s opens it not, nor its ticket a run', async () => {
    const owner = await createApiClient(relay.url);
    const runId = await owner.startRun();
    // Past the watch, which takes a token in an address for the fault that it is.
    const at = (room: string, ticket: string) => `${relay.ownUrl}/parties/${room}?ticket=${ticket}`;
    const refusal = async (address: string): Promise<number> => {
      try {
        return await (
          await openSocket(address)
        ).closed;
      } catch (error) {
        if (error instanceof UpgradeRefused) return error.status;
        throw error;
      }
    };
    const other = await createApiClient(relay.url);
    expect(await refusal(at(`flow/${owner.flowId}`, await owner.ticket(runId)))).toBe(401);
    expect(await refusal(at(`run/${runId}`, await flowTicket(owner)))).toBe(401);
    expect(await refusal(at(`flow/${owner.flowId}`, await flowTicket(other)))).toBe(401);
    expect(await refusal(at(`flow/${owner.flowId}`, owner.token))).toBe(401);
    const ticket = await flowTicket(owner);
    const first = await openSocket(at(`flow/${owner.flowId}`, ticket));
    expect(await refusal(at(`flow/${owner.flowId}`, ticket))).toBe(4001);
    first.send({ type: 'hello', data: { token: other.token, protocol: 1, clientId: 'c' } });
    expect(await first.closed).toBe(4001);
  });

  it('[AU1] decides by the role, at every important door', async () => {
    const owner = await createApiClient(relay.url);
    const runId = await owner.startRun();
    const people = {
      owner,
      editor: await invite(owner, 'editor'),
      viewer: await invite(owner, 'viewer'),
      'run-viewer': await invite(owner, 'run-viewer', runId),
      'run-answerer': await invite(owner, 'run-answerer', runId),
    };
    const flow = `/api/flows/${owner.flowId}`;
    const link = { role: 'viewer', name: 'x', endsAt: null };
    const statuses = await Promise.all(
      Object.values(people).map(async ({ request }) =>
        Promise.all([
          request('POST', `${flow}/ticket`).then(({ status }) => status),
          request('GET', `${flow}/links`).then(({ status }) => status),
          request('POST', `${flow}/links`, link).then(({ status }) => status),
          request('POST', `${flow}/versions`, { name: 'v', by: 'x' }).then(({ status }) => status),
          request('GET', `/api/runs/${runId}/pages/0`).then(({ status }) => status),
        ]),
      ),
    );
    expect(statuses).toEqual([
      [200, 200, 201, 201, 200],
      [200, 200, 403, 201, 200],
      [200, 403, 403, 403, 200],
      [403, 403, 403, 403, 200],
      [403, 403, 403, 403, 200],
    ]);
    const vera = await joinFlow(relay.url, people.viewer, 1_040);
    vera.doc.setNode('hers');
    const [update = new Uint8Array()] = vera.doc.takeUpdates();
    expect(await vera.update(update)).toMatchObject({ ok: false, error: { code: 'not-allowed' } });
    expect((await documentOf(owner)).getMap('nodes').size).toBe(0);
    vera.close();
  });

  it('[FR8] takes fifty people, and sends the next one to polling', async () => {
    const owner = await createApiClient(relay.url);
    const all = await Promise.all(
      Array.from({ length: LIMITS.personsPerFlow }, (_, index) => openFlow(relay.url, owner, `c${index}`)),
    );
    await Promise.all(all.map((client) => client.next('connection.ready')));
    const late = await openFlow(relay.url, owner, 'late');
    expect((await late.next('error')).data.error.code).toBe('room-full');
    expect(await late.closed).toBe(4006);
    const sync = partOf(0, new Uint8Array([0])).bytes;
    const polled = await owner.request('POST', `/api/flows/${owner.flowId}/poll`, {
      clientId: 'l',
      sync,
      updates: [],
    });
    expect(polled.status).toBe(200);
    all.pop()?.close();
    await until(
      async () => {
        const again = await openFlow(relay.url, owner, 'again');
        return Promise.race([
          again.next('connection.ready').then(() => true),
          again.closed.then(() => false),
        ]);
      },
      (isIn) => isIn,
    );
    for (const client of all) client.close();
  });

  it('counts what happens in flows, without any content', async () => {
    const metrics = await (await fetch(`${relay.url}/metrics`)).text();
    for (const name of ['connections_opened', 'updates', 'presence_frames', 'refused'])
      expect(metrics).toMatch(new RegExp(`weft_flow_${name}_total [1-9]`));
  });
});
