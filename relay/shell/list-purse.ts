import type * as Party from 'partykit/server';
import { askVault } from './ask-vault.ts';
import { PURSE_LIST } from './purse-of.ts';
import type { VaultDriver } from './vault-driver.ts';

/**
 * Tells the list of all purses of this one, once: it is how whoever runs the relay finds what the flows have spent. When it
 * cannot be told now the next call tells it again.
 */
export async function listPurse(driver: VaultDriver, room: Party.Room): Promise<void> {
  const record = driver.room().record();
  if (record?.kind !== 'purse' || record.listed === true) return;
  const body = JSON.stringify({ flowId: record.flowId });
  const answer = await askVault({ vaultRoom: PURSE_LIST, path: '/flows', body }, room).catch(() => null);
  if (answer?.ok === true) await driver.ask({ type: 'purse.listed' }).catch(() => null);
}
