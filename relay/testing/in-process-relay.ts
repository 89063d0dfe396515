import { randomBytes } from 'node:crypto';
import type { Link } from '#shared/protocol/flow-messages.ts';
import { ROLES, type Role } from '#shared/protocol/roles.ts';
import { sealHeaders } from '../auth/door.ts';
import { createTokenSigner } from '../auth/tokens.ts';
import type { Grant } from '../core/grant.ts';
import { planOf } from '../core/testing.ts';
import FlowParty from '../flow.ts';
import RunParty from '../run.ts';
import { answerApi } from '../shell/api.ts';
import type { Parties } from '../shell/parties.ts';
import { createFakePartyStorage, type FakePartyStorage } from '../storage/testing/fake-party-storage.ts';

const SIGNING_KEY = 'a-signing-key-of-the-tests-0123456789abcdef';

/** Main and its rooms in this process: their real shells and cores over storage in memory, without a platform. */
export interface InProcessRelay {
  readonly flowId: string;
  readonly runId: string;
  readonly links: { readonly [role in Role]: string };
  readonly tokens: { readonly [role in Role]: string };
  readonly grants: { readonly [role in Role]: Grant };
  api(method: string, path: string, token: string, body?: unknown): Promise<Response>;
  /** A sealed request, as rooms send them. */
  ask(request: {
    readonly party: 'flow' | 'run';
    readonly method: string;
    readonly path: string;
    readonly grant: Grant | null;
    readonly body?: unknown;
    readonly room?: string;
  }): Promise<Response>;
  /** Everything that is kept, as one text. */
  state(): Promise<string>;
}

type AnyParty = { onRequest(request: never): Promise<Response> };

function createRooms() {
  const storages = new Map<string, FakePartyStorage>();
  const rooms = new Map<string, AnyParty>();
  const env = { WEFT_SIGNING_KEY: SIGNING_KEY };
  const open = (party: 'flow' | 'run', id: string): AnyParty => {
    const name = `${party} ${id}`;
    const known = rooms.get(name);
    if (known) return known;
    const storage = createFakePartyStorage();
    storages.set(name, storage);
    const room = { id, env, context: { parties }, storage: { ...storage, setAlarm: async () => undefined } };
    const made: AnyParty = party === 'flow' ? new FlowParty(room as never) : new RunParty(room as never);
    rooms.set(name, made);
    return made;
  };
  const namespace = (party: 'flow' | 'run') => ({
    get: (id: string) => ({
      fetch: (path: string, init: RequestInit) =>
        open(party, id).onRequest(
          new Request(`http://relay/parties/${party}/${id}${path}`, {
            ...init,
            duplex: 'half',
          } as never) as never,
        ),
    }),
  });
  const parties = { flow: namespace('flow'), run: namespace('run') } as unknown as Parties;
  return { parties, env, storages };
}

/** A flow with a link of every role, and a run in it. */
export async function createInProcessRelay(): Promise<InProcessRelay> {
  const { parties, env, storages } = createRooms();
  const context = { environment: env, parties };
  const flowId = randomBytes(18).toString('base64url');
  const ownerSecret = randomBytes(18).toString('base64url');
  const api: InProcessRelay['api'] = (method, path, token, body) => {
    const isBytes = body instanceof Uint8Array;
    const request = new Request(`http://relay${path}`, {
      method,
      headers: { authorization: `Bearer ${token}` },
      ...(body === undefined ? {} : { body: isBytes ? new Uint8Array(body) : JSON.stringify(body) }),
    });
    return answerApi(context, request);
  };
  const read = async <Body>(response: Promise<Response>): Promise<Body> =>
    (await (await response).json()) as Body;
  const exchange = async (secret: string): Promise<string> =>
    (await read<{ token: string }>(api('POST', `/api/flows/${flowId}/token`, '', { secret }))).token;
  await api('POST', '/api/flows', '', { flowId, ownerSecret });
  const owner = await exchange(ownerSecret);
  const start = {
    requestId: 'r',
    name: 'Olga',
    plan: { ...planOf(), flowId },
    host: { hostId: 'h', visible: true },
  };
  const { runId } = await read<{ runId: string }>(api('POST', '/api/runs', owner, start));
  const found = await Promise.all(
    ROLES.map(async (role) => {
      const wish = { role, name: role, endsAt: null, ...(role.startsWith('run-') ? { runId } : {}) };
      const made =
        role === 'owner'
          ? { secret: ownerSecret, link: null }
          : await read<{ secret: string; link: Link }>(
              api('POST', `/api/flows/${flowId}/links`, owner, wish),
            );
      const token = role === 'owner' ? owner : await exchange(made.secret);
      const grant = await createTokenSigner(SIGNING_KEY).readToken(token, Date.now());
      if (grant === null) throw new Error(`No token for ${role}.`);
      return [role, { token, grant }] as const;
    }),
  );
  const each = <Value>(pick: (entry: (typeof found)[number][1]) => Value) =>
    Object.fromEntries(found.map(([role, entry]) => [role, pick(entry)])) as { [role in Role]: Value };
  return {
    ...{ flowId, runId, api },
    tokens: each(({ token }) => token),
    grants: each(({ grant }) => grant),
    links: each(({ grant }) => grant.linkId),
    ask({ party, method, path, grant, body, room = party === 'flow' ? flowId : runId }) {
      const target = { method, path: `/parties/${party}/${room}${path}`, grant };
      const headers = sealHeaders(SIGNING_KEY, target, Date.now());
      const bytes = body instanceof Uint8Array ? body : JSON.stringify(body);
      const init = { method, headers, ...(body === undefined ? {} : { body: bytes }) };
      return (parties[party] as never as ReturnType<typeof createRooms>['parties'][string])
        .get(room)
        .fetch(path, init as never) as unknown as Promise<Response>;
    },
    async state() {
      const rooms = [...storages].map(async ([name, storage]) => {
        const values = await storage.list<unknown>({});
        return [
          name,
          [...values].map(([key, value]) => [key, value instanceof Uint8Array ? [...value] : value]),
        ];
      });
      return JSON.stringify(await Promise.all(rooms));
    },
  };
}
