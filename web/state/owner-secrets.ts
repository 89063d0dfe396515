import type { FlowRecord } from './flow-record.ts';
import { storedObject, type KeyValueStore } from './key-value-store.ts';

/**
 * Secrets by which this browser owns flows whose first link was replaced. They lie beside the list of flows and win over
 * it: another tab that was open meanwhile writes the old secret there again. A new one is kept before the relay is asked
 * to take it, and until it is known whether it has: an answer that is lost locks nobody out.
 */
const KEY = 'weft:owner-secrets';

interface OwnerSecrets {
  /** The one that the relay has taken; null = the list's. */
  readonly secret: string | null;
  /** One that it may have taken, or not. */
  readonly next: string | null;
}

const NONE: OwnerSecrets = { secret: null, next: null };

/** Whether a secret opens the flow; null = the relay could not be asked. */
export type OpensFlow = (secret: string) => Promise<boolean | null>;

/** The secret that the relay is asked to take: the one of an attempt that nobody knows the end of, else this one. */
export function nextOwnerSecret(store: KeyValueStore, flowId: string, fresh: string): string {
  const kept = read(store, flowId);
  const next = kept.next ?? fresh;
  write(store, flowId, { ...kept, next });
  return next;
}

/** The relay has said whether it took the next one. */
export function settleOwnerSecret(store: KeyValueStore, flowId: string, isTaken: boolean): void {
  const { secret, next } = read(store, flowId);
  write(store, flowId, { secret: isTaken ? (next ?? secret) : secret, next: null });
}

/** Called when the flow leaves this browser for good. */
export function forgetOwnerSecret(store: KeyValueStore, flowId: string): void {
  write(store, flowId, NONE);
}

/** The record with the secret that opens the flow today. Asks the relay only when it is not known which one does. */
export async function withOwnSecret(
  store: KeyValueStore,
  record: FlowRecord,
  opens: OpensFlow,
): Promise<FlowRecord> {
  if (!record.mine) return record;
  const { next } = read(store, record.id);
  const isTaken = next === null ? null : await opens(next);
  if (isTaken !== null) settleOwnerSecret(store, record.id, isTaken);
  const { secret } = read(store, record.id);
  return secret === null || secret === record.secret ? record : { ...record, secret };
}

function read(store: KeyValueStore, flowId: string): OwnerSecrets {
  const value = storedObject(store, KEY)?.[flowId];
  if (typeof value !== 'object' || value === null) return NONE;
  const { secret, next } = value as { readonly [key: string]: unknown };
  const text = (part: unknown) => (typeof part === 'string' ? part : null);
  return { secret: text(secret), next: text(next) };
}

/** Read anew each time: another tab may have replaced a link meanwhile. */
function write(store: KeyValueStore, flowId: string, secrets: OwnerSecrets): void {
  const { [flowId]: before, ...others } = storedObject(store, KEY) ?? {};
  const isNone = secrets.secret === null && secrets.next === null;
  if (isNone && before === undefined) return;
  store.set(KEY, JSON.stringify(isNone ? others : { ...others, [flowId]: secrets }));
}
