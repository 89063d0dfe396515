import { hashBytes, hashText } from '#shared/hash.ts';
import type { FlowClientMessage } from '#shared/protocol/flow-messages.ts';
import type { ServerMessage } from '#shared/protocol/messages.ts';
import type { Role } from '#shared/protocol/roles.ts';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createTestDoc, createTestFlowRoom, partOf, presenceOf } from '../core/flow/testing.ts';
import { callIdOf, callStart, createHostedRoom, grantOf, planOf, RUN_ID } from '../core/testing.ts';
import { PURSE_LIST, purseOf } from '../shell/purse-of.ts';
import { createInProcessRelay, type InProcessRelay } from '../testing/in-process-relay.ts';
import { startKeyServer, type KeyServer } from '../testing/key-server.ts';
import { expectationsOf, type Caller } from './testing.ts';

/**
 * Every message as every role, against the tables that were written by hand: what is allowed is not refused for the role,
 * what is refused is refused as `not-allowed` and leaves everything as it was.
 */
const COMMANDS: { readonly [type: string]: object } = {
  'execution.pause': {},
  'execution.resume': {},
  'execution.cancel': {},
  'execution.node.retry': { nodeId: 'a' },
  'execution.node.skip': { nodeId: 'a' },
  'host.claim': { hostId: 'h2', visible: true, name: 'x' },
  'host.renew': { hostId: 'h1', epoch: 1, visible: true },
  'host.release': { hostId: 'h1', epoch: 1 },
  'host.append': { epoch: 1, facts: [{ type: 'dag.created', data: { nodes: 0, edges: 0, levelSizes: [] } }] },
  'call.start': callStart(1).data,
  'call.abort': { epoch: 1, callId: callIdOf(1) },
  'file.put': {
    ...{ epoch: 1, effectId: callIdOf(9), nodeId: 'a', round: 0 },
    ...{ name: 'a.txt', mediaType: 'text/plain', blob: 'a'.repeat(64) },
  },
  'approval.resolve': { approvalId: callIdOf(3), name: 'x', outcome: 'approve' },
  'call.resolveUnknown': { callId: callIdOf(1), resolution: 'retry' },
};
const RUN_FRAMES: { readonly [type: string]: object } = {
  subscribe: { after: 0 },
  unsubscribe: {},
  credit: { frames: 1 },
  ping: { sentAt: 1 },
};
const ofRun = (role: Role) => (role.startsWith('run-') ? { runId: RUN_ID } : {});
const lastWord = (door: string): string => door.split(' ').at(-1) ?? '';
const codesIn = (frames: readonly { type: string; data: object }[]): string[] =>
  frames.flatMap(({ data }) =>
    'error' in data && data.error ? [(data.error as { code: string }).code] : [],
  );

describe('the rooms of runs, over sockets', () => {
  it.each(expectationsOf('door', 'run command '))(
    '[AU1] $door as $caller: $isAllowed',
    ({ door, caller, isAllowed }) => {
      const test = createHostedRoom();
      const role = caller as Role;
      test.connect('x', grantOf('x', role, ofRun(role)));
      const header = test.room().header();
      const type = lastWord(door);
      const ack = test.command('x', { type: type as never, data: COMMANDS[type] ?? {} });
      expect(ack?.data.error?.code === 'not-allowed').toBe(!isAllowed);
      if (!isAllowed) expect(test.room().header()).toBe(header);
      if (isAllowed || role === 'owner' || role === 'editor') return;
      // Who may send some command is told apart by number from then on; who may send none leaves nothing.
      const { clients = [], header: _header, ...rest } = test.steps.at(-1)?.store ?? {};
      expect(clients.length).toBe(role === 'run-answerer' ? 1 : 0);
      expect(Object.values(rest).filter((kept) => kept !== null && kept.length !== 0)).toEqual([]);
    },
  );

  it.each(expectationsOf('door', 'run frame '))(
    '[AU1] $door as $caller: $isAllowed',
    ({ door, caller, isAllowed }) => {
      const test = createHostedRoom();
      const role = caller as Role;
      const header = test.room().header();
      test.connect('x', grantOf('x', role, ofRun(role)));
      const type = lastWord(door);
      if (type !== 'hello')
        test.give({ type: 'message', connectionId: 'x', value: { type, data: RUN_FRAMES[type] } });
      const frames: ServerMessage[] = test.take('x');
      expect(codesIn(frames)).toEqual(isAllowed ? [] : ['not-allowed']);
      expect(test.room().header()).toBe(header);
    },
  );
});

