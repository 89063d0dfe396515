import type { MakeRing } from '#shared/protocol/vault-messages.ts';
import { storedObject, type KeyValueStore } from '../key-value-store.ts';
import { newFlowId, newSecret } from '../new-id.ts';

/**
 * What makes this browser the owner of its key ring. The keys themselves are at the relay only; who has this may put
 * them to use and take them out, but never read them.
 */
export type RingSecret = Pick<MakeRing, 'ringId' | 'secret'>;

const KEY = 'weft:key-ring';

/** null = this browser has no ring yet. Read anew each time: another tab may have made one. */
export function ringSecretOf(store: KeyValueStore): RingSecret | null {
  const { ringId, secret } = storedObject(store, KEY) ?? {};
  return typeof ringId === 'string' && typeof secret === 'string' ? { ringId, secret } : null;
}

/** The ring of this browser, made up where there is none; the relay does not know a new one yet. */
export function keepRingSecret(store: KeyValueStore): RingSecret {
  const known = ringSecretOf(store);
  if (known !== null) return known;
  const made = { ringId: newFlowId(), secret: newSecret() };
  store.set(KEY, JSON.stringify(made));
  return made;
}
