import { storedObject, type KeyValueStore } from './key-value-store.ts';
import { forgetOwnerSecret } from './owner-secrets.ts';

/**
 * Secrets of the links that this browser made, so that they can be copied again later. The relay has their hashes only;
 * they lie beside the flow's own secret and go when the flow is removed.
 */
const KEY = 'weft:link-secrets';

export interface LinkSecrets {
  /** null = another browser made the link. */
  readonly get: (linkId: string) => string | null;
  readonly keep: (linkId: string, secret: string) => void;
  readonly forget: (linkId: string) => void;
}

type Secrets = Readonly<Record<string, string>>;

/** Read anew each time: another tab may have made a link meanwhile. */
export function createLinkSecrets(store: KeyValueStore, flowId: string): LinkSecrets {
  return Object.freeze({
    get: (linkId: string) => secretsOf(store, flowId)[linkId] ?? null,
    keep: (linkId: string, secret: string) =>
      write(store, flowId, { ...secretsOf(store, flowId), [linkId]: secret }),
    forget(linkId: string) {
      const { [linkId]: gone, ...rest } = secretsOf(store, flowId);
      if (gone !== undefined) write(store, flowId, rest);
    },
  });
}

/** Called when a flow is removed from this browser for good. */
export function forgetLinkSecrets(store: KeyValueStore, flowId: string): void {
  if (Object.keys(secretsOf(store, flowId)).length > 0) write(store, flowId, {});
  forgetOwnerSecret(store, flowId);
}

function secretsOf(store: KeyValueStore, flowId: string): Secrets {
  const value = storedObject(store, KEY)?.[flowId];
  if (typeof value !== 'object' || value === null) return {};
  const texts = Object.entries(value).filter(([, secret]) => typeof secret === 'string');
  return Object.fromEntries(texts) as Secrets;
}

function write(store: KeyValueStore, flowId: string, secrets: Secrets): void {
  const { [flowId]: _before, ...others } = storedObject(store, KEY) ?? {};
  const all = Object.keys(secrets).length === 0 ? others : { ...others, [flowId]: secrets };
  store.set(KEY, JSON.stringify(all));
}
