import type { ProviderServer } from '../../fixtures/provider-server/start-provider-server.ts';
import { startKeyedRelay, type KeyedRelay } from './start-keyed-relay.ts';
import { test as base } from './test.ts';

export { expect } from '@playwright/test';

/** On a relay with keys, one per worker process; `provider` has forgotten everything when a test begins. */
export const test = base.extend<{ readonly provider: ProviderServer }, { readonly keyed: KeyedRelay }>({
  keyed: [
    async ({}, use) => {
      const keyed = await startKeyedRelay();
      await use(keyed);
      await keyed.stop();
    },
    { scope: 'worker' },
  ],
  baseURL: async ({ keyed }, use) => use(keyed.url),
  provider: async ({ keyed }, use) => {
    keyed.provider.reset();
    await use(keyed.provider);
  },
});
