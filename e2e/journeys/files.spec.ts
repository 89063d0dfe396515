import { readFile } from 'node:fs/promises';
import type { Download, Locator, Page } from '@playwright/test';
import { unzipSync } from 'fflate';
import { sketchFlow } from '../fixtures/sketch-flow.ts';
import { expectAccessible } from './pages/audit.ts';
import { createHomePage } from './pages/home-page.ts';
import { arrive, linkFor, runLinkFor } from './pages/people.ts';
import { createRunPagePart } from './pages/run-page.ts';
import { expect, test } from './pages/test.ts';

const TALE = '# The red boat\n\nIt came in with the fog.';
const ROWS = [
  { name: 'Ann', sum: '=1+1' },
  { name: 'Bo, B', sum: -3 },
];
/** A brief, its table, its notes and its cover, each kept as a file. */
const keepsFiles = sketchFlow(
  'Keeps files',
  [
    { id: 'Words', type: 'template', config: { text: TALE } },
    { id: 'Tale', type: 'fileOutput', config: { name: 'tale' }, row: 0, column: 1 },
    { id: 'Rows', type: 'template', config: { text: JSON.stringify(ROWS) }, row: 1, column: 0 },
    { id: 'Table', type: 'fileOutput', config: { name: 'sums.csv' }, row: 1, column: 1 },
    { id: 'Data', type: 'fileOutput', config: { name: 'sums.json' }, row: 2, column: 1 },
    {
      id: 'Boat',
      type: 'imageGenerator',
      config: { prompt: 'a red boat', width: 128, height: 128 },
      row: 3,
      column: 0,
    },
    { id: 'Cover', type: 'fileOutput', config: { name: 'cover.png' }, row: 3, column: 1 },
  ],
  ['Words > Tale', 'Rows > Table', 'Rows > Data', 'Boat > Cover.image-in'],
);
const CSV = 'name,sum\r\nAnn,\'=1+1\r\n"Bo, B",-3\r\n';
const NAMES = ['cover.png', 'sums.csv', 'sums.json', 'tale.md'];

const row = (place: Locator, name: string) => place.getByRole('button', { name: new RegExp(`^${name} `) });
const bytesOf = async (download: Download) => readFile(await download.path());

async function downloaded(page: Page, button: Locator): Promise<Download> {
  const download = page.waitForEvent('download');
  await button.click();
  return download;
}

test('[FI5, FI6] files of a run appear as they are written, are looked at, and are kept one by one or all at once', async ({
  page,
  home,
  editor,
}) => {
  await home.openFlow(keepsFiles);
  await page.getByRole('tab', { name: 'Files' }).click();
  const panel = page.getByRole('tabpanel', { name: /^Files/ });
  await expect(panel).toContainText('No files yet');
  await editor.run();
  await editor.expectOutcome('Done');
  await expect(page.getByRole('tab', { name: 'Files 4' })).toBeVisible();
  for (const name of NAMES) await expect(row(panel, name)).toBeVisible();

  await row(panel, 'sums.csv').click();
  const preview = panel.getByRole('region', { name: 'Preview of sums.csv' });
  await expect(preview.getByRole('columnheader')).toHaveText(['name', 'sum']);
  await expect(preview.getByRole('cell')).toHaveText(['Ann', "'=1+1", 'Bo, B', '-3']);
  await row(panel, 'tale.md').click();
  await expect(panel.getByRole('heading', { name: 'The red boat' })).toBeVisible();
  await row(panel, 'sums.json').click();
  await expect(panel.getByText('"Bo, B"')).toBeVisible();
  await row(panel, 'cover.png').click();
  await expect(panel.getByRole('img', { name: 'cover.png' })).toBeVisible();
  await expectAccessible(page, 'files');

  const one = await downloaded(page, panel.getByRole('button', { name: 'Download sums.csv' }));
  expect(one.suggestedFilename()).toBe('sums.csv');
  expect((await bytesOf(one)).toString()).toBe(CSV);
  const cover = await bytesOf(
    await downloaded(page, panel.getByRole('button', { name: 'Download cover.png' })),
  );
  const all = await downloaded(page, panel.getByRole('button', { name: 'Download all' }));
  expect(all.suggestedFilename()).toBe('Keeps files – files.zip');
  const files = unzipSync(await bytesOf(all));
  expect(Object.keys(files).sort()).toEqual(NAMES);
  const text = (name: string) => new TextDecoder().decode(files[name]);
  expect([text('tale.md'), text('sums.csv')]).toEqual([TALE, CSV]);
  expect(JSON.parse(text('sums.json'))).toEqual(ROWS);
  expect(Buffer.from(files['cover.png'] ?? []).equals(cover)).toBe(true);

  // By keyboard alone: along the list, and back to another file.
  await row(panel, 'cover.png').focus();
  const first = panel.getByRole('list', { name: 'Files' }).getByRole('button').first();
  for (let press = 0; press < NAMES.length; press += 1) await page.keyboard.press('ArrowUp');
  await expect(first).toBeFocused();
  await expect(first).toHaveAttribute('aria-current', 'true');
});

test('[FI5] viewers and whoever has the run link see the files, and a replay only those that were there', async ({
  page,
  browser,
  baseURL,
  home,
  editor,
}) => {
  await home.openFlow(keepsFiles);
  await editor.run();
  await editor.expectOutcome('Done');
  const viewer = await arrive(browser, baseURL, { name: 'Vic', link: await linkFor(page, 'viewer link') });
  await viewer.page.getByRole('tab', { name: 'Files 4' }).click();
  const panel = viewer.page.getByRole('tabpanel', { name: /^Files/ });
  const csv = await downloaded(viewer.page, panel.getByRole('button', { name: 'Download sums.csv' }));
  expect((await bytesOf(csv)).toString()).toBe(CSV);
  await viewer.leave();

  const link = await runLinkFor(page);
  const fresh = await browser.newContext({ baseURL: baseURL ?? '' });
  const visitor = await fresh.newPage();
  await visitor.goto(link);
  const run = createRunPagePart(visitor);
  await run.expectOutcome('Finished');
  const files = visitor.getByRole('region', { name: 'Files of the run' });
  for (const name of NAMES) await expect(row(files, name)).toBeVisible();
  await row(files, 'cover.png').click();
  await expect(files.getByRole('img', { name: 'cover.png' })).toBeVisible();
  const tale = await downloaded(visitor, files.getByRole('button', { name: 'Download tale.md' }));
  expect((await bytesOf(tale)).toString()).toBe(TALE);
  await expectAccessible(visitor, 'run page with files');

  await run.step('Table').click();
  await expect(row(files, 'sums.csv')).toHaveCount(0);
  await visitor.keyboard.press('Home');
  await expect(files).toHaveCount(0);
  await visitor.keyboard.press('End');
  await expect(row(files, 'sums.csv')).toBeVisible();

  // The run as a file has them too, in a browser that has never seen the relay's.
  const saved = await readFile(await (await run.saveWithPictures()).path(), 'utf8');
  const elsewhere = await browser.newContext({ baseURL: baseURL ?? '' });
  const reader = await elsewhere.newPage();
  await createHomePage(reader).openText(saved, 'keeps-files.run.jsonl');
  const kept = reader.getByRole('region', { name: 'Files of the run' });
  const again = await downloaded(reader, kept.getByRole('button', { name: 'Download sums.csv' }));
  expect((await bytesOf(again)).toString()).toBe(CSV);
  await row(kept, 'cover.png').click();
  await expect(kept.getByRole('img', { name: 'cover.png' })).toBeVisible();
  await elsewhere.close();
  await fresh.close();
});
