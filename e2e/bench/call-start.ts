import type { HostFact } from '../../shared/run/events.ts';
import { planOf, requestOf } from '../../relay/core/testing.ts';
import { createApiClient, type ApiClient } from '../../relay/testing/api-client.ts';
import type { TestSocket } from '../../relay/testing/open-socket.ts';
import type { StampingProvider } from './stamping-provider.ts';

export const CALLS = 100;
export const WARM_UP = 10;

/** A host of a run without a tab. */
export interface Host {
  readonly socket: TestSocket;
  /** Starts a call; resolves with the moment at which its frame was sent. */
  readonly call: (number: number) => number;
  readonly ended: (number: number) => Promise<unknown>;
}

const callIdOf = (number: number) => number.toString(16).padStart(32, '0');

/** @param payerOf what pays for the run; left out = the relay's own keys. */
export async function openHost(url: string, payerOf?: (client: ApiClient) => Promise<object>): Promise<Host> {
  const client = await createApiClient(url);
  const payer = payerOf && { payer: await payerOf(client) };
  const plan = { ...planOf(['a']), flowId: client.flowId };
  const runId = await client.startRun({ plan, ...payer });
  const socket = await client.connect(runId, 'bench');
  socket.send({ type: 'subscribe', data: { after: 0 } });
  await socket.next('subscribed');
  let n = 0;
  const send = (body: object) => socket.send({ clientId: 'bench', n: (n += 1), ...body });
  const facts: HostFact[] = [
    { type: 'dag.created', data: { nodes: 1, edges: 0, levelSizes: [1] } },
    { type: 'execution.node.status', data: { nodeId: 'a', round: 0, status: 'running' } },
  ];
  send({ type: 'host.append', data: { epoch: 1, facts } });
  await socket.next('ack', ({ data }) => data.n === n);
  return {
    socket,
    call(number) {
      const request = { ...requestOf(`call ${number}`), model: 'mistral-small-latest' };
      const place = { nodeId: 'a', round: 0, ordinal: number, try: 1 };
      const at = performance.now();
      send({ type: 'call.start', data: { epoch: 1, callId: callIdOf(number), ...place, request } });
      return at;
    },
    ended: (number) =>
      socket.next('entries', ({ data }) =>
        data.entries.some((entry) => entry.type === 'call.ended' && entry.data.callId === callIdOf(number)),
      ),
  };
}

/** From the frame of a call to its request at the provider, ms. */
export async function measureCalls(host: Host, provider: StampingProvider): Promise<readonly number[]> {
  provider.answer(1, 0);
  const times: number[] = [];
  for (let number = 0; number < CALLS + WARM_UP; number += 1) {
    const arrival = provider.nextRequest();
    const sentAt = host.call(number);
    const arrivedAt = await arrival;
    if (number >= WARM_UP) times.push(arrivedAt - sentAt);
    await host.ended(number);
    host.socket.send({ type: 'credit', data: { frames: 4 } });
  }
  return times;
}
