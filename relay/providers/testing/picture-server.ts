import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo, Socket } from 'node:net';

/**
 * Makers of pictures on this machine: real HTTP in the formats of OpenAI and Z.ai (`/images/generations`), Hugging Face
 * (`/models/…`) and Fireworks (`/workflows/…`, `/get_result`), written from their documentation, not recorded. The model's
 * name says how it fails.
 */
export interface PictureServer {
  readonly url: string;
  readonly requests: readonly PictureRequest[];
  reset(): void;
  close(): Promise<void>;
}

export interface PictureRequest {
  readonly path: string;
  readonly key: string;
  readonly body: { readonly [key: string]: unknown };
}

/** How it fails on the paid request, whatever the format. */
export const PICTURE_FAILURES = [
  'rate-limited',
  'unavailable',
  'server-error',
  'bad-request',
  'moderated-at-once',
  'not-found',
  'stall-before-headers',
  'cut-before-headers',
  'cut',
  'malformed',
  'page',
  'wrong-type',
  'redirect',
  'flood',
] as const;
export type PictureFailure = (typeof PICTURE_FAILURES)[number];

/** A picture of two by three pixels, as far as its header goes. */
export const TEST_PNG = new Uint8Array([
  ...[137, 80, 78, 71, 13, 10, 26, 10, 0, 0, 0, 13, 73, 72, 68, 82],
  ...[0, 0, 0, 2, 0, 0, 0, 3, 8, 2, 0, 0, 0],
]);

const STATUS: { readonly [name: string]: readonly [status: number, code: string] } = {
  'rate-limited': [429, 'rate_limit_exceeded'],
  unavailable: [503, 'unavailable'],
  'server-error': [500, 'server_error'],
  'bad-request': [400, 'invalid_value'],
  'moderated-at-once': [400, 'moderation_blocked'],
  'not-found': [404, 'model_not_found'],
};

interface State {
  readonly requests: PictureRequest[];
  readonly polls: Map<string, number>;
  readonly key: string;
}

export async function startPictureServer(key: string): Promise<PictureServer> {
  const state: State = { requests: [], polls: new Map(), key };
  const sockets = new Set<Socket>();
  const server = createServer((request, response) => {
    handle(state, request, response).catch(() => response.destroy());
  });
  server.on('connection', (socket) => {
    sockets.add(socket);
    socket.on('close', () => sockets.delete(socket));
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return Object.freeze({
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    requests: state.requests,
    reset() {
      state.requests.splice(0);
      state.polls.clear();
    },
    async close() {
      for (const socket of sockets) socket.destroy();
      await new Promise<void>((resolve) => server.close(() => resolve()));
    },
  });
}

async function handle(state: State, request: IncomingMessage, response: ServerResponse): Promise<void> {
  const path = new URL(request.url ?? '/', 'http://localhost').pathname;
  const pieces: Buffer[] = [];
  for await (const piece of request) pieces.push(piece as Buffer);
  const text = Buffer.concat(pieces).toString('utf8');
  const body = (text === '' ? {} : JSON.parse(text)) as PictureRequest['body'];
  const key = (request.headers.authorization ?? '').replace(/^Bearer /, '');
  state.requests.push({ path, key, body });
  if (path.startsWith('/files/')) return void sendPicture(response, path);
  if (key !== state.key) return sendJson(response, { error: { code: 'invalid_api_key', message: key } }, 401);
  if (path.endsWith('/get_result')) return poll(state, path, response);
  const model = decodeURIComponent(path.split('/').at(-1) ?? '');
  const name = path.endsWith('/images/generations') ? String(body['model']) : model;
  if (fail(name, key, response)) return;
  answer(path, name, `http://${request.headers.host ?? ''}`, response);
}

/** @returns true when the model's name is a failure and it has happened. */
function fail(name: string, key: string, response: ServerResponse): boolean {
  const status = STATUS[name];
  if (status !== undefined) {
    response.setHeader('retry-after', '2');
    sendJson(response, { error: { code: status[1], message: `Bearer ${key}` } }, status[0]);
    return true;
  }
  switch (name) {
    case 'stall-before-headers':
      return true;
    case 'cut-before-headers':
      response.destroy();
      return true;
    case 'cut':
      response.writeHead(200, { 'content-type': 'application/json', 'content-length': '100000' });
      response.write('{"data":', () => setTimeout(() => response.destroy(), 20));
      return true;
    case 'malformed':
      response.writeHead(200, { 'content-type': 'application/json' }).end('{"data":[{');
      return true;
    case 'page':
      response.writeHead(200, { 'content-type': 'image/png' }).end('<script>alert(1)</script>');
      return true;
    case 'wrong-type':
      response.writeHead(200, { 'content-type': 'text/html' }).end('<h1>Welcome</h1>');
      return true;
    case 'redirect':
      response.writeHead(307, { location: '/elsewhere' }).end();
      return true;
    case 'flood':
      response.writeHead(200, { 'content-type': 'image/png' }).end(Buffer.alloc(200_000, 120));
      return true;
    default:
      return false;
  }
}

function answer(path: string, name: string, origin: string, response: ServerResponse): void {
  if (path.includes('/workflows/')) return sendJson(response, { request_id: `id-${name}` });
  if (!path.endsWith('/images/generations')) return void sendPicture(response, path);
  const data = name === 'by-url' ? { url: `${origin}/files/made.png` } : addressOrBytes(name);
  sendJson(response, { created: 1, data: [data], usage: { input_tokens: 11, output_tokens: 1056 } });
}

/** Addresses that a provider must not lead the relay to. */
const BAD_ADDRESSES: { readonly [name: string]: string } = {
  'private-address': 'https://10.0.0.1/made.png',
  'metadata-address': 'http://169.254.169.254/latest/meta-data',
  'internal-name': 'https://vault.internal/made.png',
};

function addressOrBytes(name: string): object {
  const url = BAD_ADDRESSES[name];
  return url === undefined ? { b64_json: Buffer.from(TEST_PNG).toString('base64') } : { url };
}

/** Fireworks: two polls at work, the third has it; other models end otherwise. */
function poll(state: State, path: string, response: ServerResponse): void {
  const name = path.split('/').at(-2) ?? '';
  const count = (state.polls.get(name) ?? 0) + 1;
  state.polls.set(name, count);
  if (name === 'lost-poll' && count === 1) return void response.destroy();
  if (name === 'failing-poll' && count === 1) return sendJson(response, { error: 'busy' }, 500);
  if (name === 'garbled-poll' && count === 1) return void response.writeHead(200, JSON_TYPE).end('{"sta');
  if (count < 3 || name === 'never') return sendJson(response, { id: 'x', status: 'Pending', result: null });
  const status = BAD_ENDS[name];
  if (status !== undefined) return sendJson(response, { id: 'x', status, result: null });
  const sample = `data:image/png;base64,${Buffer.from(TEST_PNG).toString('base64')}`;
  sendJson(response, { id: 'x', status: 'Ready', result: { sample } });
}

const JSON_TYPE = { 'content-type': 'application/json' };
const BAD_ENDS: { readonly [name: string]: string } = {
  'content-moderated': 'Content Moderated',
  'request-moderated': 'Request Moderated',
  failed: 'Error',
};

function sendPicture(response: ServerResponse, path: string): void {
  const type = path.startsWith('/files/') ? 'application/octet-stream' : 'image/png';
  response.writeHead(200, { 'content-type': type }).end(TEST_PNG);
}

function sendJson(response: ServerResponse, value: unknown, status = 200): void {
  response.writeHead(status, JSON_TYPE).end(JSON.stringify(value));
}
