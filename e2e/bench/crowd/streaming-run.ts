import type { HostFact } from '../../../shared/run/events.ts';
import { planOf, requestOf } from '../../../relay/core/testing.ts';
import { createApiClient, type ApiClient } from '../../../relay/testing/api-client.ts';
import type { TestSocket } from '../../../relay/testing/open-socket.ts';

/** A run whose calls all stream at once, as far as the limits of a run allow. */
export interface StreamingRun {
  readonly client: ApiClient;
  readonly runId: string;
  /** Starts so many calls; resolves when all of them have ended. */
  readonly stream: (calls: number) => Promise<void>;
  readonly close: () => void;
}

/** Four calls of a provider work at once, so the calls are shared out among two. */
const PROVIDERS = ['mistral', 'openai'] as const;
const MODELS = { mistral: 'mistral-small-latest', openai: 'gpt-4.1-mini' } as const;

export async function openStreamingRun(url: string): Promise<StreamingRun> {
  const client = await createApiClient(url);
  const runId = await client.startRun({ plan: { ...planOf(['a']), flowId: client.flowId } });
  const socket = await client.connect(runId, 'bench');
  socket.send({ type: 'subscribe', data: { after: 0 } });
  await socket.next('subscribed');
  let n = 0;
  let calls = 0;
  const send = (body: object) => socket.send({ clientId: 'bench', n: (n += 1), ...body });
  const facts: HostFact[] = [
    { type: 'dag.created', data: { nodes: 1, edges: 0, levelSizes: [1] } },
    { type: 'execution.node.status', data: { nodeId: 'a', round: 0, status: 'running' } },
  ];
  send({ type: 'host.append', data: { epoch: 1, facts } });
  const credit = setInterval(() => socket.send({ type: 'credit', data: { frames: 64 } }), 1_000);
  const renewal = setInterval(
    () => send({ type: 'host.renew', data: { hostId: 'h1', epoch: 1, visible: true } }),
    4_000,
  );

  function start(): Promise<unknown> {
    const provider = PROVIDERS[calls % PROVIDERS.length] ?? PROVIDERS[0];
    const callId = (calls += 1).toString(16).padStart(32, '0');
    const request = { ...requestOf(`call ${calls}`, provider), model: MODELS[provider] };
    const place = { nodeId: 'a', round: 0, ordinal: calls, try: 1 };
    send({ type: 'call.start', data: { epoch: 1, callId, ...place, request } });
    return ended(socket, callId);
  }
  return Object.freeze({
    ...{ client, runId },
    async stream(count: number) {
      await Promise.all(Array.from({ length: count }, start));
    },
    close() {
      clearInterval(credit);
      clearInterval(renewal);
      socket.close();
    },
  });
}

const ended = (socket: TestSocket, callId: string) =>
  socket.next('entries', ({ data }) =>
    data.entries.some((entry) => entry.type === 'call.ended' && entry.data.callId === callId),
  );
