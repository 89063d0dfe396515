import { randomBytes } from 'node:crypto';
import type { Link } from '#shared/protocol/flow-messages.ts';
import { ROLES, type Role } from '#shared/protocol/roles.ts';
import { sealHeaders } from '../auth/door.ts';
import { createTokenSigner } from '../auth/tokens.ts';
import type { Grant } from '../core/grant.ts';
import { planOf } from '../core/testing.ts';
import FlowParty from '../flow.ts';
import RunParty from '../run.ts';
import VaultParty from '../vault.ts';
import { answerApi } from '../shell/api.ts';
import type { Parties } from '../shell/parties.ts';
import { createFakePartyStorage, type FakePartyStorage } from '../storage/testing/fake-party-storage.ts';

export const SIGNING_KEY = 'a-signing-key-of-the-tests-0123456789abcdef';
/** 32 bytes. */
const ENCRYPTION_KEY = 'an-encryption-key-of-the-tests-0123456789ab';

/** Main and its rooms in this process: their real shells and cores over storage in memory, without a platform. */
export interface InProcessRelay {
  readonly flowId: string;
  readonly runId: string;
  readonly links: { readonly [role in Role]: string };
  readonly tokens: { readonly [role in Role]: string };
  readonly grants: { readonly [role in Role]: Grant };
  /** A key ring, given to the flow by a grant. */
  readonly ring: {
    readonly ringId: string;
    readonly secret: string;
    readonly token: string;
    readonly grantId: string;
  };
  api(method: string, path: string, token: string, body?: unknown): Promise<Response>;
  /** A sealed request, as rooms send them. */
  ask(request: {
    readonly party: 'flow' | 'run' | 'vault';
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

type PartyName = 'flow' | 'run' | 'vault';
const PARTIES = { flow: FlowParty, run: RunParty, vault: VaultParty } as const;

function createRooms(environment: Readonly<Record<string, string>>) {
  const storages = new Map<string, FakePartyStorage>();
  const rooms = new Map<string, AnyParty>();
  const env = { WEFT_SIGNING_KEY: SIGNING_KEY, WEFT_ENCRYPTION_KEY: ENCRYPTION_KEY, ...environment };
  const open = (party: PartyName, id: string): AnyParty => {
    const name = `${party} ${id}`;
    const known = rooms.get(name);
    if (known) return known;
    const storage = createFakePartyStorage();
    storages.set(name, storage);
    const room = { id, env, context: { parties }, storage: { ...storage, setAlarm: async () => undefined } };
    const made: AnyParty = new PARTIES[party](room as never);
    rooms.set(name, made);
    return made;
  };
  const namespace = (party: PartyName) => ({
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
  const names = Object.keys(PARTIES) as PartyName[];
  const parties = Object.fromEntries(names.map((name) => [name, namespace(name)])) as unknown as Parties;
  return { parties, env, storages };
}

/** A flow with a link of every role, and a run in it. */
export async function createInProcessRelay(
  environment: Readonly<Record<string, string>> = {},
): Promise<InProcessRelay> {
  const { parties, env, storages } = createRooms(environment);
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
  const ring = await makeRing(api, owner);
  const each = <Value>(pick: (entry: (typeof found)[number][1]) => Value) =>
    Object.fromEntries(found.map(([role, entry]) => [role, pick(entry)])) as { [role in Role]: Value };
  return {
    ...{ flowId, runId, api, ring },
    tokens: each(({ token }) => token),
    grants: each(({ grant }) => grant),
    links: each(({ grant }) => grant.linkId),
    ask({ party, method, path, grant, body, room: asked }) {
      const room = asked ?? { flow: flowId, run: runId, vault: ring.ringId }[party];
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
      // A room that was asked and keeps nothing leaves nothing.
      return JSON.stringify((await Promise.all(rooms)).filter(([, values]) => values?.length !== 0));
    },
  };
}

/** A ring of the flow's owner, and a grant of it. */
async function makeRing(api: InProcessRelay['api'], flowToken: string): Promise<InProcessRelay['ring']> {
  const ringId = randomBytes(18).toString('base64url');
  const secret = randomBytes(18).toString('base64url');
  await api('POST', '/api/rings', '', { ringId, secret, name: 'Olga’s keys' });
  const exchanged = await api('POST', `/api/rings/${ringId}/token`, '', { secret });
  const { token } = (await exchanged.json()) as { token: string };
  const budget = { perRunMicroUsd: 1_000_000, perDayMicroUsd: null, totalMicroUsd: null };
  const terms = { flowToken, name: 'Olga’s keys', providers: ['openai'], budget, endsAt: null };
  const made = await api('POST', `/api/rings/${ringId}/grants`, token, terms);
  const { grant } = (await made.json()) as { grant: { grantId: string } };
  return { ringId, secret, token, grantId: grant.grantId };
}
