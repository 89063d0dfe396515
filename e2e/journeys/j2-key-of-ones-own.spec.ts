import { readFile } from 'node:fs/promises';
import type { Page } from '@playwright/test';
import { twoBranches } from '../fixtures/flows.ts';
import { expectAccessible } from './pages/audit.ts';
import { arrive, callPerson, linkFor } from './pages/people.ts';
import { test as base } from './pages/test.ts';
import { CANARY_KEY, startKeyedRelay, type KeyedRelay } from './pages/start-keyed-relay.ts';
import { storedText } from './pages/stored-text.ts';

/** On a relay that has no key of its own. */
const test = base.extend<object, { readonly keyless: KeyedRelay }>({
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
const { expect } = base;

const flow = () => twoBranches({ aside: 'mistral/ok' });

async function openKeys(page: Page) {
  await page.keyboard.press('ControlOrMeta+k');
  await page.getByRole('combobox', { name: /command/i }).fill('Keys of providers');
  await page.keyboard.press('Enter');
  return page.getByRole('dialog', { name: 'Provider keys' });
}

test('J2 [SE1] a key of one’s own is tested, kept out of sight, pays for the flow within a budget, and stops with it', async ({
  page,
  context,
  browser,
  baseURL,
  home,
  editor,
  keyless: { provider, watch },
}) => {
  await callPerson(context, 'Imani');
  provider.reset();
  await home.openFlow(flow());
  await expect(editor.runButton).toHaveText('Run with demo');

  const keys = await openKeys(page);
  await keys.getByRole('button', { name: 'Add key for Mistral' }).click();
  const field = keys.getByLabel('Key for Mistral');
  await field.fill('sk-not-the-right-one');
  await keys.getByRole('button', { name: 'Test and save' }).click();
  await expect(keys.getByText(/Mistral (does not take|refused)/)).toBeVisible();
  await field.fill(CANARY_KEY);
  await keys.getByRole('button', { name: 'Test and save' }).click();
  await expect(keys.getByText(`ends in ${CANARY_KEY.slice(-4)}`)).toBeVisible();
  await expectAccessible(page, 'keys of one’s own');
  await keys.getByRole('button', { name: 'Let it use them' }).click();
  await expect(keys.getByText('$0.00 of $2.00 today')).toBeVisible();
  await keys.getByRole('button', { name: 'Done' }).click();

  await expect(editor.runButton).toHaveText('Run');
  await editor.run();
  await editor.expectOutcome('Done');
  expect(provider.requests.length).toBeGreaterThan(2);

  const link = await linkFor(page, 'editor link');
  const guest = await arrive(browser, baseURL, { name: 'Tomas', link });
  await expect(guest.editor.runButton).toHaveText('Run');
  const before = provider.requests.length;
  await guest.editor.runAnotherWay('Run again without the cache');
  await expect.poll(() => provider.requests.length).toBe(before + 3);
  await guest.editor.expectOutcome('Done');

  await openKeys(page);
  await keys.getByRole('button', { name: 'Change', exact: true }).click();
  await keys.getByLabel('A day').fill('0');
  await keys.getByRole('button', { name: 'Save' }).click();
  await expect(keys.getByText(/of \$0\.00 today/)).toBeVisible();
  await keys.getByRole('tab', { name: 'Spending' }).click();
  await expect(keys.getByRole('cell', { name: /Tomas/ }).first()).toBeVisible();
  const download = page.waitForEvent('download');
  await keys.getByRole('button', { name: 'All as CSV' }).click();
  const csv = await readFile(await (await download).path(), 'utf8');
  expect(csv).toContain('Tomas');
  expect(csv).not.toContain(CANARY_KEY);
  await keys.getByRole('button', { name: 'Done' }).click();

  const paid = provider.requests.length;
  await guest.editor.runAnotherWay('Run again without the cache');
  await guest.editor.expectOutcome('Paused');
  await expect(guest.page.getByText('The budget of $0.00 for today is used up.')).toBeVisible();
  expect(provider.requests.length).toBe(paid);

  for (const each of [page, guest.page]) expect(await storedText(each)).not.toContain(CANARY_KEY);
  expect(watch.faults()).toEqual([]);
  await guest.leave();
});
