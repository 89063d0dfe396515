import type { Locator, Page } from '@playwright/test';
import { startKeyedRelay, type KeyedRelay } from './start-keyed-relay.ts';
import { test as base } from './test.ts';

export { expect } from '@playwright/test';

/** On a relay that has no key of its own; one per worker process. */
export const test = base.extend<object, { readonly keyless: KeyedRelay }>({
  keyless: [
    async ({}, use) => {
      const relay = await startKeyedRelay({ hasKeys: false });
      await use(relay);
      await relay.stop();
    },
    { scope: 'worker' },
  ],
  baseURL: async ({ keyless }, use) => use(keyless.url),
});

/** The dialog of keys and of what was spent with them. */
export async function openKeys(page: Page): Promise<Locator> {
  await page.keyboard.press('ControlOrMeta+k');
  await page.getByRole('combobox', { name: /command/i }).fill('Keys of providers');
  await page.keyboard.press('Enter');
  return page.getByRole('dialog', { name: 'Provider keys' });
}
