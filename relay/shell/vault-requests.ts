import { z } from 'zod/mini';
import {
  changeGrantSchema,
  makeGrantSchema,
  makeRingSchema,
  putKeySchema,
  ringTokenRequestSchema,
  verdictSchema,
} from '#shared/protocol/vault-messages.ts';
import { LIMITS } from '#shared/protocol/limits.ts';
import { weftError } from '#shared/run/errors.ts';
import { isAllowed } from '../auth/decide.ts';
import { ROOM_ACTIONS } from '../auth/needed-action.ts';
import { hashRingSecret, isRingSecret } from '../auth/ring-secret.ts';
import { createTokenSigner } from '../auth/tokens.ts';
import type { Grant } from '../core/grant.ts';
import { storageFailed } from '../core/handle-command.ts';
import type { KeptRow } from '../core/vault/vault-record.ts';
import type { VaultRequest } from '../core/vault/vault-request.ts';
import type { RelayEnvironment } from '../providers/types.ts';
import type { VaultStore } from '../storage/vault-store.ts';
import { signingKey } from './environment.ts';
import { errorResponse, jsonResponse, REFUSALS } from './json-response.ts';
import { parseJson, readBody, type BodySource } from './read-body.ts';
import { reserveSchema, restSchema, settleSchema } from './vault-bodies.ts';
import type { VaultDriver } from './vault-driver.ts';
import { putKey, recheckKey } from './vault-keys.ts';
import { ledgerFile, ledgerPage, shownRow } from './vault-ledger.ts';

/** What a request to a room of the vault needs. */
export interface VaultRequestContext {
  readonly driver: VaultDriver;
  readonly store: VaultStore;
  readonly environment: RelayEnvironment;
  /** Who the request is for; null = the relay itself, in its own name or in that of the ring's owner. */
  readonly grant: Grant | null;
  /** Tells the list of all purses of this one, if it has not heard of it. */
  readonly listPurse: () => void;
  readonly now: () => number;
  readonly newId: () => string;
}

const BODY_BYTES = 16 * 1024;

type VaultRoute = Extract<keyof typeof ROOM_ACTIONS, `vault ${string}`>;

const ROUTES: { readonly [path: string]: VaultRoute } = {
  'POST ring': 'vault ring.make',
  'POST token': 'vault ring.token',
  'GET own': 'vault ring.read',
  'DELETE own': 'vault ring.clear',
  'POST own/keys': 'vault keys.put',
  'POST own/keys/:id/check': 'vault keys.check',
  'DELETE own/keys/:id': 'vault keys.remove',
  'POST own/grants/:id': 'vault grants.make',
  'PATCH own/grants/:id': 'vault grants.change',
  'DELETE own/grants/:id': 'vault grants.revoke',
  'GET own/ledger': 'vault ledger.read',
  'GET own/ledger.csv': 'vault ledger.file',
  'POST own/ledger/:id/verdict': 'vault ledger.judge',
  'GET offers/:id': 'vault offer',
  'POST use/:id': 'vault use',
  'POST reserve': 'vault reserve',
  'POST settle': 'vault settle',
  'POST rest': 'vault rest',
  'POST places': 'vault places.note',
  'GET places': 'vault places.read',
  'POST flows': 'vault flows.note',
  'GET flows': 'vault flows.read',
};

/** Sealed requests to a room of the vault; `parts` is the path below the room. */
export async function answerVaultRequest(
  context: VaultRequestContext,
  http: BodySource & { readonly method: string; readonly url: string },
  parts: readonly string[],
): Promise<Response> {
  const isOwn = parts[0] === 'own';
  const at = isOwn ? 2 : 1;
  const pattern = parts.map((part, index) => (index === at ? ':id' : part)).join('/');
  const path = `${http.method} ${pattern}`;
  const name = Object.hasOwn(ROUTES, path) ? ROUTES[path] : undefined;
  if (name === undefined) return REFUSALS.notFound();
  const action = ROOM_ACTIONS[name];
  const { grant } = context;
  const isAdmitted = action === 'relay' ? grant === null : grant !== null && isAllowed(grant.role, action);
  if (!isAdmitted) return REFUSALS.notAllowed();
  const body = await readBody(http, BODY_BYTES);
  if (body === null) return REFUSALS.tooLarge();
  const before = Number(new URL(http.url).searchParams.get('before') ?? Number.NaN);
  return answer(context, name, { id: parts[at] ?? '', body: () => parseJson(body), before });
}

interface Asked {
  readonly id: string;
  readonly body: () => unknown;
  readonly before: number;
}

const flowSchema = z.object({ flowId: z.string() });
const placeSchema = z.object({ flowId: z.string(), ringId: z.string(), grantId: z.string() });
const termsSchema = z.extend(z.omit(makeGrantSchema, { flowToken: true }), { flowId: z.string() });

