import type { z } from 'zod';
import type { pollResponseSchema, tokenResponseSchema } from '#shared/protocol/messages.ts';
import { randomBytes } from 'node:crypto';
import { planOf } from '../core/testing.ts';
import { openSocket, type TestSocket } from './open-socket.ts';

export type PollResponse = z.infer<typeof pollResponseSchema>;

/** A browser as the relay sees one: a flow of its own, a token, runs. */
export interface ApiClient {
  readonly flowId: string;
  readonly secret: string;
  readonly token: string;
  request(
    method: string,
    path: string,
    body?: unknown,
    headers?: Record<string, string>,
  ): ReturnType<typeof globalThis.fetch>;
  startRun(more?: Record<string, unknown>): Promise<string>;
  ticket(runId: string): Promise<string>;
  /** Opens a socket, says hello and waits until it is ready. */
  connect(runId: string, clientId: string): Promise<TestSocket>;
  poll(runId: string, body: Record<string, unknown>): Promise<PollResponse>;
}

export async function createApiClient(url: string): Promise<ApiClient> {
  const flowId = randomBytes(18).toString('base64url');
  const secret = randomBytes(18).toString('base64url');
  await postJson(`${url}/api/flows`, { flowId, ownerSecret: secret });
  return openApiClient(url, flowId, secret);
}

function postJson(address: string, body: unknown): ReturnType<typeof globalThis.fetch> {
  const headers = { 'content-type': 'application/json' };
  return fetch(address, { method: 'POST', headers, body: JSON.stringify(body) });
}

/** Somebody new who has a link of a flow. */
export async function openApiClient(url: string, flowId: string, secret: string): Promise<ApiClient> {
  const answer = await postJson(`${url}/api/flows/${flowId}/token`, { secret });
  const { token } = (await answer.json()) as z.infer<typeof tokenResponseSchema>;
  const request: ApiClient['request'] = (method, path, body, headers = {}) =>
    fetch(url + path, {
      method,
      headers: { authorization: `Bearer ${token}`, ...headers },
      ...(body === undefined
        ? {}
        : { body: body instanceof Uint8Array ? new Uint8Array(body) : JSON.stringify(body) }),
    });
  const ticket: ApiClient['ticket'] = async (runId) => {
    const response = await request('POST', `/api/runs/${runId}/ticket`);
    return ((await response.json()) as { ticket: string }).ticket;
  };
  return {
    ...{ flowId, secret, token, request, ticket },
    async startRun(more = {}) {
      const requestId = randomBytes(8).toString('hex');
      const host = { hostId: 'h1', visible: true };
      const plan = { ...planOf(['a', 'b']), flowId };
      const response = await request('POST', '/api/runs', { requestId, plan, name: 'Ann', host, ...more });
      return ((await response.json()) as { runId: string }).runId;
    },
    async connect(runId, clientId) {
      const socket = await openSocket(`${url}/parties/run/${runId}?ticket=${await ticket(runId)}`);
      socket.send({ type: 'hello', data: { token, protocol: 1, clientId } });
      await socket.next('connection.ready');
      return socket;
    },
    async poll(runId, body) {
      const response = await request('POST', `/api/runs/${runId}/poll`, {
        clientId: 'poll',
        after: 0,
        commands: [],
        ...body,
      });
      return (await response.json()) as PollResponse;
    },
  };
}

/** Asks again until the answer fits; @throws when it does not within the time. */
export async function until<Value>(
  ask: () => Promise<Value>,
  fits: (value: Value) => boolean,
  withinMs = 30_000,
): Promise<Value> {
  const deadline = Date.now() + withinMs;
  for (;;) {
    const value = await ask();
    if (fits(value)) return value;
    if (Date.now() > deadline)
      throw new Error(`Not within ${withinMs} ms: ${JSON.stringify(value).slice(0, 2_000)}`);
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
}
