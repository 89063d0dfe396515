import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';

/** A provider on this machine, OpenAI's wire format, that knows some keys and refuses all others, echoing them. */
export interface KeyServer {
  /** As WEFT_PROVIDER_BASE_URLS names it. */
  readonly url: string;
  /** Authorization headers of all requests so far. */
  readonly seen: string[];
  /** Answers from now on; a call is answered once its gate is open. */
  behave(more: Partial<Behaviour>): void;
  stop(): Promise<void>;
}

interface Behaviour {
  readonly keys: readonly string[];
  readonly promptTokens: number;
  readonly completionTokens: number;
  /** Answers of calls wait for it. */
  readonly gate: Promise<void>;
}

export async function startKeyServer(keys: readonly string[]): Promise<KeyServer> {
  let behaviour: Behaviour = { keys, promptTokens: 10, completionTokens: 5, gate: Promise.resolve() };
  const seen: string[] = [];
  const server: Server = createServer((request, response) => {
    const { authorization = '' } = request.headers;
    seen.push(authorization);
    const known = behaviour.keys.some((key) => authorization === `Bearer ${key}`);
    if (!known) return refuse(response, authorization);
    if (request.method === 'GET') return json(response, 200, { data: [] });
    return void answer(request, response, behaviour);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  return Object.freeze({
    url: `http://127.0.0.1:${port}/v1`,
    seen,
    behave(more: Partial<Behaviour>) {
      behaviour = { ...behaviour, ...more };
    },
    async stop() {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  });
}

function json(response: ServerResponse, status: number, body: unknown): void {
  response.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(body));
}

/** Real providers echo parts of a wrong key. */
function refuse(response: ServerResponse, authorization: string): void {
  json(response, 401, { error: { message: `Incorrect API key provided: ${authorization}` } });
}

async function answer(
  request: IncomingMessage,
  response: ServerResponse,
  { gate, promptTokens, completionTokens }: Behaviour,
): Promise<void> {
  for await (const _chunk of request);
  await gate;
  const chunk = (choices: unknown, more: object = {}): string =>
    `data: ${JSON.stringify({ id: 'x', object: 'chat.completion.chunk', created: 1, model: 'm', choices, ...more })}\n\n`;
  const usage = {
    prompt_tokens: promptTokens,
    completion_tokens: completionTokens,
    total_tokens: promptTokens + completionTokens,
  };
  response.writeHead(200, { 'content-type': 'text/event-stream' });
  response.write(chunk([{ index: 0, delta: { role: 'assistant', content: 'Hello' }, finish_reason: null }]));
  response.write(chunk([{ index: 0, delta: {}, finish_reason: 'stop' }]));
  response.end(`${chunk([], { usage })}data: [DONE]\n\n`);
}
