import { hashByLibrary } from '#shared/hash.ts';
import { equalInConstantTime } from './equal-in-constant-time.ts';

/** What is kept of a ring's secret. It has 128 random bits at least, so a plain hash keeps it [VA2]. */
export function hashRingSecret(secret: string): string {
  return hashByLibrary(`weft-ring:${secret}`);
}

export function isRingSecret(hash: string, secret: string): boolean {
  return equalInConstantTime(hash, hashRingSecret(secret));
}
