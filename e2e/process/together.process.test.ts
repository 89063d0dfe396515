import { randomBytes } from 'node:crypto';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import type { FlowDocument } from '#shared/graph/document.ts';
import { emptyFlow } from '#shared/graph/document.ts';
import { toWeftError } from '#shared/run/errors.ts';
import { startWatchedRelay, type WatchedRelay } from '../security/watched-relay.ts';
import { createFlowConnection } from '../../web/adapters/flow-connection.ts';
import { createFlowHttp, type FlowHttp } from '../../web/adapters/flow-http.ts';
import { silentFrameLog } from '../../web/adapters/frame-log.ts';
import { createRelayHttp } from '../../web/adapters/relay-http.ts';
import { createRelayFetch } from '../../web/adapters/relay-request.ts';
import {
  joinRoom,
  somePresence,
  type FlowRoomLink,
  type Somebody,
} from '../../web/adapters/testing/flow-connection-contract.ts';
import type { Clock } from '../../web/engine/ports.ts';
import { createNodeSockets } from '../tabs/node-socket.ts';

/** The page's own connection, document and sync over the real relay: what the contract says of the fake holds there too. */

let relay: WatchedRelay;

beforeAll(async () => {
  relay = await startWatchedRelay({ port: 4721 });
});

afterAll(async () => {
  await relay.stop();
});

const clock: Clock = {
  now: () => performance.now(),
  after(delayInMs, callback) {
    const timer = setTimeout(callback, delayInMs);
    return () => clearTimeout(timer);
  },
  soon: (callback) => queueMicrotask(callback),
};
/** What a busy machine, a second between polls and a relay that starts again may take. */
const until = <T>(value: () => T) => expect.poll(value, { timeout: 40_000 });
const newId = () => randomBytes(20).toString('hex');
const here: Somebody[] = [];
afterEach(() => {
  for (const somebody of here.splice(0)) somebody.connection.close();
});

interface Arrival {
  readonly flowId: string;
  readonly secret: string;
  readonly bySocket: boolean;
  /** Of who makes the flow. */
  readonly seed?: FlowDocument;
}

function arrive({ flowId, secret, bySocket, seed }: Arrival): Somebody & { readonly http: FlowHttp } {
  const mayCreate = seed !== undefined;
  const relayHttp = createRelayHttp({ origin: relay.url, fetch, clock, flowId, secret, mayCreate });
  const session = async () => {
    try {
      return { ok: true as const, session: await relayHttp.session() };
    } catch (caught) {
      return { ok: false as const, error: toWeftError(caught) };
    }
  };
  const forgetToken = relayHttp.forgetToken;
  const request = createRelayFetch(relay.url, fetch);
  const http = createFlowHttp({ flowId, request, session, forget: forgetToken });
  const link: FlowRoomLink = {
    clock,
    connect: (events, syncStep) =>
      createFlowConnection({
        ...{ flowId, clientId: newId(), http, session, forgetToken, clock, events, syncStep },
        openSocket: bySocket ? createNodeSockets().open : null,
        socketOrigin: relay.url.replace(/^http/, 'ws'),
        chance: Math.random,
        frames: silentFrameLog,
      }),
  };
  const somebody = joinRoom(link, seed);
  here.push(somebody);
  return { ...somebody, http };
}

const note = (id: string) => ({
  id,
  type: 'note',
  version: 1,
  position: { x: 0, y: 0 },
  config: { text: id },
});

async function makeFlow(bySocket: boolean) {
  const flowId = newId().slice(0, 22);
  const seed = { ...emptyFlow(flowId, 'Together'), nodes: [note('a'), note('b')] };
  const owner = arrive({ flowId, secret: newId(), bySocket, seed });
  await until(() => owner.states.at(-1)).toBe('synced');
  const linkFor = async (role: 'editor' | 'viewer') => {
    const made = await owner.http.makeLink({ role, name: role, endsAt: null });
    if (!made.ok) throw new Error(made.error.message);
    return made.value;
  };
  return { flowId, owner, linkFor };
}

const write = (somebody: Somebody, nodeId: string, text: string) =>
  somebody.doc.transact('Write', (writer) => writer.setConfig(nodeId, 'text', text));
const textOf = (somebody: Somebody, nodeId: string) =>
  somebody.doc.snapshot().nodes.find(({ id }) => id === nodeId)?.config['text'];

describe.each([
  ['by socket', true],
  ['by polling', false],
])('two people on one flow %s', (_name, bySocket) => {
  it('[DO1] have the same document, whoever wrote what, also when the relay was killed in between', async () => {
    const { flowId, owner, linkFor } = await makeFlow(bySocket);
    const editor = arrive({ flowId, secret: (await linkFor('editor')).secret, bySocket });
    await until(() => textOf(editor, 'a')).toBe('a');
    write(owner, 'a', 'by the owner');
    write(editor, 'b', 'by the editor');
    await until(() => [textOf(editor, 'a'), textOf(owner, 'b')]).toEqual(['by the owner', 'by the editor']);
    await until(() => [owner, editor].map(({ states }) => states.at(-1))).toEqual(['synced', 'synced']);

    await relay.killWorkerd();
    write(owner, 'a', 'without a relay');
    editor.doc.transact('Delete', (writer) => writer.removeNode('b'));
    await relay.untilHealthy();
    for (const each of [owner, editor]) each.connection.wake();
    await until(() => textOf(editor, 'a')).toBe('without a relay');
    await until(() => textOf(owner, 'b')).toBeUndefined();
    expect(owner.doc.snapshot()).toEqual(editor.doc.snapshot());
    expect([...owner.refused, ...editor.refused]).toEqual([]);
  });

  it('[AU1] a viewer changes nothing, and an ended link closes for good', async () => {
    const { flowId, owner, linkFor } = await makeFlow(bySocket);
    const { link, secret } = await linkFor('viewer');
    const viewer = arrive({ flowId, secret, bySocket });
    await until(() => textOf(viewer, 'a')).toBe('a');
    write(viewer, 'a', 'by the viewer');
    // Sent although this page would not: the room decides.
    const ack = await viewer.connection.send(viewer.sync.step().with(0, 2));
    expect(ack.ok).toBe(false);
    write(owner, 'b', 'after it');
    await until(() => textOf(viewer, 'b')).toBe('after it');
    expect(textOf(owner, 'a')).toBe('a');
    expect(await owner.http.revokeLink(link.linkId)).toEqual({ ok: true, value: null });
    await until(() => viewer.health()?.state).toBe('refused');
    expect(viewer.health()?.error?.code).toBe('link-ended');
  });
});

it('shows people to each other by socket, and that they have left', async () => {
  const { flowId, owner, linkFor } = await makeFlow(true);
  const editor = arrive({ flowId, secret: (await linkFor('editor')).secret, bySocket: true });
  owner.connection.show(somePresence);
  await until(() => [...editor.people.values()].map(({ presence }) => presence)).toEqual([somePresence]);
  owner.connection.close();
  await until(() => editor.people.size).toBe(0);
});
