import { messageYjsSyncStep1, messageYjsSyncStep2, messageYjsUpdate } from 'y-protocols/sync';

/**
 * The three messages of y-protocols' sync, read and written here: its own reader logs what it cannot read and applies
 * before anybody could look. Wire form: kind and length as variable-length integers, then the bytes.
 */
export const SYNC = {
  step1: messageYjsSyncStep1,
  step2: messageYjsSyncStep2,
  update: messageYjsUpdate,
} as const;

export interface SyncMessage {
  readonly kind: (typeof SYNC)[keyof typeof SYNC];
  /** A state vector for step 1, else an update. */
  readonly payload: Uint8Array;
}

export function writeSyncMessage({ kind, payload }: SyncMessage): Uint8Array {
  const head: number[] = [kind];
  let rest = payload.length;
  while (rest > 127) {
    head.push((rest & 127) | 128);
    rest = Math.floor(rest / 128);
  }
  head.push(rest);
  const message = new Uint8Array(head.length + payload.length);
  message.set(head);
  message.set(payload, head.length);
  return message;
}

/** null when these bytes are no sync message, or more than one. */
export function readSyncMessage(message: Uint8Array): SyncMessage | null {
  const [first] = message;
  const kind = Object.values(SYNC).find((known) => known === first);
  if (kind === undefined) return null;
  let length = 0;
  let factor = 1;
  for (let at = 1; at < Math.min(message.length, 7); at += 1) {
    const byte = message[at] ?? 0;
    length += (byte & 127) * factor;
    factor *= 128;
    if (byte < 128)
      return message.length === at + 1 + length ? { kind, payload: message.slice(at + 1) } : null;
  }
  return null;
}
