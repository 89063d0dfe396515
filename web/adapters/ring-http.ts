import {
  flowGrantsResponseSchema,
  keyGrantResponseSchema,
  ledgerResponseSchema,
  ledgerRowResponseSchema,
  ringKeyResponseSchema,
  ringResponseSchema,
  ringTokenResponseSchema,
  type ChangeGrant,
  type MakeGrant,
  type MakeRing,
  type PutKey,
} from '#shared/protocol/vault-messages.ts';
import { toWeftError, weftError } from '#shared/run/errors.ts';
import { createJsonRequest, type RelayFetch } from './relay-request.ts';
import { createTokenRequest, mapped, type TokenAnswer, type TokenRequestOptions } from './token-request.ts';

/** Where a browser's key ring is kept at the relay, and what proves that it is its owner's. */
export interface RingCredentials {
  readonly ringId: string;
  readonly secret: string;
}

/** A token is asked for anew so long before it ends, ms. */
const RENEW_BEFORE_MS = 60_000;

/**
 * The key ring of this browser over HTTP. Nothing here rejects: failures are values.
 * @param credentials read anew for every request: another tab may have made the ring
 */
export function createRingHttp(
  request: RelayFetch,
  credentials: () => RingCredentials | null,
  monotonicNow: () => number,
) {
  const json = createJsonRequest(request);
  const ring = () => `/api/rings/${encodeURIComponent(credentials()?.ringId ?? '')}`;
  let known: { readonly token: string; readonly until: number } | null = null;

  async function session(): Promise<TokenAnswer> {
    const owner = credentials();
    if (owner === null) return { ok: false, error: weftError('not-found', 'There is no key ring here yet.') };
    if (known !== null && monotonicNow() < known.until) return { ok: true, session: known };
    try {
      const answer = await json('POST', `${ring()}/token`, { secret: owner.secret });
      const { token, expiresAt, now } = ringTokenResponseSchema.parse(answer);
      known = { token, until: monotonicNow() + expiresAt - now - RENEW_BEFORE_MS };
      return { ok: true, session: known };
    } catch (caught) {
      return { ok: false, error: toWeftError(caught) };
    }
  }

  const forget = () => {
    known = null;
  };
  const { ask, tell, bytes } = createTokenRequest({ request, session, forget });
  const key = (keyId: string) => `${ring()}/keys/${encodeURIComponent(keyId)}`;
  const grant = (grantId: string) => `${ring()}/grants/${encodeURIComponent(grantId)}`;
  const call = (callId: string) => `${ring()}/ledger/${encodeURIComponent(callId)}/verdict`;

  return Object.freeze({
    /** The one request for which there can be no token yet. */
    async make(body: MakeRing) {
      try {
        await request({ method: 'POST', path: '/api/rings', json: body });
        return { ok: true as const, value: null };
      } catch (caught) {
        return { ok: false as const, error: toWeftError(caught) };
      }
    },
    read: () => ask(ringResponseSchema, { method: 'GET', path: ring() }),
    putKey: async (body: PutKey) =>
      mapped(await ask(ringKeyResponseSchema, { method: 'POST', path: `${ring()}/keys`, json: body }), 'key'),
    checkKey: async (keyId: string) =>
      mapped(
        await ask(ringKeyResponseSchema, { method: 'POST', path: `${key(keyId)}/check`, json: {} }),
        'key',
      ),
    removeKey: (keyId: string) => tell({ method: 'DELETE', path: key(keyId) }),
    makeGrant: async (body: MakeGrant) =>
      mapped(
        await ask(keyGrantResponseSchema, { method: 'POST', path: `${ring()}/grants`, json: body }),
        'grant',
      ),
    changeGrant: async (grantId: string, change: ChangeGrant) =>
      mapped(
        await ask(keyGrantResponseSchema, { method: 'PATCH', path: grant(grantId), json: change }),
        'grant',
      ),
    revokeGrant: (grantId: string) => tell({ method: 'DELETE', path: grant(grantId) }),
    ledger: (before: number | null) =>
      ask(ledgerResponseSchema, {
        method: 'GET',
        path: `${ring()}/ledger${before === null ? '' : `?before=${before}`}`,
      }),
    /** CSV, all of it. */
    ledgerFile: () => bytes(`${ring()}/ledger.csv`),
    judge: async (callId: string, verdict: 'billed' | 'not-billed') =>
      mapped(
        await ask(ledgerRowResponseSchema, { method: 'POST', path: call(callId), json: { verdict } }),
        'row',
      ),
  });
}

/** What a flow sees of key rings, and a token by which the flow may be given one. */
export function createFlowKeysHttp(options: TokenRequestOptions & { readonly flowId: string }) {
  const { ask } = createTokenRequest(options);
  const path = `/api/flows/${encodeURIComponent(options.flowId)}/grants`;
  return Object.freeze({
    grants: () => ask(flowGrantsResponseSchema, { method: 'GET', path }),
    async flowToken() {
      const answer = await options.session();
      return answer.ok ? { ok: true as const, value: answer.session.token } : answer;
    },
  });
}