describe('the rooms of flows, over sockets', () => {
  const frameOf = (type: string): FlowClientMessage => {
    const doc = createTestDoc(9);
    doc.setNode('n');
    const [update = new Uint8Array()] = doc.takeUpdates();
    const frames: readonly FlowClientMessage[] = [
      createTestDoc(8).syncFrame(),
      { type: 'doc.update', clientId: 'c', n: 1, data: partOf(2, update) },
      { type: 'presence', data: presenceOf('X') },
      { type: 'credit', data: { frames: 1 } },
      { type: 'ping', data: { sentAt: 1 } },
    ];
    const found = frames.find((frame) => frame.type === type);
    if (found === undefined) throw new Error(`No example of ${type}.`);
    return found;
  };

  it.each(expectationsOf('door', 'flow frame '))(
    '[AU1] $door as $caller: $isAllowed',
    ({ door, caller, isAllowed }) => {
      const test = createTestFlowRoom();
      const role = caller as Role;
      const grant = test.grant('x', role);
      test.connect('other', test.grant('olga', 'owner'));
      test.send('other', createTestDoc(7).syncFrame());
      test.pass(100);
      const type = lastWord(door);
      if (type === 'hello' || !role.startsWith('run-')) test.connect('x', grant);
      test.pass(100);
      if (type !== 'hello') test.take('x');
      test.take('other');
      const before = {
        record: test.room().record(),
        document: test.room().document(),
        steps: test.steps.length,
      };
      // Links of runs are refused at the greeting: whatever follows finds no connection.
      if (type !== 'hello' && role.startsWith('run-')) {
        test.connect('x', grant);
        expect(codesIn(test.frames.get('x') ?? [])).toEqual(['not-allowed']);
        expect(test.closed.get('x')).toBe(4001);
        test.take('x');
        expect(test.give({ type: 'message', connectionId: 'x', value: frameOf(type) })).toMatchObject({
          store: null,
          effects: [],
        });
      } else if (type === 'hello') expect(codesIn(test.take('x'))).toEqual(isAllowed ? [] : ['not-allowed']);
      else expect(codesIn(test.send('x', frameOf(type)))).toEqual(isAllowed ? [] : ['not-allowed']);
      if (isAllowed) return;
      test.pass(100);
      expect(test.room().record()).toBe(before.record);
      expect(test.room().document()).toEqual(before.document);
      const later = test.steps.slice(before.steps);
      expect(
        later.every(({ store }) => (store?.document ?? null) === null && (store?.clients ?? []).length === 0),
      ).toBe(true);
      expect(test.take('other')).toEqual([]);
    },
  );
});

const KEY = 'sk-a-key-of-the-tests-0123456789';
const BLOB = new TextEncoder().encode('some bytes');
const BLOB_PATH = `/blobs/${hashText('some bytes')}`;
const SYNC = partOf(0, new Uint8Array([0])).bytes;

/** The smallest picture that says its size, and one byte more to bring. */
const PNG = new Uint8Array([
  ...[137, 80, 78, 71, 13, 10, 26, 10, 0, 0, 0, 13, 73, 72, 68, 82],
  ...[0, 0, 0, 2, 0, 0, 0, 3],
]);
const MORE_PNG = new Uint8Array([...PNG, 0]);

async function updateBytes(): Promise<string> {
  const doc = createTestDoc(9);
  doc.setNode('n');
  return partOf(2, doc.takeUpdates()[0] ?? new Uint8Array()).bytes;
}

interface Scene {
  readonly relay: InProcessRelay;
  readonly versionId: string;
  readonly keyId: string;
}
let scene: Promise<Scene> | null = null;

/** A relay to ask; a new one after something may have changed it. */
function sceneFor({ isAllowed }: { readonly isAllowed: boolean }): Promise<Scene> {
  const environment = { WEFT_PROVIDER_BASE_URLS: JSON.stringify({ openai: keyServer?.url }) };
  const current = (scene ??= createInProcessRelay(environment).then(async (relay) => ({
    relay,
    versionId: await furnish(relay),
    keyId: await furnishRing(relay),
  })));
  if (isAllowed) scene = null;
  return current;
}

let keyServer: KeyServer | null = null;
beforeAll(async () => {
  keyServer = await startKeyServer([KEY]);
});
afterAll(() => keyServer?.stop());

