import type { OutboundFetch } from '../../../relay/providers/types.ts';
import type { Random } from '../kernel/random.ts';
import { createActor, type WorldClock } from '../kernel/world-clock.ts';
import type { WebMood } from './sim-web.ts';
import { answerTo, questionKey, toolCallsOf, type Question } from './scripted-model.ts';

/** Every way in which a provider is known to fail, and the one in which it works. */
export const PROVIDER_MOODS = [
  'answers',
  'limits',
  'limits-for-seconds',
  'limits-until-a-date',
  'limits-for-hours',
  'unavailable',
  'breaks',
  'refuses-the-key',
  'bad-request',
  'redirects',
  'cuts-before-headers',
  'never-answers',
  'cuts-in-the-middle',
  'stalls-in-the-middle',
  'errs-in-the-middle',
  'ends-without-a-mark',
  'refuses',
  'sends-nonsense',
] as const;
export type ProviderMood = (typeof PROVIDER_MOODS)[number];

/** One request that reached the provider. */
export interface ProviderRequest {
  /** Hash of model and messages: the same for the same question. */
  readonly question: string;
  readonly mood: ProviderMood | WebMood;
}

export interface SimProvider {
  readonly fetch: OutboundFetch;
  /** How likely it fails from now on, 0 to 1. */
  setFailures: (probability: number) => void;
}

export interface SimProviderOptions {
  readonly clock: WorldClock;
  readonly random: Random;
  readonly onRequest: (request: ProviderRequest) => void;
  /** The key that only the provider may see: it echoes it, as some do. */
  readonly canary: string;
}

/** An OpenAI-compatible provider behind the relay's only fetch. */
export function createSimProvider(options: SimProviderOptions): SimProvider {
  const { clock, random, onRequest } = options;
  const actor = createActor('provider');
  let failures = 0;
  const moodNow = (): ProviderMood =>
    random.chance(failures) ? random.pick(PROVIDER_MOODS.slice(1)) : 'answers';
  return {
    setFailures(probability) {
      failures = probability;
    },
    fetch: (_input, init = {}) =>
      new Promise<Response>((resolve, reject) => {
        const asked = JSON.parse(String(init.body)) as Question;
        const key = questionKey(asked);
        const mood = moodNow();
        onRequest({ question: key, mood });
        const abort = (): void => reject(new DOMException('aborted', 'AbortError'));
        init.signal?.addEventListener('abort', abort, { once: true });
        if (mood === 'never-answers') return;
        clock.after(5 + random.next() * 200, actor, () => {
          if (mood === 'cuts-before-headers') return reject(new TypeError('connection reset'));
          resolve(respond(options, actor, mood, asked));
        });
      }),
  };
}

function respond(
  options: SimProviderOptions,
  actor: ReturnType<typeof createActor>,
  mood: ProviderMood,
  asked: Question,
): Response {
  const refusal = (status: number, headers: Record<string, string> = {}): Response => {
    const message = `Something about ${options.canary}`;
    return new Response(JSON.stringify({ error: { message, type: 'error', code: 'error' } }), {
      status,
      headers,
    });
  };
  switch (mood) {
    case 'limits':
      return refusal(429);
    case 'limits-for-seconds':
      return refusal(429, { 'retry-after': String(options.random.between(0, 5)) });
    case 'limits-until-a-date':
      return refusal(429, { 'retry-after': new Date(options.clock.now() + 4_000).toUTCString() });
    case 'limits-for-hours':
      return refusal(429, { 'retry-after': '7200' });
    case 'unavailable':
      return refusal(503);
    case 'breaks':
      return refusal(500);
    case 'refuses-the-key':
      return refusal(401);
    case 'bad-request':
      return refusal(400);
    case 'redirects':
      return refusal(302, { location: 'https://elsewhere.example/v1/chat/completions' });
    default:
      return stream(options, actor, mood, asked);
  }
}

const encoder = new TextEncoder();
const chunkOf = (data: unknown): Uint8Array => encoder.encode(`data: ${JSON.stringify(data)}\n\n`);

function stream(
  { clock, random }: SimProviderOptions,
  actor: ReturnType<typeof createActor>,
  mood: ProviderMood,
  asked: Question,
): Response {
  const text = answerTo(questionKey(asked));
  const called = toolCallChunks(asked);
  const pieces = piecesOf(text, random);
  const half = Math.floor(pieces.length / 2);
  const whole = [
    ...pieces.map((content) => chunkOf({ choices: [{ delta: { content } }] })),
    ...called,
    chunkOf({
      choices: [{ delta: {}, finish_reason: mood === 'refuses' ? 'content_filter' : endOf(called.length) }],
      usage: { prompt_tokens: 10, completion_tokens: pieces.length, total_tokens: 10 + pieces.length },
    }),
    encoder.encode('data: [DONE]\n\n'),
  ];
  const isWhole = mood === 'answers' || mood === 'refuses';
  const chunks = isWhole ? whole : whole.slice(0, half);
  if (mood === 'sends-nonsense') chunks.push(encoder.encode('data: {"choices": not json\n\n'));
  if (mood === 'errs-in-the-middle')
    chunks.push(chunkOf({ error: { message: 'overloaded', type: 'server_error' } }));
  const pace = random.pick([2, 15, 60, 400]);
  let next = 0;
  let isCancelled = false;
  const body = new ReadableStream<Uint8Array>(
    {
      pull: (controller) =>
        new Promise<void>((resolve) => {
          const chunk = chunks[next];
          next += 1;
          if (chunk === undefined && mood === 'stalls-in-the-middle') return;
          clock.after(random.next() * pace, actor, () => {
            if (isCancelled) return resolve();
            if (chunk !== undefined) controller.enqueue(chunk);
            else if (mood === 'cuts-in-the-middle') controller.error(new TypeError('connection reset'));
            else controller.close();
            resolve();
          });
        }),
      cancel() {
        isCancelled = true;
      },
    },
    { highWaterMark: 0 },
  );
  return new Response(body, { status: 200, headers: { 'content-type': 'text/event-stream' } });
}

const endOf = (calls: number): string => (calls === 0 ? 'stop' : 'tool_calls');

/** Each tool call in two pieces, as servers send them. */
function toolCallChunks(asked: Question): readonly Uint8Array[] {
  const chunk = (call: object): Uint8Array => chunkOf({ choices: [{ delta: { tool_calls: [call] } }] });
  return toolCallsOf(asked).flatMap(({ id, name, written }, index) => {
    const half = Math.floor(written.length / 2);
    return [
      chunk({ index, id, type: 'function', function: { name, arguments: written.slice(0, half) } }),
      chunk({ index, function: { arguments: written.slice(half) } }),
    ];
  });
}

/** An answer as it is streamed: a few pieces, however long it is. */
function piecesOf(text: string, random: Random): readonly string[] {
  const size = Math.max(8, Math.ceil(text.length / random.between(3, 10)));
  return Array.from({ length: Math.ceil(text.length / size) }, (_, index) =>
    text.slice(index * size, (index + 1) * size),
  );
}
