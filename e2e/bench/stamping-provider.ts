import { createServer, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';

/**
 * A provider on this machine that speaks the OpenAI wire format and writes down when each request arrived and when each
 * token left, by the clock of this process.
 */
export interface StampingProvider {
  readonly url: string;
  /** Resolves with the moment at which the next request arrived, ms. */
  readonly nextRequest: () => Promise<number>;
  /** When the token of this number left, ms. */
  readonly sentAt: (token: number) => number;
  /** Tokens that have left so far. */
  readonly count: () => number;
  /** Tokens of each answer from now on, and the time between them; what is thought is followed by one word of text. */
  readonly answer: (tokens: number, everyMs: number, channel?: Channel) => void;
  readonly close: () => Promise<void>;
}

type Channel = 'content' | 'reasoning_content';

export async function startStampingProvider(): Promise<StampingProvider> {
  const sent: number[] = [];
  const waiting: ((at: number) => void)[] = [];
  let tokens = 1;
  let everyMs = 0;
  let channel: Channel = 'content';
  const server = createServer((request, response) => {
    waiting.shift()?.(performance.now());
    request.resume();
    request.on('end', () => void write(response));
  });

  async function write(response: ServerResponse): Promise<void> {
    response.writeHead(200, { 'content-type': 'text/event-stream' });
    response.socket?.setNoDelay(true);
    for (let token = 0; token < tokens; token += 1) {
      if (everyMs > 0) await sleep(everyMs);
      const number = sent.push(performance.now()) - 1;
      response.write(event({ [channel]: `${number} ` }, null));
    }
    if (channel !== 'content') response.write(event({ content: 'Thought.' }, null));
    response.write(event({}, 'stop'));
    response.end('data: [DONE]\n\n');
  }

  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  return {
    url: `http://127.0.0.1:${port}`,
    nextRequest: () => new Promise((resolve) => waiting.push(resolve)),
    sentAt: (token) => sent[token] ?? Number.NaN,
    count: () => sent.length,
    answer(count, intervalMs, given = 'content') {
      tokens = count;
      everyMs = intervalMs;
      channel = given;
    },
    async close() {
      server.closeAllConnections();
      await new Promise<void>((resolve) => server.close(() => resolve()));
    },
  };
}

function event(delta: Record<string, string>, reason: string | null): string {
  const chunk = {
    id: 'c',
    object: 'chat.completion.chunk',
    created: 1,
    model: 'm',
    choices: [{ index: 0, delta, finish_reason: reason }],
    ...(reason === null ? {} : { usage: { prompt_tokens: 1, completion_tokens: 1, total_tokens: 2 } }),
  };
  return `data: ${JSON.stringify(chunk)}\n\n`;
}