/** A key in the ring, and a call that was paid with it whose cost is not known. */
async function furnishRing({ api, ask, ring, flowId, runId }: InProcessRelay): Promise<string> {
  const wish = { provider: 'openai', key: KEY, name: 'Mine' };
  const put = await api('POST', `/api/rings/${ring.ringId}/keys`, ring.token, wish);
  const { key } = (await put.json()) as { key: { keyId: string } };
  const at = { party: 'vault', method: 'POST', grant: null } as const;
  const facts = { grantId: ring.grantId, flowId, runId, nodeId: 'a', personId: 'p', person: 'P', model: 'm' };
  const call = { ...facts, callId: 'paid', provider: 'openai', attempt: '1', microUsd: 5, resumes: false };
  await ask({ ...at, path: '/reserve', body: call });
  const end = { outcome: 'unknown', costMicroUsd: null, countedMicroUsd: 5, inputTokens: null };
  const settle = { runId, callId: 'paid', attempt: '1', end: { ...end, outputTokens: null, key: null } };
  expect((await ask({ ...at, path: '/settle', body: settle })).status).toBe(204);
  return key.keyId;
}

/** What is there before anybody asks: a version, a blob and a picture. */
async function furnish(relay: InProcessRelay): Promise<string> {
  const { owner } = relay.tokens;
  await relay.api('PUT', `/api/runs/${relay.runId}${BLOB_PATH}`, owner, BLOB);
  const picture = `/api/flows/${relay.flowId}/pictures/${hashBytes(PNG)}/0-${PNG.length}`;
  expect((await relay.api('PUT', picture, owner, PNG)).status).toBe(200);
  const made = await relay.api('POST', `/api/flows/${relay.flowId}/versions`, owner, {
    name: 'V',
    by: 'Olga',
  });
  return ((await made.json()) as { version: { versionId: string } }).version.versionId;
}

/** Whether an answer refuses for the role; a poll says so under the number of what it refuses. */
async function isRefusal(response: Response): Promise<boolean> {
  const text = await response.text();
  if (response.status === 403)
    return (JSON.parse(text) as { error: { code: string } }).error.code === 'not-allowed';
  expect([200, 201, 202, 204, 400, 404, 409]).toContain(response.status);
  if (!text.startsWith('{')) return false;
  const { acks = [] } = JSON.parse(text) as { acks?: readonly { error?: { code: string }; data?: never }[] };
  return acks.some(
    (ack) => ((ack.data ?? ack) as { error?: { code: string } }).error?.code === 'not-allowed',
  );
}

const plan = (relay: InProcessRelay) => ({ ...planOf(), flowId: relay.flowId });
const linkOf = (relay: InProcessRelay, door: string, caller: Caller): string => {
  const choices = /of a run/.test(door)
    ? (['run-answerer', 'run-viewer'] as const)
    : (['viewer', 'editor'] as const);
  return relay.links[choices.find((role) => role !== caller) ?? choices[0]];
};

