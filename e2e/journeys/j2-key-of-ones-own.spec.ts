import { readFile } from 'node:fs/promises';
import type { Page } from '@playwright/test';
import { twoBranches } from '../fixtures/flows.ts';
import { sketchFlow } from '../fixtures/sketch-flow.ts';
import { expectAccessible } from './pages/audit.ts';
import type { EditorPage } from './pages/editor-page.ts';
import { arrive, callPerson, linkFor } from './pages/people.ts';
import { CANARY_KEY } from './pages/canary-key.ts';
import { expect, openKeys, test } from './pages/keyless-test.ts';
import { storedText } from './pages/stored-text.ts';
import type { ExportWatch } from './pages/watch-exports.ts';

/** Its server says the key that it was sent, and files are made of what it says. */
function flow() {
  const branches = twoBranches({ draft: 'mistral/echo', aside: 'mistral/ok' });
  const files = sketchFlow(
    'Files',
    [
      { id: 'Draft', type: 'template' },
      { id: 'Notes', type: 'fileOutput', config: { name: 'notes.md' }, row: 2, column: 2 },
      { id: 'Table', type: 'fileOutput', config: { name: 'table.csv' }, row: 3, column: 2 },
    ],
    ['Draft > Notes', 'Draft > Table'],
  );
  return {
    ...branches,
    nodes: [...branches.nodes, ...files.nodes.slice(1)],
    edges: [...branches.edges, ...files.edges],
  };
}

/** Saves and copies all that a person can take out of a flow and its run. */
async function takeAllOut(page: Page, editor: EditorPage, exports: ExportWatch): Promise<void> {
  const save = async (press: () => Promise<unknown>) => {
    const download = page.waitForEvent('download');
    await press();
    await (await download).path();
  };
  await editor.exportFlow('Two branches');
  await page.getByRole('button', { name: 'Two branches' }).click();
  await save(() => page.getByRole('menuitem', { name: 'Export PNG with the flow in it' }).click());
  await page.getByRole('tab', { name: /^Runs/ }).click();
  await save(() => page.getByRole('button', { name: 'Export run 1' }).click());
  await page.getByRole('tab', { name: /^Files/ }).click();
  await save(() => page.getByRole('button', { name: 'Download notes.md' }).click());
  await save(() => page.getByRole('button', { name: 'Download all' }).click());
  await page.context().grantPermissions(['clipboard-read', 'clipboard-write']);
  await editor.select('Draft');
  await editor.canvas.focus();
  await page.keyboard.press('ControlOrMeta+a');
  await page.keyboard.press('ControlOrMeta+c');
  const copied = await page.evaluate(() => navigator.clipboard.readText());
  expect(copied).toContain('"weft": "clip"');
  exports.take('the clipboard', copied);
}

test('J2 [SE1] a key of one’s own is tested, kept out of sight, pays for the flow within a budget, and stops with it', async ({
  page,
  context,
  browser,
  baseURL,
  home,
  editor,
  exports,
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
  await takeAllOut(page, editor, exports);

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
  expect(exports.names()).toEqual([
    'two-branches.flow.json',
    'two-branches.flow.png',
    expect.stringMatching(/[.]run[.]jsonl$/),
    'notes.md',
    'Two branches – files.zip',
    'weft-spending.csv',
    'the clipboard',
  ]);
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
