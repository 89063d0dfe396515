import { hashBytes } from '#shared/hash.ts';
import type {
  CallEnd,
  ModelCallRequest,
  DeltaChannel,
  ImageCallRequest,
  TextCallRequest,
} from '#shared/run/call.ts';
import { runCall, type RunCallDependencies } from '../run-call.ts';
import type { OutboundFetch, RelayEnvironment, Timers } from '../types.ts';

/** A plain call; tests change what they are about. */
export function callRequest(changes: Partial<TextCallRequest> = {}): TextCallRequest {
  return {
    kind: 'text',
    provider: 'mistral',
    model: 'ok',
    messages: [
      { role: 'system', content: [{ type: 'text', text: 'Be brief.' }] },
      { role: 'user', content: [{ type: 'text', text: 'Say hello to the harbour.' }] },
    ],
    purpose: { task: 'free', details: {}, subject: 'Say hello to the harbour.' },
    ...changes,
  };
}

/** A plain call for a picture. */
export function imageRequest(changes: Partial<ImageCallRequest> = {}): ImageCallRequest {
  return {
    kind: 'image',
    provider: 'openai',
    model: 'ok',
    prompt: 'A red boat on a quiet sea.',
    purpose: { task: 'picture', details: {}, subject: 'A red boat on a quiet sea.' },
    ...changes,
  };
}

export const platformFetch: OutboundFetch = (input, init) => globalThis.fetch(input, init);

/** The real timers, for tests over real HTTP. */
export const realTimers: Timers = {
  setTimeout: (callback, delayInMs) => globalThis.setTimeout(callback, delayInMs),
  clearTimeout: (handle) => globalThis.clearTimeout(handle as ReturnType<typeof setTimeout>),
};

/** Timers that run when the test says so. */
export interface ManualTimers extends Timers {
  /** Lets time pass: everything due in it runs, in order. */
  advance(byMs: number): void;
  now(): number;
  pending(): number;
}

export function createManualTimers(startMs = 1_000_000): ManualTimers {
  let now = startMs;
  let lastId = 0;
  const due = new Map<number, { readonly at: number; readonly callback: () => void }>();
  const next = (
    until: number,
  ): [number, { readonly at: number; readonly callback: () => void }] | undefined =>
    [...due].filter(([, timer]) => timer.at <= until).sort(([, a], [, b]) => a.at - b.at)[0];
  return Object.freeze({
    setTimeout(callback: () => void, delayInMs: number): unknown {
      lastId += 1;
      due.set(lastId, { at: now + delayInMs, callback });
      return lastId;
    },
    clearTimeout(handle: unknown): void {
      due.delete(handle as number);
    },
    advance(byMs: number): void {
      const until = now + byMs;
      for (let timer = next(until); timer !== undefined; timer = next(until)) {
        due.delete(timer[0]);
        now = timer[1].at;
        timer[1].callback();
      }
      now = until;
    },
    now: () => now,
    pending: () => due.size,
  });
}

export interface CallRecord {
  readonly end: CallEnd;
  readonly deltas: readonly {
    readonly channel: DeltaChannel;
    readonly text: string;
    readonly offset: number;
  }[];
  readonly sent: number;
  /** Numbers under which the provider took it. */
  readonly tickets: readonly string[];
  /** Bytes that the call stored, by their hash. */
  readonly stored: ReadonlyMap<string, Uint8Array>;
}

/** Makes one call and keeps everything that came out of it. */
export async function recordCall(
  request: ModelCallRequest,
  environment: RelayEnvironment,
  changes: Partial<RunCallDependencies> = {},
): Promise<CallRecord> {
  const deltas: { channel: DeltaChannel; text: string; offset: number }[] = [];
  const stored = new Map<string, Uint8Array>();
  const tickets: string[] = [];
  let sent = 0;
  const end = await runCall(request, {
    environment,
    callId: 'call-1',
    signal: new AbortController().signal,
    loadBlob: async () => null,
    storeBlob: async (bytes) => {
      const hash = hashBytes(bytes);
      stored.set(hash, bytes);
      return hash;
    },
    fetch: platformFetch,
    timers: realTimers,
    now: () => Date.now(),
    onSent: () => {
      sent += 1;
    },
    onTicket: async (ticket) => void tickets.push(ticket),
    onDelta: (channel, text, offset) => void deltas.push({ channel, text, offset }),
    ...changes,
  });
  return { end, deltas, sent, tickets, stored };
}

/** Answers with a stream in pieces of a few bytes, so that characters and lines are cut everywhere. */
export function replayStream(stream: Uint8Array, piece: number): OutboundFetch {
  return async () => {
    let at = 0;
    const body = new ReadableStream<Uint8Array>({
      pull(controller) {
        if (at >= stream.byteLength) return controller.close();
        controller.enqueue(stream.slice(at, at + piece));
        at += piece;
      },
    });
    return new Response(body, { status: 200, headers: { 'content-type': 'text/event-stream' } });
  };
}