function answer(context: VaultRequestContext, name: VaultRoute, asked: Asked): Promise<Response> {
  const { id, body } = asked;
  const flowId = context.grant?.flowId ?? '';
  const to = (request: VaultRequest): Promise<Response> => ask(context, request);
  const read = readerOf(body);
  switch (name) {
    case 'vault ring.make':
      return read(makeRingSchema, ({ secret, ...ring }) =>
        to({ type: 'ring.make', ...ring, secretHash: hashRingSecret(secret) }),
      );
    case 'vault ring.token':
      return read(ringTokenRequestSchema, ({ secret }) => exchange(context, secret));
    case 'vault ring.read':
      return to({ type: 'ring.read' });
    case 'vault ring.clear':
      return to({ type: 'ring.clear' });
    case 'vault keys.put':
      return read(putKeySchema, (wish) => putKey(context, wish));
    case 'vault keys.check':
      return recheckKey(context, id);
    case 'vault keys.remove':
      return to({ type: 'key.remove', keyId: id });
    case 'vault grants.make':
      return read(termsSchema, (terms) => to({ type: 'grant.make', ...terms, grantId: id }));
    case 'vault grants.change':
      return read(changeGrantSchema, (change) => to({ type: 'grant.change', grantId: id, change }));
    case 'vault grants.revoke':
      return to({ type: 'grant.revoke', grantId: id });
    case 'vault ledger.read':
      return ledgerPage(context.store, asked.before);
    case 'vault ledger.file':
      return Promise.resolve(ledgerFile(context.store, context.driver.room().sums()));
    case 'vault ledger.judge':
      return read(verdictSchema, ({ verdict }) => judge(context, Number(id), verdict));
    case 'vault offer':
      return to({ type: 'offer', grantId: id, flowId });
    case 'vault use':
      return to({ type: 'use', grantId: id, flowId });
    default:
      return answerRooms(context, name, asked);
  }
}

type Then<Value> = (value: Value) => Promise<Response>;

/** Answers with what a body leads to, or refuses one that is none. */
function readerOf(body: () => unknown) {
  return <Value>(schema: z.ZodMiniType<Value>, then: Then<Value>): Promise<Response> => {
    const parsed = schema.safeParse(body());
    return parsed.success ? then(parsed.data) : Promise.resolve(REFUSALS.badRequest());
  };
}

/** What rooms of runs and of other purses say. */
function answerRooms(
  context: VaultRequestContext,
  name: Extract<
    VaultRoute,
    `vault ${'reserve' | 'settle' | 'rest' | `places.${string}` | `flows.${string}`}`
  >,
  { body }: Asked,
): Promise<Response> {
  const to = (request: VaultRequest): Promise<Response> => ask(context, request);
  const read = readerOf(body);
  switch (name) {
    case 'vault reserve':
      return read(reserveSchema, (reserve) => to({ type: 'reserve', reserve }).finally(context.listPurse));
    case 'vault settle':
      return read(settleSchema, (settle) => to({ type: 'settle', settle }));
    case 'vault rest':
      return read(restSchema, ({ runId }) => to({ type: 'rest', runId }));
    case 'vault places.note':
      return read(placeSchema, (place) => {
        const { flowId: of, ringId, grantId } = place;
        return to({ type: 'purse.note', flowId: of, place: { ringId, grantId } });
      });
    case 'vault places.read':
      return to({ type: 'purse.read' });
    case 'vault flows.note':
      return read(flowSchema, ({ flowId: of }) => to({ type: 'flows.note', flowId: of }));
    case 'vault flows.read':
      return to({ type: 'flows.read' });
    default:
      return name satisfies never;
  }
}

async function ask({ driver }: VaultRequestContext, request: VaultRequest): Promise<Response> {
  const reply = await driver.ask(request);
  if (reply === null) return errorResponse(503, storageFailed());
  if (reply.status === 204) return new Response(null, { status: 204 });
  return jsonResponse(reply.body, reply.status);
}

/** The ring's secret against a short-lived token. A ring that is not there is refused like a wrong secret. */
async function exchange(
  { driver, environment, now }: VaultRequestContext,
  secret: string,
): Promise<Response> {
  const record = driver.room().record();
  if (record?.kind !== 'ring' || !isRingSecret(record.secretHash, secret))
    return errorResponse(403, weftError('not-allowed', 'This does not open the key ring.'));
  const expiresAt = now() + LIMITS.tokenMs;
  const token = await createTokenSigner(signingKey(environment)).signRing(record.ringId, expiresAt);
  return jsonResponse({ token, expiresAt, now: now() });
}

async function judge(
  context: VaultRequestContext,
  n: number,
  verdict: 'billed' | 'not-billed',
): Promise<Response> {
  const row = Number.isInteger(n) && n > 0 ? await context.store.row(n) : null;
  if (row === null) return REFUSALS.notFound();
  const reply = await context.driver.ask({ type: 'verdict', row, verdict });
  if (reply === null) return errorResponse(503, storageFailed());
  if (reply.status !== 200) return jsonResponse(reply.body, reply.status);
  return jsonResponse({ row: shownRow((reply.body as { row: KeptRow }).row) });
}
