import { createServer, request as httpRequest, type IncomingMessage, type ServerResponse } from 'node:http';
import {
  connect,
  createServer as createTcpServer,
  type AddressInfo,
  type Server,
  type Socket,
} from 'node:net';

/** What stands between browser and relay while a bench measures. */
export interface LinkProxy {
  readonly url: string;
  /** Where it leads; set once the relay is there. */
  target: string;
  readonly close: () => Promise<void>;
}

/** A link on which every byte takes `delayInMs` in each direction, connecting included. */
export async function startSlowLink(delayInMs: number): Promise<LinkProxy> {
  const proxy = { target: '' };
  const sockets = new Set<Socket>();
  const server = createTcpServer((near) => {
    const { hostname, port } = new URL(proxy.target);
    const far = connect(Number(port), hostname);
    for (const socket of [near, far]) {
      socket.setNoDelay(true);
      sockets.add(socket);
      socket.on('close', () => sockets.delete(socket));
    }
    carry(near, far, delayInMs);
    carry(far, near, delayInMs);
  });
  return Object.assign(proxy, await listening(server, sockets));
}

/** Pieces keep their order: timers of one length end in the order in which they were set. */
function carry(from: Socket, to: Socket, delayInMs: number): void {
  from.on('data', (piece: Buffer) => setTimeout(() => to.writable && to.write(piece), delayInMs));
  from.on('end', () => setTimeout(() => to.end(), delayInMs));
  from.on('error', () => to.destroy());
}

export interface FileRecorder extends LinkProxy {
  /** Paths that were asked for since the last `forget`, in order, each once. */
  readonly paths: () => readonly string[];
  readonly forget: () => void;
}

/** Writes down which files a browser asks for, and lets it keep none, so that a reload asks for all of them again. */
export async function startFileRecorder(): Promise<FileRecorder> {
  const proxy = { target: '' };
  const sockets = new Set<Socket>();
  let paths = new Set<string>();
  const server = createServer((incoming, response) => {
    if (incoming.method === 'GET') paths.add(new URL(incoming.url ?? '/', 'http://a').pathname);
    forward(proxy.target, incoming, response);
  });
  server.on('connection', (socket: Socket) => {
    sockets.add(socket);
    socket.on('close', () => sockets.delete(socket));
  });
  server.on('upgrade', (incoming: IncomingMessage, near: Socket, head: Buffer) => {
    const { hostname, port } = new URL(proxy.target);
    const far = connect(Number(port), hostname);
    const headers = Object.entries(incoming.headers).map(([name, value]) => `${name}: ${String(value)}`);
    far.write(`GET ${incoming.url ?? '/'} HTTP/1.1\r\n${headers.join('\r\n')}\r\n\r\n`);
    far.write(head);
    carry(near, far, 0);
    carry(far, near, 0);
  });
  const recorder = {
    paths: () => [...paths],
    forget() {
      paths = new Set();
    },
  };
  return Object.assign(proxy, recorder, await listening(server, sockets));
}

function forward(target: string, incoming: IncomingMessage, response: ServerResponse): void {
  const { method, headers } = incoming;
  const onward = httpRequest(new URL(incoming.url ?? '/', target), { method, headers }, (answer) => {
    response.writeHead(answer.statusCode ?? 502, { ...answer.headers, 'cache-control': 'no-store' });
    answer.pipe(response);
  });
  onward.on('error', () => response.destroy());
  incoming.pipe(onward);
}

async function listening(
  server: Server,
  sockets: ReadonlySet<Socket>,
): Promise<Pick<LinkProxy, 'url' | 'close'>> {
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  return {
    url: `http://127.0.0.1:${port}`,
    async close() {
      for (const socket of sockets) socket.destroy();
      await new Promise<void>((resolve) => server.close(() => resolve()));
    },
  };
}
