import type { Delta } from '#shared/protocol/messages.ts';
import type { DeltaChannel } from '#shared/run/call.ts';
import type { PartialChunk } from './step.ts';
import { createTextPieces, type TextPieces } from './text-pieces.ts';

/** The texts of the calls at work. Deltas are no entries: they live here until their call has ended. */
export interface DeltaStreams {
  open(callId: string, nodeId: string): void;
  add(callId: string, channel: DeltaChannel, text: string): void;
  /** Forgets a call; @returns the stored chunks to drop. */
  close(callId: string): readonly Omit<PartialChunk, 'text'>[];
  /**
   * What lies beyond the offsets a reader has, and the offsets it has afterwards (written into `offsets`).
   * @param maxLength characters in all; what does not fit stays for the next time.
   */
  beyond(
    offsets: Map<string, number>,
    passes: (nodeId: string) => boolean,
    maxLength: number,
  ): readonly Delta[];
  /** Chunks that changed since the last checkpoint. */
  checkpoint(): readonly PartialChunk[];
}

/** Characters of a stored chunk: at two bytes each well below the size of a value. */
const PARTIAL_CHUNK_LENGTH = 30_000;

const CHANNELS: readonly DeltaChannel[] = ['text', 'reasoning'];

interface Stream {
  readonly callId: string;
  readonly nodeId: string;
  readonly channel: DeltaChannel;
  readonly text: TextPieces;
  saved: number;
}

/** The name of one text in `known` offsets and stored keys. */
function streamKey(callId: string, channel: DeltaChannel): string {
  return `${callId}/${channel}`;
}

export function createDeltaStreams(): DeltaStreams {
  const streams = new Map<string, Stream>();
  return Object.freeze({
    open(callId: string, nodeId: string) {
      for (const channel of CHANNELS) {
        const stream = { callId, nodeId, channel, text: createTextPieces(), saved: 0 };
        streams.set(streamKey(callId, channel), stream);
      }
    },
    add(callId: string, channel: DeltaChannel, text: string) {
      streams.get(streamKey(callId, channel))?.text.add(text);
    },
    close(callId: string) {
      return CHANNELS.flatMap((channel) => {
        const stream = streams.get(streamKey(callId, channel));
        streams.delete(streamKey(callId, channel));
        const chunks = Math.ceil((stream?.saved ?? 0) / PARTIAL_CHUNK_LENGTH);
        return Array.from({ length: chunks }, (_, index) => ({ callId, channel, index }));
      });
    },
    beyond(offsets: Map<string, number>, passes: (nodeId: string) => boolean, maxLength: number) {
      const deltas: Delta[] = [];
      let room = maxLength;
      for (const [key, { callId, nodeId, channel, text }] of streams) {
        const offset = offsets.get(key) ?? 0;
        if (room <= 0 || offset >= text.length || !passes(nodeId)) continue;
        const news = text.from(offset, room);
        room -= news.length;
        offsets.set(key, offset + news.length);
        deltas.push({ callId, nodeId, channel, offset, text: news });
      }
      return deltas;
    },
    checkpoint() {
      return [...streams.values()].flatMap((stream) => unsavedChunks(stream));
    },
  });
}

function unsavedChunks(stream: Stream): PartialChunk[] {
  const { callId, channel, text } = stream;
  if (stream.saved >= text.length) return [];
  const first = Math.floor(stream.saved / PARTIAL_CHUNK_LENGTH);
  const last = Math.floor((text.length - 1) / PARTIAL_CHUNK_LENGTH);
  stream.saved = text.length;
  return Array.from({ length: last - first + 1 }, (_, step) => {
    const index = first + step;
    const start = index * PARTIAL_CHUNK_LENGTH;
    return { callId, channel, index, text: text.from(start, PARTIAL_CHUNK_LENGTH) };
  });
}