describe('the routes', { timeout: 60_000 }, () => {
  const bodyOf = async (relay: InProcessRelay, door: string): Promise<unknown> => {
    const [route = '', kind = ''] = door.split(', ');
    const { runId } = relay;
    const link = { name: 'New', endsAt: null };
    const withUpdates = kind === 'with updates' ? [{ n: 1, bytes: await updateBytes() }] : [];
    const pause = { clientId: 'p', n: 1, type: 'execution.pause', data: {} };
    const approve = { approvalId: callIdOf(3), name: 'x', outcome: 'approve' };
    const answer = { clientId: 'q', n: 1, type: 'approval.resolve', data: approve };
    const bodies: { readonly [route: string]: unknown } = {
      'POST /api/flows/:flowId/poll': { clientId: 'p', sync: SYNC, updates: withUpdates },
      'POST /api/flows/:flowId/links':
        kind === 'of a run' ? { ...link, role: 'run-viewer', runId } : { ...link, role: 'viewer' },
      'PATCH /api/flows/:flowId/links/:linkId': { name: 'Other' },
      'POST /api/flows/:flowId/owner': { ownerSecret: 'another-secret-of-the-owner' },
      'POST /api/flows/:flowId/versions': { name: 'W', by: 'X' },
      'POST /api/runs': { requestId: 'r2', name: 'X', plan: plan(relay) },
      'POST /api/runs/:runId/poll': {
        // A client belongs to the person who used it first.
        clientId: kind === 'with answers' ? 'q' : 'p',
        after: 0,
        commands: kind === 'with commands' ? [pause] : kind === 'with answers' ? [answer] : [],
      },
      'PUT /api/flows/:flowId/pictures/:sha256/:piece': MORE_PNG,
      'PUT /api/runs/:runId/blobs/:sha256': new TextEncoder().encode('more'),
    };
    return bodies[route];
  };
  const doors = ['GET /', 'POST /', 'PATCH /', 'DELETE /', 'PUT /'].flatMap((method) =>
    expectationsOf('door', method),
  );

  it.each(doors)('[AU1] $door as $caller: $isAllowed', async ({ door, caller, isAllowed }) => {
    const { relay, versionId } = await sceneFor({ isAllowed });
    const [method = '', pattern = ''] = (door.split(', ')[0] ?? '').split(' ');
    const put = method === 'PUT';
    const hash = pattern.includes('/pictures/')
      ? hashBytes(put ? MORE_PNG : PNG)
      : hashText(put ? 'more' : 'some bytes');
    const path = pattern
      .replace(':flowId', relay.flowId)
      .replace(':runId', relay.runId)
      .replace(':linkId', linkOf(relay, door, caller))
      .replace(':versionId', versionId)
      .replace(':page', '0')
      .replace(':piece', `0-${MORE_PNG.length}`)
      .replace(':sha256', hash);
    const before = await relay.state();
    const response = await relay.api(method, path, relay.tokens[caller as Role], await bodyOf(relay, door));
    expect(await isRefusal(response)).toBe(!isAllowed);
    if (isAllowed) return expect(response.ok).toBe(true);
    // The number of a command is noted for who may send some other one.
    const mayChange = caller === 'run-answerer' && door.endsWith('with commands');
    if (mayChange) expect(await relay.state()).not.toContain('execution.paused');
    else expect(await relay.state()).toBe(before);
  });
});

type RoomRequest = readonly [method: string, path: string, body?: unknown];

/** Requests to rooms of the vault that are no ring. */
const ROOM_OF: { readonly [beginning: string]: (flowId: string) => string } = {
  'vault places': purseOf,
  'vault flows': () => PURSE_LIST,
};

function vaultRequests(
  { ring, flowId, runId }: InProcessRelay,
  keyId: string,
): { readonly [request: string]: RoomRequest } {
  const { ringId, secret, grantId } = ring;
  const budget = { perRunMicroUsd: null, perDayMicroUsd: 5, totalMicroUsd: null };
  const terms = { name: 'More', providers: ['openai'], budget, endsAt: null };
  const facts = { callId: 'c', grantId, flowId, runId, nodeId: 'a', personId: 'p', person: 'P', model: 'm' };
  const call = { ...facts, provider: 'openai', attempt: '1', microUsd: 5, resumes: false };
  return {
    'vault ring.make': ['POST', '/ring', { ringId, secret, name: 'Olga’s keys' }],
    'vault ring.token': ['POST', '/token', { secret }],
    'vault ring.read': ['GET', '/own'],
    'vault ring.clear': ['DELETE', '/own'],
    'vault keys.put': ['POST', '/own/keys', { provider: 'openai', key: KEY, name: 'Mine' }],
    'vault keys.check': ['POST', `/own/keys/${keyId}/check`],
    'vault keys.remove': ['DELETE', `/own/keys/${keyId}`],
    'vault grants.make': ['POST', '/own/grants/g2', { ...terms, flowId }],
    'vault grants.change': ['PATCH', `/own/grants/${grantId}`, { name: 'Other' }],
    'vault grants.revoke': ['DELETE', `/own/grants/${grantId}`],
    'vault ledger.read': ['GET', '/own/ledger?before=5'],
    'vault ledger.file': ['GET', '/own/ledger.csv'],
    'vault ledger.judge': ['POST', '/own/ledger/1/verdict', { verdict: 'not-billed' }],
    'vault offer': ['GET', `/offers/${grantId}`],
    'vault use': ['POST', `/use/${grantId}`],
    'vault reserve': ['POST', '/reserve', call],
    'vault rest': ['POST', '/rest', { runId }],
    'vault settle': ['POST', '/settle', { runId, callId: 'c', attempt: '1', end: null }],
    'vault places.note': ['POST', '/places', { flowId, ringId, grantId: 'g3' }],
    'vault places.read': ['GET', '/places'],
    'vault flows.note': ['POST', '/flows', { flowId }],
    'vault flows.read': ['GET', '/flows'],
  };
}

