import * as decoding from 'lib0/decoding';
import * as encoding from 'lib0/encoding';
import { messageYjsSyncStep1, messageYjsSyncStep2, messageYjsUpdate } from 'y-protocols/sync';

/** What two sides of a document say to each other, as y-protocols writes it. */
export type SyncMessage =
  /** What the sender has; to be answered with what it lacks. */
  | { readonly kind: 'step-1'; readonly stateVector: Uint8Array }
  /** The answer to that: the sender has nothing more. */
  | { readonly kind: 'step-2'; readonly update: Uint8Array }
  | { readonly kind: 'update'; readonly update: Uint8Array };

const NUMBERS = {
  'step-1': messageYjsSyncStep1,
  'step-2': messageYjsSyncStep2,
  update: messageYjsUpdate,
} as const;

export function writeSyncMessage(message: SyncMessage): Uint8Array {
  const encoder = encoding.createEncoder();
  encoding.writeVarUint(encoder, NUMBERS[message.kind]);
  encoding.writeVarUint8Array(encoder, message.kind === 'step-1' ? message.stateVector : message.update);
  return encoding.toUint8Array(encoder);
}

/** null when the bytes are no such message. */
export function readSyncMessage(bytes: Uint8Array): SyncMessage | null {
  try {
    const decoder = decoding.createDecoder(bytes);
    const number = decoding.readVarUint(decoder);
    // A copy: the decoder's view would keep the whole message alive.
    const body = decoding.readVarUint8Array(decoder).slice();
    if (number === NUMBERS['step-1']) return { kind: 'step-1', stateVector: body };
    if (number === NUMBERS['step-2']) return { kind: 'step-2', update: body };
    return number === NUMBERS.update ? { kind: 'update', update: body } : null;
  } catch {
    return null; // it ends too early
  }
}
