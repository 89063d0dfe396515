import { startKeyedRelay, type KeyedRelay } from './start-keyed-relay.ts';
import { test as base } from './test.ts';

export { expect } from '@playwright/test';

/** On a relay of its own, for a test that harms it. */
export const test = base.extend<{ readonly keyed: KeyedRelay }>({
  keyed: async ({}, use) => {
    const keyed = await startKeyedRelay();
    await use(keyed);
    await keyed.stop();
  },
  baseURL: async ({ keyed }, use) => use(keyed.url),
});
