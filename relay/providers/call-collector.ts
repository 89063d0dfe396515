import { LIMITS } from '#shared/protocol/limits.ts';
import type { CallStreamEvent, CallText, DeltaChannel, FinishReason, TokenUsage } from '#shared/run/call.ts';
import { writeToolCalls, type ToolCall } from '#shared/run/tool-call.ts';
import { createTimingTrack } from './timing-track.ts';

/** What a stream has brought so far. */
export interface CallCollector {
  /** @returns false at a limit: of a text what fits was kept; a picture or tool call is whole or not at all. */
  take(event: CallStreamEvent): boolean;
  text(channel: DeltaChannel): CallText | undefined;
  /** What the model called, as an end holds it. */
  toolCalls(): CallText | undefined;
  /** What goes back with this turn, as an end holds it. */
  carry(): CallText | undefined;
  usage(): TokenUsage | undefined;
  finishReason(): FinishReason | undefined;
  timing(): readonly number[] | undefined;
  /** The picture of an image call. */
  picture(): Uint8Array | undefined;
}

interface CollectorOptions {
  readonly maxBytes: number;
  readonly maxPictureBytes: number;
  /** Milliseconds since the call was sent. */
  readonly elapsedMs: () => number;
  readonly onDelta: ((channel: DeltaChannel, text: string, offset: number) => void) | undefined;
}

interface Channel {
  text: string;
  bytes: number;
}

/** Collects the events of one call: both texts with their limit, usage, the end, and how the text grew. */
export function createCallCollector(options: CollectorOptions): CallCollector {
  const channels: Record<DeltaChannel, Channel> = {
    text: { text: '', bytes: 0 },
    reasoning: { text: '', bytes: 0 },
  };
  const track = createTimingTrack();
  let usage: TokenUsage | undefined;
  let finish: FinishReason | undefined;
  let picture: Uint8Array | undefined;
  let carry: string | undefined;
  const calls: ToolCall[] = [];
  let callBytes = 0;

  const addCall = (call: ToolCall): boolean => {
    callBytes += byteLength(JSON.stringify(call));
    if (callBytes > options.maxBytes || calls.length >= LIMITS.toolCallsPerTurn) return false;
    calls.push(call);
    return true;
  };
  const append = (name: DeltaChannel, delta: string): boolean => {
    const channel = channels[name];
    const fitting = fitBytes(delta, options.maxBytes - channel.bytes);
    if (fitting !== '') {
      options.onDelta?.(name, fitting, channel.text.length);
      channel.text += fitting;
      channel.bytes += byteLength(fitting);
      if (name === 'text') track.add(channel.text.length, options.elapsedMs());
    }
    return fitting.length === delta.length;
  };

  return Object.freeze({
    take(event: CallStreamEvent): boolean {
      switch (event.type) {
        case 'delta':
          return append(event.channel, event.text);
        case 'tool-call':
          return addCall(event.call);
        case 'carry':
          carry = JSON.stringify(event.value);
          return byteLength(carry) <= 2 * options.maxBytes;
        case 'usage':
          usage = { ...usage, ...event.usage };
          return true;
        case 'picture':
          if (event.bytes.byteLength > options.maxPictureBytes) return false;
          picture = event.bytes;
          return true;
        case 'finished':
          finish = event.reason;
          return true;
        default:
          return event satisfies never;
      }
    },
    text: (name: DeltaChannel): CallText | undefined =>
      channels[name].text === '' ? undefined : { kind: 'inline', text: channels[name].text },
    toolCalls: () => (calls.length === 0 ? undefined : inline(writeToolCalls(calls))),
    carry: () => (carry === undefined ? undefined : inline(carry)),
    usage: () => usage,
    picture: () => picture,
    finishReason: () => finish,
    timing: () => track.pairs(),
  });
}

const inline = (text: string): CallText => ({ kind: 'inline', text });

const encoder = new TextEncoder();

function byteLength(text: string): number {
  return encoder.encode(text).byteLength;
}

/** The longest beginning of a text that takes at most so many bytes, never half a character. */
function fitBytes(text: string, room: number): string {
  // A UTF-16 unit takes at most three bytes of UTF-8.
  if (text.length * 3 <= room) return text;
  const bytes = encoder.encode(text);
  if (bytes.byteLength <= room) return text;
  return new TextDecoder().decode(bytes.slice(0, Math.max(0, room))).replace(/\uFFFD+$/u, '');
}
