import type { DeltaChannel } from '#shared/run/call.ts';

/** Keys of a run's storage. Numbers are padded so that the order of keys is the order of numbers. */
const DIGITS = 9;

export const KEYS = {
  header: 'header',
  /** All that stays of a run that was removed. */
  gravestone: 'gone',
  tickets: 'tickets',
  linkEnds: 'links',
  /** A value holds the entries of one batch, or a part of them, under the number of its first. */
  entries: 'e:',
  calls: 'c:',
  approvals: 'a:',
  clients: 'k:',
  files: 'f:',
  partials: 'p:',
  /** Sizes of blobs by hash; the bytes lie in chunks of their own. */
  blobs: 'b:',
  /** Sizes of the pictures that the run names, by hash; their bytes lie with the flow. */
  pictures: 'i:',
  blobChunks: 'd:',
} as const;

const padded = (number: number): string => String(number).padStart(DIGITS, '0');

export const entriesKey = (firstSeq: number): string => `${KEYS.entries}${padded(firstSeq)}`;

export const partialKey = (chunk: { callId: string; channel: DeltaChannel; index: number }): string =>
  `${KEYS.partials}${chunk.callId}:${chunk.channel}:${padded(chunk.index)}`;

export const blobChunkKey = (hash: string, index: number): string =>
  `${KEYS.blobChunks}${hash}:${padded(index)}`;

/** The first key that no longer starts with the prefix. */
export const prefixEnd = (prefix: string): string =>
  prefix.slice(0, -1) + String.fromCharCode(prefix.charCodeAt(prefix.length - 1) + 1);
