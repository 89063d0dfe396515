import { webcrypto } from 'node:crypto';
import { createRandom, type Random } from './random.ts';

/**
 * Libraries that draw their own ids (Yjs) take hold of the platform's randomness when they are loaded. Imported before
 * any of them, this gives them the seed's instead.
 */
let random: Random = createRandom(0);

export function reseedCrypto(seed: number | string): void {
  random = createRandom(`${seed}/crypto`);
}

Object.defineProperty(webcrypto, 'getRandomValues', {
  value: <T extends ArrayBufferView>(array: T): T => {
    const bytes = new Uint8Array(array.buffer, array.byteOffset, array.byteLength);
    for (let index = 0; index < bytes.length; index += 1) bytes[index] = random.between(0, 255);
    return array;
  },
});