describe('between rooms', { timeout: 60_000 }, () => {
  const requestOf = async (
    { relay, versionId, keyId }: Scene,
    request: string,
    caller: Caller,
  ): Promise<RoomRequest> => {
    const { runId, flowId } = relay;
    const linkId = linkOf(relay, 'of a run', caller);
    const summary = {
      ...{ runId, startedAt: 1, startedBy: 'X', phase: 'paused', outcome: null, sealed: false },
      ...{ endedAt: null, parked: true, totalMicroUsd: 0, demo: true },
    };
    const requests: { readonly [request: string]: RoomRequest } = {
      'flow create': ['POST', '/create', { flowId, ownerSecret: 'another-secret-of-somebody' }],
      'flow token': ['POST', '/token', { secret: 'a-secret-that-opens-nothing' }],
      'flow report': ['POST', '/report', { summary }],
      'flow forget': ['POST', '/forget', { runId }],
      'flow admit': ['POST', '/admit'],
      'flow remove': ['DELETE', '/remove'],
      'flow owner.replace': ['POST', '/owner', { ownerSecret: 'another-secret-of-the-owner' }],
      'flow runs': ['GET', '/runs'],
      'flow poll': ['POST', '/poll', { clientId: 'p', sync: SYNC, updates: [] }],
      'flow document': ['GET', '/document'],
      'flow links.list': ['GET', '/links'],
      'flow links.make': ['POST', '/links', { role: 'run-viewer', runId, name: 'New', endsAt: null }],
      'flow links.change': ['PATCH', `/links/${linkId}`, { name: 'Other' }],
      'flow links.revoke': ['DELETE', `/links/${linkId}`],
      'flow versions.list': ['GET', '/versions'],
      'flow versions.make': ['POST', '/versions', { name: 'W', by: 'X' }],
      'flow versions.remove': ['DELETE', `/versions/${versionId}`],
      'flow versions.document': ['GET', `/versions/${versionId}/document`],
      'flow pictures.get': ['GET', `/pictures/${hashBytes(PNG)}`],
      'flow pictures.upload': ['GET', `/pictures/${hashBytes(MORE_PNG)}/upload`],
      'flow pictures.put': ['PUT', `/pictures/${hashBytes(MORE_PNG)}/0-${MORE_PNG.length}`, MORE_PNG],
      'flow kept.get': ['GET', `/kept/${hashBytes(PNG)}`],
      'flow kept.put': ['PUT', `/kept/${hashBytes(MORE_PNG)}`, MORE_PNG],
      'flow kept.look': ['POST', '/kept', { hashes: [hashBytes(PNG)] }],
      'run start': ['POST', `/start/${runId}`, { requestId: 'r', name: 'X', plan: plan(relay) }],
      'run poll': ['POST', '/poll', { clientId: 'p', after: 0, commands: [] }],
      'run pages': ['GET', '/pages/0'],
      'run blobs.put': ['PUT', `/blobs/${hashText('more')}`, new TextEncoder().encode('more')],
      'run blobs.get': ['GET', BLOB_PATH],
      'run revoke': ['POST', '/revoke', { flowId, ends: [{ linkId, at: 5 }] }],
      'run remove': ['DELETE', '/remove'],
      'run drop': ['POST', '/drop', { flowId, by: 'x' }],
      ...vaultRequests(relay, keyId),
    };
    const found = requests[request];
    if (found === undefined) throw new Error(`No example of ${request}.`);
    return found;
  };

  it.each(expectationsOf('request', ''))(
    '[AU1] $door for $caller: $isAllowed',
    async ({ door, caller, isAllowed }) => {
      const current = await sceneFor({ isAllowed });
      const { relay } = current;
      const [method, path, body] = await requestOf(current, door, caller);
      const before = await relay.state();
      const grant = caller === 'relay' ? null : relay.grants[caller];
      const party = door.split(' ')[0] as 'flow' | 'run' | 'vault';
      const room = ROOM_OF[door.split('.')[0] ?? '']?.(relay.flowId);
      const response = await relay.ask({ party, method, path, grant, body, ...(room && { room }) });
      // A secret that opens nothing and a flow of somebody else's are refused for what they are, not for who asks.
      const isOther = door === 'flow create' || door === 'flow token';
      const refused = await isRefusal(response.clone());
      if (isAllowed && isOther) expect([403, 409]).toContain(response.status);
      else expect(refused).toBe(!isAllowed);
      if (isAllowed && !isOther) expect(response.ok).toBe(true);
      if (!isAllowed) expect(await relay.state()).toBe(before);
    },
  );
});
