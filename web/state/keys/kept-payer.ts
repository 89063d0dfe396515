import type { RunPayer } from '../../engine/api.ts';
import { storedObject, type KeyValueStore } from '../key-value-store.ts';

/**
 * Who paid for a flow's runs when this browser last knew, so that Run says the right thing before the relay was asked.
 * Ids only: they grant nothing.
 */
const KEY = 'weft:payers';

export function keptPayer(store: KeyValueStore, flowId: string): RunPayer | null {
  const kept = storedObject(store, KEY)?.[flowId] as Partial<RunPayer> | null | undefined;
  const { ringId, grantId, providers } = kept ?? {};
  if (typeof ringId !== 'string' || typeof grantId !== 'string' || !Array.isArray(providers)) return null;
  return { ringId, grantId, providers: providers.filter((each) => typeof each === 'string') };
}

export function keepPayer(store: KeyValueStore, flowId: string, payer: RunPayer | null): void {
  const { [flowId]: before, ...others } = storedObject(store, KEY) ?? {};
  if (payer === null && before === undefined) return;
  store.set(KEY, JSON.stringify(payer === null ? others : { ...others, [flowId]: payer }));
}
