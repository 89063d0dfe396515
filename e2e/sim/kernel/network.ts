import type { OpenSocket } from '../../../web/adapters/socket-like.ts';
import { guarded } from '../../../relay/shell/json-response.ts';
import { answerDoor } from '../relay/sim-door.ts';
import type { SimRelay } from '../relay/sim-relay.ts';
import type { Random } from './random.ts';
import { openPipe, type OpenPipe } from './socket-pipe.ts';
import { createActor, type Actor, type WorldClock } from './world-clock.ts';

/** A tab's way to the relay. What it does to messages can be changed at any moment. */
export interface Link {
  /** `silent`: nothing arrives and nobody is told; `offline`: requests fail at once and sockets break. */
  state: 'up' | 'offline' | 'silent';
  /** Milliseconds one way, on average. */
  latencyMs: number;
  /** How likely a request or its answer gets lost. */
  loss: number;
  /** Sockets do not open here; requests do. */
  blocksSockets: boolean;
  readonly fetch: typeof fetch;
  readonly openSocket: OpenSocket;
  /** Breaks every open socket; what is under way is lost. `silently`: neither end is told. */
  readonly cut: (silently: boolean) => void;
}

export interface LinkOptions {
  readonly clock: WorldClock;
  readonly random: Random;
  readonly relay: SimRelay;
  /** The tab: a frozen one hears later, a dead one nothing. */
  readonly actor: Actor;
  readonly name: string;
  /** A frame that leaves the relay for this tab. */
  readonly onFrame: (connectionId: string, frame: string) => void;
  /** An answer that leaves the relay for this tab. */
  readonly onAnswer: (path: string, text: string) => void;
  readonly onConnected: (connectionId: string, runId: string, ticketId: string) => void;
  readonly newConnectionId: () => string;
}

const FETCH_DEADLINE_MS = 30_000;

export function createLink(options: LinkOptions): Link {
  const sockets = new Set<OpenPipe>();
  const link: Link = {
    state: 'up',
    latencyMs: 20,
    loss: 0,
    blocksSockets: false,
    fetch: ((url: string, init?: RequestInit) => request(options, link, url, init ?? {})) as typeof fetch,
    openSocket: (url, events) => openPipe({ ...options, link, sockets }, url, events),
    cut(silently) {
      for (const socket of [...sockets]) socket.cut(silently);
    },
  };
  return link;
}

/** Milliseconds one way, this time. */
export const delay = (link: Link, random: Random): number => link.latencyMs * (0.5 + random.next());

function request(options: LinkOptions, link: Link, url: string, init: RequestInit): Promise<Response> {
  const { clock, random, relay, actor, name } = options;
  const wire = createActor(`${name} wire`);
  return new Promise((resolve, reject) => {
    let isOver = false;
    const end = (inMs: number, work: () => void): void => {
      if (isOver) return;
      isOver = true;
      relay.onKilled.delete(onKilled);
      cancelDeadline();
      clock.after(inMs, actor, work);
    };
    const fail = (): void => end(delay(link, random), () => reject(new TypeError('network')));
    const onKilled = (runId: string | null): void => {
      if (runId === null || url.includes(runId)) fail();
    };
    const cancelDeadline = clock.after(FETCH_DEADLINE_MS, wire, fail);
    if (link.state === 'offline') return fail();
    clock.after(delay(link, random), wire, () => {
      if (link.state === 'silent') return;
      if (link.state === 'offline' || random.chance(link.loss)) return fail();
      relay.onKilled.add(onKilled);
      void arrive(options, url, init).then((answer) => {
        const lost = random.chance(link.loss);
        end(delay(link, random), () => {
          if (link.state !== 'up' || lost) reject(new TypeError('network'));
          else resolve(answer);
        });
      });
    });
  });
}

/** A request at the relay: answered once everything before the answer is on disk. */
async function arrive({ relay, onAnswer }: LinkOptions, url: string, init: RequestInit): Promise<Response> {
  const authorization = (init.headers as Record<string, string> | undefined)?.['authorization'];
  const { body } = init;
  const path = url.replace(/^[a-z]+:\/\/[^/]*/, '');
  const request = {
    method: init.method ?? 'GET',
    path,
    token: authorization?.replace(/^Bearer /, '') ?? null,
    body:
      body == null ? null : typeof body === 'string' ? new TextEncoder().encode(body) : (body as Uint8Array),
  };
  const answer = await guarded(() => answerDoor(relay, request));
  const bytes = new Uint8Array(await answer.arrayBuffer());
  const text = new TextDecoder().decode(bytes);
  const [, runId] = /^\/api\/runs\/([\w-]{30})\//.exec(path) ?? /"runId":"([\w-]{30})"/.exec(text) ?? [];
  const [, flowId] = /^\/api\/flows\/([\w-]+)\//.exec(path) ?? [];
  // What is told waits for what was put before it, in whichever room it was.
  const room = runId !== undefined ? relay.room(runId) : flowId !== undefined ? relay.flowRoom(flowId) : null;
  if (room !== null) await new Promise<void>((resolve) => room.release(resolve));
  onAnswer(path, text);
  const { ok, status } = answer;
  const light = {
    ok,
    status,
    text: async () => text,
    json: async () => JSON.parse(text) as unknown,
    arrayBuffer: async () => bytes.buffer,
  };
  return light as unknown as Response;
}
