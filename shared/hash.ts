import { sha256 } from '@noble/hashes/sha2.js';
import { bytesToHex, utf8ToBytes } from '@noble/hashes/utils.js';
import { digestJson } from './json-digest.ts';
import { textDigest } from './sha256.ts';

/**
 * Synchronous SHA-256 as 64 hex digits. Synchronous on purpose: an awaited digest costs 140 µs a call, lets other events
 * into a room, and does not exist on plain http.
 */
export function hashBytes(bytes: Uint8Array): string {
  textDigest.start();
  textDigest.addBytes(bytes);
  return textDigest.finish();
}

/** Hash of a secret, for keeping: by the library, whose code many eyes have read. */
export function hashByLibrary(secret: string): string {
  return bytesToHex(sha256(utf8ToBytes(secret)));
}

export function hashText(text: string): string {
  textDigest.start();
  textDigest.add(text);
  return textDigest.finish();
}

/** Hash of a JSON value that does not depend on the order of its keys. */
export function hashJson(value: unknown): string {
  textDigest.start();
  digestJson(value);
  return textDigest.finish();
}
