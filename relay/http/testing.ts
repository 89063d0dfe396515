import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';

/** One request as it came in. */
export interface SeenRequest {
  readonly method: string;
  readonly path: string;
  readonly headers: IncomingMessage['headers'];
  readonly body: string;
}

export interface WebServer {
  readonly origin: string;
  readonly seen: readonly SeenRequest[];
  /** How often a path was asked for, with whatever method. */
  countFor(path: string): number;
  close(): Promise<void>;
}

export type Answerer = (request: SeenRequest, response: ServerResponse) => void;

/** A server of this machine that counts what it is asked and answers as the test says. @param port 0 = any */
export async function startWebServer(answer: Answerer, port = 0): Promise<WebServer> {
  const seen: SeenRequest[] = [];
  const server = createServer((request, response) => {
    const pieces: Buffer[] = [];
    request.on('data', (piece: Buffer) => pieces.push(piece));
    request.on('end', () => {
      const { method = '', url = '', headers } = request;
      const one = { method, path: url, headers, body: Buffer.concat(pieces).toString('utf8') };
      seen.push(one);
      answer(one, response);
    });
  });
  await new Promise<void>((resolve) => server.listen(port, '127.0.0.1', resolve));
  const address = server.address();
  const bound = typeof address === 'object' && address !== null ? address.port : port;
  return Object.freeze({
    origin: `http://127.0.0.1:${bound}`,
    seen,
    countFor: (path: string) => seen.filter((one) => one.path === path).length,
    close: () =>
      new Promise<void>((resolve) => {
        server.closeAllConnections();
        server.close(() => resolve());
      }),
  });
}
