import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { gzipSync } from 'node:zlib';
import { changeLinkSchema, makeLinkSchema, makeVersionSchema } from '#shared/protocol/flow-messages.ts';
import type { FlowVersion, Link } from '#shared/protocol/flow-messages.ts';
import { weftError, type ErrorCode } from '#shared/run/errors.ts';

/** The HTTP side of a flow's room on a port of this machine: links, versions, documents. */
export interface FakeFlowServer {
  readonly origin: string;
  readonly links: Link[];
  readonly versions: FlowVersion[];
  /** Tokens that are taken. */
  readonly tokens: Set<string>;
  /** Method, path and token of each request. */
  readonly asked: string[];
  /** Answers the next requests in the room's place; given back by null. */
  answer: ((request: IncomingMessage, response: ServerResponse) => boolean) | null;
  close(): Promise<void>;
}

const DOCUMENT = new Uint8Array([1, 2, 3, 250]);

export async function startFakeFlowServer(flowId: string): Promise<FakeFlowServer> {
  const world = { links: [] as Link[], versions: [] as FlowVersion[], tokens: new Set(['t1']) };
  const asked: string[] = [];
  const server = createServer((request, response) => void respond(request, response));
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const fake: FakeFlowServer = {
    origin: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    ...world,
    asked,
    answer: null,
    close: () => new Promise((resolve) => server.close(() => resolve())),
  };

  async function respond(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const token = request.headers.authorization?.replace('Bearer ', '') ?? '';
    asked.push(`${request.method} ${request.url} ${token}`);
    if (fake.answer?.(request, response)) return;
    const body: unknown = JSON.parse((await textOf(request)) || 'null');
    if (!world.tokens.has(token)) return refuse(response, 401, 'not-allowed');
    const path = (request.url ?? '').replace(`/api/flows/${flowId}/`, '');
    const [kind, id] = path.split('/');
    if (kind === 'document' || path.endsWith('/document')) return sendBytes(response);
    if (kind === 'links') return onLinks(request.method ?? '', id, body, response);
    if (kind === 'versions') return onVersions(request.method ?? '', body, response);
    refuse(response, 404, 'not-found');
  }

  function onLinks(method: string, id: string | undefined, body: unknown, response: ServerResponse): void {
    const at = world.links.findIndex((each) => each.linkId === id);
    const link = world.links[at];
    if (method === 'GET') return send(response, 200, { links: world.links });
    if (method === 'POST') {
      const wish = makeLinkSchema.parse(body);
      const made: Link = {
        ...wish,
        linkId: `link-${world.links.length + 1}`,
        createdAt: 1,
        revokedAt: null,
        lastUsedAt: null,
      };
      world.links.push(made);
      return send(response, 201, { link: made, secret: `secret-of-${made.linkId}` });
    }
    if (link === undefined) return refuse(response, 404, 'not-found');
    if (method === 'DELETE') {
      world.links[at] = { ...link, revokedAt: 2 };
      return void response.writeHead(204).end();
    }
    const { name = link.name, endsAt = link.endsAt } = changeLinkSchema.parse(body);
    world.links[at] = { ...link, name, endsAt };
    return send(response, 200, { link: world.links[at] });
  }

  function onVersions(method: string, body: unknown, response: ServerResponse): void {
    if (method === 'GET') return send(response, 200, { versions: world.versions });
    const wish = makeVersionSchema.parse(body);
    const version = { ...wish, versionId: `v${world.versions.length + 1}`, at: 5, personId: 'ada' };
    world.versions.unshift(version);
    send(response, 201, { version });
  }

  return fake;
}

function send(response: ServerResponse, status: number, value: unknown): void {
  response.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(value));
}

function refuse(response: ServerResponse, status: number, code: ErrorCode): void {
  send(response, status, { error: weftError(code, 'No.') });
}

function sendBytes(response: ServerResponse): void {
  response.writeHead(200, { 'content-encoding': 'gzip' }).end(gzipSync(DOCUMENT));
}

async function textOf(request: IncomingMessage): Promise<string> {
  const parts: Buffer[] = [];
  for await (const part of request) parts.push(part as Buffer);
  return Buffer.concat(parts).toString('utf8');
}
