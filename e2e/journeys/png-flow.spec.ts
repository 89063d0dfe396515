import { readFile } from 'node:fs/promises';
import type { Page } from '@playwright/test';
import type { FlowDocument } from '#shared/graph/document.ts';
import { twoBranches } from '../fixtures/flows.ts';
import { createEditorPage } from './pages/editor-page.ts';
import { createHomePage } from './pages/home-page.ts';
import { expect, test } from './pages/test.ts';

/** The words of every step, which a copy keeps; ids it makes anew. */
const wordsOf = ({ nodes }: FlowDocument) =>
  nodes.map(({ type, label, config }) => ({ type, label, config }));

/** Drops a file on an element, as a person does from another window. */
async function dropOn(page: Page, selector: string, name: string, bytes: Buffer): Promise<void> {
  const handle = await page.evaluateHandle(
    ({ base64, fileName }) => {
      const transfer = new DataTransfer();
      const content = Uint8Array.from(atob(base64), (character) => character.charCodeAt(0));
      transfer.items.add(new File([content], fileName, { type: 'image/png' }));
      return transfer;
    },
    { base64: bytes.toString('base64'), fileName: name },
  );
  for (const type of ['dragover', 'drop'])
    await page.dispatchEvent(selector, type, { dataTransfer: handle, clientX: 700, clientY: 400 });
}

/** The picture of a flow, by the menu at its name. */
async function exportPicture(page: Page, flowName: string): Promise<{ name: string; bytes: Buffer }> {
  await page.getByRole('button', { name: flowName }).click();
  const coming = page.waitForEvent('download');
  await page.getByRole('menuitem', { name: 'Export PNG with the flow in it' }).click();
  const download = await coming;
  return { name: download.suggestedFilename(), bytes: await readFile(await download.path()) };
}

test('J11 [PF1, PF3] a picture of a flow, dropped in another browser, is the same flow', async ({
  browser,
  baseURL,
  page,
  home,
  editor,
}) => {
  await home.openFlow(twoBranches({}));
  await editor.expectState('idle', 'Topic', 'Draft', 'Polish', 'Result', 'Aside');
  const { name, bytes } = await exportPicture(page, 'Two branches');
  expect(name).toBe('two-branches.flow.png');
  // It is a picture that any program opens, as wide as two pixels to one make it.
  const drawn = await page.evaluate(async (base64) => {
    const content = Uint8Array.from(atob(base64), (character) => character.charCodeAt(0));
    const bitmap = await createImageBitmap(new Blob([content], { type: 'image/png' }));
    return { width: bitmap.width, height: bitmap.height };
  }, bytes.toString('base64'));
  expect(drawn.width).toBeGreaterThan(1_600);
  expect(drawn.height).toBeGreaterThan(600);

  const other = await browser.newContext({ baseURL: baseURL ?? '' });
  const visitor = await other.newPage();
  await createHomePage(visitor).open();
  await dropOn(visitor, 'main', name, bytes);
  const otherEditor = createEditorPage(visitor);
  await expect(otherEditor.canvas).toBeVisible();
  await otherEditor.expectState('idle', 'Topic', 'Draft', 'Polish', 'Result', 'Aside');
  const back = await otherEditor.exportFlow('Two branches');
  const again = JSON.parse(await readFile(await back.path(), 'utf8')) as FlowDocument;
  expect(wordsOf(again)).toEqual(wordsOf(twoBranches({})));

  // On a canvas that is not empty it asks what to do with it, as a flow file does.
  await dropOn(visitor, '[data-canvas]', name, bytes);
  const dialog = visitor.getByRole('alertdialog', { name: `Open ${name}?` });
  await dialog.getByRole('button', { name: 'Add to this flow' }).click();
  await expect(otherEditor.node('Topic')).toHaveCount(2);
  await other.close();
});

test('J11 [PF2] a picture whose flow was changed on its way is refused with the reason, and nothing is opened', async ({
  page,
  home,
  editor,
}) => {
  await home.openFlow(twoBranches({}));
  const { name, bytes } = await exportPicture(page, 'Two branches');
  bytes[bytes.indexOf('weft-flow') + 40] = 0x7e;
  await dropOn(page, '[data-canvas]', name, bytes);
  await expect(page.getByText(`${name} was not opened`)).toBeVisible();
  await expect(page.getByText('it was changed on its way')).toBeVisible();
  await expect(editor.canvas.getByRole('article')).toHaveCount(5);

  await home.open();
  await dropOn(page, 'main', name, bytes);
  await expect(page.getByRole('alert')).toContainText('it was changed on its way');
  await expect(home.templates).toBeVisible();

  // A picture without a flow is said to be one.
  const plain = Buffer.concat([bytes.subarray(0, 33), bytes.subarray(bytes.indexOf('IDAT') - 4)]);
  await dropOn(page, 'main', 'plain.png', plain);
  await expect(page.getByRole('alert')).toContainText('There is no flow in plain.png');
  await expect(home.templates).toBeVisible();
});
