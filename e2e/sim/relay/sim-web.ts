import type { HttpCallRequest } from '#shared/run/http-call.ts';
import type { OutboundFetch } from '../../../relay/providers/types.ts';
import { hashOf, type Random } from '../kernel/random.ts';
import { createActor, type Actor, type WorldClock } from '../kernel/world-clock.ts';
import { answerTo } from './scripted-model.ts';
import { WEB_HOST } from './web-host.ts';

/** One that this relay may not ask. */
const OTHER_HOST = 'elsewhere.example.net';

/** What the server does with a request. */
export const WEB_MOODS = [
  'serves',
  'has-nothing',
  'fails',
  'is-busy',
  'is-down',
  'moves',
  'sends-away',
  'goes-in-circles',
  'sends-a-picture',
  'cuts-the-line',
  'says-nothing',
  'cuts-its-words',
  'falls-silent',
] as const;
export type WebMood = (typeof WEB_MOODS)[number];

/** The same for the same request: its method, its address, what it brings. */
export function webKey({ method, url, body = '' }: Pick<HttpCallRequest, 'method' | 'url' | 'body'>): string {
  const { pathname, search } = new URL(url);
  return `web:${method} ${pathname}${search} ${hashOf(body)}`;
}

export interface SimWeb {
  readonly fetch: OutboundFetch;
  setFailures: (probability: number) => void;
}

export interface SimWebOptions {
  readonly clock: WorldClock;
  readonly random: Random;
  readonly onRequest: (request: { readonly question: string; readonly mood: WebMood }) => void;
  /** Somebody is asked who must not be, or is told what is no business of theirs. */
  readonly onWrong: (what: string) => void;
  /** The relay's key, which nobody here may see. */
  readonly canary: string;
}

/** Where it sends those on whom it has moved: the request itself stands there. */
const MOVED = '/moved/';
const CIRCLE = '/round-and-round';

export function createSimWeb(options: SimWebOptions): SimWeb {
  const { clock, random, onRequest, onWrong, canary } = options;
  const actor = createActor('the open web');
  let failures = 0;
  const moodNow = (): WebMood => (random.chance(failures) ? random.pick(WEB_MOODS.slice(1)) : 'serves');
  return {
    setFailures(probability) {
      failures = probability;
    },
    fetch: (input, init = {}) =>
      new Promise<Response>((resolve, reject) => {
        const { href: url, pathname, hostname } = new URL(String(input));
        if (hostname !== WEB_HOST) onWrong(`${hostname} is asked, which is not on the list`);
        const told = JSON.stringify([url, init.body, [...new Headers(init.headers)]]);
        if (told.includes(canary)) onWrong(`${hostname} is told the key`);
        const isMoved = pathname.startsWith(MOVED);
        const method = (init.method ?? 'GET') as HttpCallRequest['method'];
        const body = typeof init.body === 'string' ? init.body : '';
        const question = isMoved
          ? decodeURIComponent(pathname.slice(MOVED.length))
          : webKey({ method, url, body });
        const isSecond = isMoved || pathname === CIRCLE;
        const mood = isMoved ? 'serves' : isSecond ? 'goes-in-circles' : moodNow();
        if (!isSecond) onRequest({ question, mood });
        const abort = (): void => reject(new DOMException('aborted', 'AbortError'));
        init.signal?.addEventListener('abort', abort, { once: true });
        if (mood === 'says-nothing') return;
        clock.after(5 + random.next() * 300, actor, () => {
          if (mood === 'cuts-the-line') return reject(new TypeError('connection reset'));
          resolve(respond(options, actor, mood, question));
        });
      }),
  };
}

const TEXT = { 'content-type': 'text/plain; charset=utf-8' };

function respond(options: SimWebOptions, actor: Actor, mood: WebMood, question: string): Response {
  const text = answerTo(question);
  const redirect = (location: string): Response => new Response(null, { status: 302, headers: { location } });
  switch (mood) {
    case 'serves':
      return new Response(text, { status: 200, headers: TEXT });
    case 'has-nothing':
      return new Response(text, { status: 404, headers: TEXT });
    case 'fails':
      return new Response(text, { status: 500, headers: TEXT });
    case 'is-busy':
      return new Response('', {
        status: 429,
        headers: { 'retry-after': String(options.random.between(0, 5)) },
      });
    case 'is-down':
      return new Response('', { status: 503 });
    case 'moves':
      return redirect(`${MOVED}${encodeURIComponent(question)}`);
    case 'sends-away':
      return redirect(`https://${OTHER_HOST}/`);
    case 'goes-in-circles':
      return redirect(`https://${WEB_HOST}${CIRCLE}`);
    case 'sends-a-picture':
      return new Response(new Uint8Array([137, 80, 78, 71]), { headers: { 'content-type': 'image/png' } });
    default:
      return broken(options, actor, mood, text);
  }
}

/** Half of it comes. */
function broken({ clock }: SimWebOptions, actor: Actor, mood: WebMood, text: string): Response {
  let isBegun = false;
  const body = new ReadableStream<Uint8Array>(
    {
      pull: (controller) =>
        new Promise<void>((resolve) => {
          if (isBegun && mood === 'falls-silent') return;
          clock.after(50, actor, () => {
            if (isBegun) controller.error(new TypeError('connection reset'));
            else controller.enqueue(new TextEncoder().encode(text.slice(0, text.length / 2)));
            isBegun = true;
            resolve();
          });
        }),
    },
    { highWaterMark: 0 },
  );
  return new Response(body, { status: 200, headers: TEXT });
}
