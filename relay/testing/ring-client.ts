import { randomBytes } from 'node:crypto';
import type { LedgerRow, RingResponse } from '#shared/protocol/vault-messages.ts';
import type { ApiClient } from './api-client.ts';

/** A key ring as its owner's browser sees it. */
export interface RingClient {
  readonly ringId: string;
  /** `body` is null where the answer is no JSON object. */
  ask<Body>(
    method: string,
    path: string,
    body?: unknown,
  ): Promise<{ readonly status: number; readonly body: Body; readonly text: string }>;
  /** Lets the flow use it for OpenAI, without limits but those of the budget. @returns the grant's id */
  grant(budget: object): Promise<string>;
}

/** A new ring. @param heard gets every body that comes back. */
export async function openRing(
  flow: ApiClient,
  heard: (text: string) => void = () => undefined,
): Promise<RingClient> {
  const ringId = randomBytes(18).toString('base64url');
  const secret = randomBytes(18).toString('base64url');
  const made = await flow.request('POST', '/api/rings', { ringId, secret, name: 'Ann’s keys' });
  if (made.status !== 201) throw new Error(`The ring was not made: ${made.status}.`);
  const exchanged = await flow.request('POST', `/api/rings/${ringId}/token`, { secret });
  const { token } = (await exchanged.json()) as { token: string };
  const ask: RingClient['ask'] = async (method, path, body) => {
    const headers = { authorization: `Bearer ${token}` };
    const answer = await flow.request(method, `/api/rings/${ringId}${path}`, body, headers);
    const text = await answer.text();
    heard(text);
    return { status: answer.status, text, body: (text.startsWith('{') ? JSON.parse(text) : null) as never };
  };
  return {
    ...{ ringId, ask },
    async grant(budget) {
      const limits = { perRunMicroUsd: null, perDayMicroUsd: null, totalMicroUsd: null, ...budget };
      const terms = { flowToken: flow.token, name: 'Ann’s keys', providers: ['openai'], endsAt: null };
      const { status, body } = await ask<{ grant: { grantId: string } }>('POST', '/grants', {
        ...{ ...terms, budget: limits },
      });
      if (status !== 201) throw new Error(`The grant was not made: ${status}.`);
      return body.grant.grantId;
    },
  };
}

export const putKey = (ring: RingClient, key: string) =>
  ring.ask<{ error?: { code: string; message: string } }>('POST', '/keys', {
    provider: 'openai',
    key,
    name: 'Mine',
  });

export const rowsOf = async (ring: RingClient) =>
  (await ring.ask<{ rows: LedgerRow[] }>('GET', '/ledger')).body.rows;

/** Of its first grant. */
export const spentOf = async (ring: RingClient) =>
  (await ring.ask<RingResponse>('GET', '')).body.grants[0]?.spent;
