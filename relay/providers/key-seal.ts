import { hashBytes } from '#shared/hash.ts';
import type { SealedKey } from '../core/vault/vault-record.ts';
import type { RelayEnvironment } from './types.ts';

/**
 * Keys of people at rest: AES-256-GCM, bound to ring, key, provider and every address they may be sent to [VA1]. This file
 * and the outbound, which calls `openKey` directly before a request leaves, are the only ones that ever hold a key that
 * was put into a ring.
 */

const IV_BYTES = 12;

/** What a key is bound to: a ciphertext that is put anywhere else cannot be opened. */
export type KeyBinding = Pick<SealedKey, 'ringId' | 'keyId' | 'provider' | 'addresses'>;

/** @throws when the relay was started without its encryption key. */
export async function sealKey(
  environment: RelayEnvironment,
  binding: KeyBinding,
  key: string,
): Promise<SealedKey> {
  const [current] = await encryptionKeys(environment);
  if (current === undefined) throw new Error('WEFT_ENCRYPTION_KEY is missing or malformed.');
  const iv = crypto.getRandomValues(new Uint8Array(IV_BYTES));
  const algorithm = { name: 'AES-GCM', iv: bufferOf(iv), additionalData: bindingBytes(binding) };
  const ciphertext = await crypto.subtle.encrypt(algorithm, current.key, new TextEncoder().encode(key));
  const { ringId, keyId, provider, addresses } = binding;
  const sealed = { iv: toText(iv), ciphertext: toText(new Uint8Array(ciphertext)) };
  return { ringId, keyId, provider, addresses, sealedWith: current.name, ...sealed };
}

/** null = none of the relay's encryption keys opens it, or it is not what was sealed. */
export async function openKey(environment: RelayEnvironment, sealed: SealedKey): Promise<string | null> {
  const found = (await encryptionKeys(environment)).find(({ name }) => name === sealed.sealedWith);
  if (found === undefined) return null;
  try {
    const iv = bufferOf(fromText(sealed.iv));
    const algorithm = { name: 'AES-GCM', iv, additionalData: bindingBytes(sealed) };
    const bytes = await crypto.subtle.decrypt(algorithm, found.key, bufferOf(fromText(sealed.ciphertext)));
    return new TextDecoder().decode(bytes);
  } catch {
    // Another ring, provider or address than it was sealed for, or a byte of it was changed.
    return null;
  }
}

/** The same key under the relay's present encryption key; null when that is so already, or it cannot be opened. */
export async function resealKey(environment: RelayEnvironment, sealed: SealedKey): Promise<SealedKey | null> {
  const [current] = await encryptionKeys(environment);
  if (current === undefined || current.name === sealed.sealedWith) return null;
  const key = await openKey(environment, sealed);
  return key === null ? null : sealKey(environment, sealed, key);
}

/** Names of the encryption keys that this relay has: the present one first, then those from before its rotation. */
export async function encryptionKeyNames(environment: RelayEnvironment): Promise<readonly string[]> {
  return (await encryptionKeys(environment)).map(({ name }) => name);
}

interface EncryptionKey {
  readonly name: string;
  readonly key: CryptoKey;
}

/** Imported once: the variables of a process do not change. */
const imported = new Map<string, Promise<EncryptionKey | null>>();

async function encryptionKeys(environment: RelayEnvironment): Promise<readonly EncryptionKey[]> {
  const before = (environment['WEFT_ENCRYPTION_KEYS_BEFORE'] ?? '').split(',');
  const texts = [environment['WEFT_ENCRYPTION_KEY'] ?? '', ...before].map((text) => text.trim());
  const keys = await Promise.all(texts.filter((text) => text !== '').map(importOnce));
  return keys.filter((key) => key !== null);
}

function importOnce(text: string): Promise<EncryptionKey | null> {
  const known = imported.get(text) ?? importKey(text);
  imported.set(text, known);
  return known;
}

async function importKey(text: string): Promise<EncryptionKey | null> {
  const bytes = fromText(text);
  if (bytes.length !== 32) return null;
  const key = await crypto.subtle.importKey('raw', bufferOf(bytes), 'AES-GCM', false, ['encrypt', 'decrypt']);
  return { name: hashBytes(bytes).slice(0, 16), key };
}

function bindingBytes({ ringId, keyId, provider, addresses }: KeyBinding): ArrayBuffer {
  const binding = JSON.stringify(['weft-key', 1, ringId, keyId, provider, addresses]);
  return bufferOf(new TextEncoder().encode(binding));
}

function bufferOf(bytes: Uint8Array): ArrayBuffer {
  return new Uint8Array(bytes).buffer as ArrayBuffer;
}

function toText(bytes: Uint8Array): string {
  const text = btoa(String.fromCharCode(...bytes));
  return text.replaceAll('+', '-').replaceAll('/', '_').replaceAll('=', '');
}

/** Empty for what is no base64url. */
function fromText(text: string): Uint8Array {
  try {
    return Uint8Array.from(atob(text.replaceAll('-', '+').replaceAll('_', '/')), (letter) =>
      letter.charCodeAt(0),
    );
  } catch {
    // Not written here.
    return new Uint8Array();
  }
}
