import { readFile } from 'node:fs/promises';
import type { Page } from '@playwright/test';
import type { FlowDocument } from '#shared/graph/document.ts';
import { twoBranches } from '../fixtures/flows.ts';
import { CANARY_KEY } from './pages/canary-key.ts';
import { expect, openKeys, test } from './pages/keyless-test.ts';
import { arrive, callPerson, linkFor } from './pages/people.ts';
import { createSharePart } from './pages/share-part.ts';
import { spilledTexts } from './pages/spilled-texts.ts';
import { watchPage } from './pages/watch-page.ts';

const TAG = '<img src=//foreign.example/a.png onerror=broken=1>';
const TURNED = '\u202e\u2066';
/** Acts in a spreadsheet, is markup, and turns around what stands behind it. */
const ANN = `=1+1${TAG}${TURNED}`;
const BEN = `@${TURNED}<svg onload=broken=1>\r\nset-cookie: a=b`;
const GRANT = `${TURNED}${TAG}\r\nset-cookie: a=b ${'W'.repeat(20)}`;

function hostileFlow(): FlowDocument {
  const flow = twoBranches({ aside: 'mistral/ok' });
  const nodes = flow.nodes.map((node) =>
    node.id === 'Aside' ? { ...node, label: `${TAG}${TURNED}${'W'.repeat(10_000)}` } : node,
  );
  return { ...flow, name: `${TAG}${'W'.repeat(140)}`, nodes };
}

/** As a client sends names that cares for no form. */
async function nameAll(page: Page, name: string): Promise<void> {
  await page.route(/\/api\/rings(\/[\w-]+\/(keys|grants))?$/, async (route) => {
    const request = route.request();
    if (request.method() !== 'POST') return route.continue();
    await route.continue({ postData: JSON.stringify({ ...(request.postDataJSON() as object), name }) });
  });
}

test('[SE1] [SE2] names of people, keys and grants are text in their place, whoever gives them', async ({
  page,
  context,
  browser,
  baseURL,
  home,
  editor,
  keyless: { provider },
}) => {
  provider.reset();
  await callPerson(context, ANN);
  const seen = await watchPage(context, baseURL);
  const seenByBen: (readonly string[])[] = [];
  await home.openFlow(hostileFlow());

  await nameAll(page, 'x'.repeat(10_000));
  const keys = await openKeys(page);
  const addKey = async () => {
    await keys.getByRole('button', { name: 'Add key for Mistral' }).click();
    await keys.getByLabel('Key for Mistral').fill(CANARY_KEY);
    await keys.getByRole('button', { name: 'Test and save' }).click();
  };
  await addKey();
  await expect(keys.getByText('This request is malformed.')).toBeVisible();
  await keys.getByRole('button', { name: 'Cancel' }).click();
  await page.unrouteAll();
  await nameAll(page, GRANT);
  await addKey();
  await keys.getByRole('button', { name: 'Let it use them' }).click();
  await expect(keys.getByText('$0.00 of $2.00 today')).toBeVisible();
  await keys.getByRole('button', { name: 'Done' }).click();
  await editor.run();
  await editor.expectOutcome('Done');

  await page.getByRole('tab', { name: 'Outline' }).click();
  for (const each of await page.locator('.svelte-flow__node, [role=tabpanel]').all())
    expect(await spilledTexts(each)).toEqual([]);

  const link = await linkFor(page, 'editor link');
  const ben = await arrive(browser, baseURL, {
    ...{ name: BEN, link },
    prepare: async (theirs) => void seenByBen.push(await watchPage(theirs, baseURL)),
  });
  const theirKeys = await openKeys(ben.page);
  await expect(theirKeys.getByText(`Keys of ${TAG} set-cookie: a=b WWWW`)).toBeVisible();
  await expect(theirKeys.getByText(/^\$0\.\d+ of \$2\.00 today$/)).toBeVisible();
  const share = createSharePart(page);
  await share.open();
  await expect(share.dialog.getByText('@<svg onload=broken=1> set-cookie: a=b')).toBeVisible();
  expect(await spilledTexts(share.dialog)).toEqual([]);
  await share.close();

  await openKeys(page);
  expect(await spilledTexts(keys)).toEqual([]);
  await keys.getByRole('tab', { name: 'Spending' }).click();
  await expect(keys.getByRole('cell', { name: `=1+1${TAG}` }).first()).toBeVisible();
  const download = page.waitForEvent('download');
  await keys.getByRole('button', { name: 'All as CSV' }).click();
  const csv = await readFile(await (await download).path(), 'utf8');
  expect(csv).toContain(`,'=1+1${TAG},`);
  for (const [each, dialog] of [
    [page, keys],
    [ben.page, theirKeys],
  ] as const) {
    expect(await spilledTexts(dialog)).toEqual([]);
    await dialog.getByRole('button', { name: 'Done' }).click();
    for (const size of [
      { width: 1440, height: 900 },
      { width: 390, height: 844 },
    ]) {
      await each.setViewportSize(size);
      await expect.poll(() => each.evaluate(() => document.documentElement.scrollWidth)).toBe(size.width);
      expect(await spilledTexts(each.locator('body'))).toEqual([]);
    }
    await expect(each.locator('a[href^="javascript" i], iframe, base, [onerror], [onload]')).toHaveCount(0);
  }
  await ben.leave();
  expect([...seen, ...seenByBen.flat()]).toEqual([]);
});
