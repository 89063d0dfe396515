import type { FlowClientMessage, FlowServerMessage } from '#shared/protocol/flow-messages.ts';
import { createTestDoc, partOf, type TestDoc } from '../core/flow/testing.ts';
import type { ApiClient } from './api-client.ts';
import { openSocket, type TestSocket } from './open-socket.ts';

type Frame<Type extends FlowServerMessage['type']> = Extract<FlowServerMessage, { type: Type }>;

/** A tab in a flow's room. */
export interface FlowClient {
  readonly socket: TestSocket;
  readonly frames: readonly FlowServerMessage[];
  readonly closed: Promise<number>;
  send(message: FlowClientMessage): void;
  next<Type extends FlowServerMessage['type']>(
    type: Type,
    fits?: (frame: Frame<Type>) => boolean,
  ): Promise<Frame<Type>>;
  /** Sends an update under the next number, and waits for its ack. */
  update(update: Uint8Array): Promise<Frame<'ack'>['data']>;
  close(): void;
}

export async function flowTicket(api: ApiClient): Promise<string> {
  const response = await api.request('POST', `/api/flows/${api.flowId}/ticket`);
  return ((await response.json()) as { ticket: string }).ticket;
}

/** Opens a socket and says hello; what comes of it is in the frames. */
export async function openFlow(
  url: string,
  api: ApiClient,
  clientId: string,
  more = '',
): Promise<FlowClient> {
  const ticket = await flowTicket(api);
  const socket = await openSocket(`${url}/parties/flow/${api.flowId}?ticket=${ticket}${more}`);
  socket.send({ type: 'hello', data: { token: api.token, protocol: 1, clientId } });
  let n = 0;
  const next: FlowClient['next'] = (type, fits) =>
    socket.next(type as never, fits as never) as Promise<never>;
  return {
    socket,
    frames: socket.frames as never,
    closed: socket.closed,
    send: (message) => socket.send(message),
    next,
    async update(update) {
      n += 1;
      const mine = n;
      socket.send({ type: 'doc.update', clientId, n: mine, data: partOf(2, update) });
      return (await next('ack', ({ data }) => data.n === mine)).data;
    },
    close: () => socket.close(),
  };
}

/** As openFlow, with a document that has been brought up to the room's. */
export async function joinFlow(
  url: string,
  api: ApiClient,
  yjsClient: number,
): Promise<FlowClient & { readonly doc: TestDoc }> {
  const client = await openFlow(url, api, `tab-${yjsClient}`);
  const doc = createTestDoc(yjsClient);
  await client.next('connection.ready');
  client.send(doc.syncFrame());
  await client.next('doc');
  return { ...client, doc };
}
