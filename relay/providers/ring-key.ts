import type { SealedKey } from '../core/vault/vault-record.ts';
import { openKey } from './key-seal.ts';
import type { RelayEnvironment } from './types.ts';

/** What adapters and SDKs get to see of a ring's key: the outbound puts the key in its place as the request leaves. */
export const RING_KEY_STAND_IN = 'key-of-a-ring';

/** Opens a ring's key for one address. Resolves to null when it cannot be read, or must not go there. */
export type RingKeyOpener = () => Promise<string | null>;

export function ringKeyOpener(
  environment: RelayEnvironment,
  sealed: SealedKey | undefined,
  baseUrl: string,
): RingKeyOpener | undefined {
  if (sealed === undefined) return undefined;
  return async () => (sealed.addresses.includes(baseUrl) ? openKey(environment, sealed) : null);
}
