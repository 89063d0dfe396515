import type { Page } from '@playwright/test';
import { twoBranches } from '../fixtures/flows.ts';
import { expectAccessible } from './pages/audit.ts';
import { expect, test } from './pages/keyed-test.ts';
import { arrive, callPerson, linkFor } from './pages/people.ts';
import { createSharePart } from './pages/share-part.ts';

test('J3 two people edit one flow: names, cursors and selections are live, each undoes only their own', async ({
  browser,
  baseURL,
  context,
  page,
  home,
  editor,
}) => {
  await callPerson(context, 'Ada');
  await home.openFlow(twoBranches({}));
  const link = await linkFor(page, 'editor link');
  const bo = await arrive(browser, baseURL, { name: 'Bo', link });
  await expect(page.getByRole('button', { name: 'You and Bo are here' })).toBeVisible();
  await expect(bo.page.getByRole('button', { name: 'You and Ada are here' })).toBeVisible();

  await bo.editor.select('Draft');
  const mark = editor.canvas.locator('[data-mark]');
  await expect(mark).toHaveText('Bo');
  await bo.editor.inspector.field('Prompt').focus();
  await expect(mark).toHaveText('Bo · editing prompt');
  await editor.select('Draft');
  await expect(editor.inspector.root.getByText('Bo is editing this')).toBeVisible();

  const canvas = await bo.editor.canvas.boundingBox();
  const at = { x: (canvas?.x ?? 0) + 300, y: (canvas?.y ?? 0) + 40 };
  await bo.page.mouse.move(at.x, at.y);
  await bo.page.mouse.move(at.x + 5, at.y + 5);
  const cursor = editor.canvas.locator('[data-person="Bo"]');
  await expect(cursor).toBeVisible();
  // Both windows are alike, so the pointer stands at the same place of the screen.
  await expect.poll(async () => (await cursor.boundingBox())?.x).toBeCloseTo(at.x + 5, -1);
  await expectAccessible(page, 'editor with somebody else');

  await bo.editor.inspector.fill('Prompt', 'Bo wrote this about {{topic}}.');
  await editor.select('Aside');
  await editor.inspector.fill('Prompt', 'Ada wrote this about {{topic}}.');
  await expect(editor.node('Draft')).toContainText('Bo wrote this');
  await expect(bo.editor.node('Aside')).toContainText('Ada wrote this');
  await editor.canvas.focus();
  await page.keyboard.press('Control+z');
  await expect(bo.editor.node('Aside')).toContainText('Say something beside the point');
  await expect(editor.node('Draft')).toContainText('Bo wrote this');

  await bo.leave();
  await expect(page.getByRole('button', { name: 'Only you are here' })).toBeVisible();
  await expect(cursor).toHaveCount(0);
});

test('J3 following somebody: the view goes along with theirs, until Escape', async ({
  browser,
  baseURL,
  page,
  home,
  editor,
}) => {
  await home.openFlow(twoBranches({}));
  const bo = await arrive(browser, baseURL, { name: 'Bo', link: await linkFor(page, 'editor link') });
  await page.getByRole('button', { name: 'You and Bo are here' }).click();
  await page.getByRole('button', { name: 'Follow Bo' }).click();
  await expect(editor.canvas.getByText('Following Bo')).toBeVisible();
  const zoom = (of: Page) => of.getByRole('button', { name: /^Zoom \d+ percent/ });
  const percent = async (of: Page) => Number.parseInt(await zoom(of).innerText(), 10);
  const start = await percent(bo.page);
  await bo.editor.canvas.focus();
  for (const _press of [1, 2, 3]) await bo.page.keyboard.press('Control+Equal');
  await expect.poll(() => percent(bo.page)).toBeGreaterThan(start);
  await expect.poll(async () => (await percent(page)) - (await percent(bo.page))).toBe(0);
  await page.keyboard.press('Escape');
  await expect(editor.canvas.getByText('Following Bo')).toHaveCount(0);
  const before = await zoom(page).innerText();
  for (const _press of [1, 2, 3, 4]) await bo.page.keyboard.press('Control+Minus');
  await expect.poll(() => percent(bo.page)).toBeLessThan(start);
  await expect(zoom(page)).toHaveText(before);
  await bo.leave();
});

test('J3 either of them runs, and three people watch the same run, token by token; a second start asks', async ({
  browser,
  baseURL,
  page,
  home,
  editor,
  provider,
}) => {
  provider.behaviour('held', 'ok', { text: 'Seen by all of you at once.', holdAfterWords: 3 });
  await home.openFlow(twoBranches({ draft: 'mistral/held', polish: 'mistral/later' }));
  const bo = await arrive(browser, baseURL, { name: 'Bo', link: await linkFor(page, 'editor link') });
  const vi = await arrive(browser, baseURL, { name: 'Vi', link: await linkFor(page, 'viewer link') });
  const everybody = [editor, bo.editor, vi.editor];

  await bo.editor.run();
  for (const each of everybody) {
    await each.expectState('writing', 'Draft');
    await expect(each.node('Draft')).toContainText('Seen by all');
    await expect(each.node('Draft')).not.toContainText('at once');
  }
  await page.getByRole('tab', { name: 'Runs' }).click();
  await expect(page.getByRole('row', { name: /Bo/ })).toBeVisible();

  await page.keyboard.press('Control+k');
  await page.getByRole('combobox', { name: 'Commands' }).fill('without the cache');
  await page.keyboard.press('Enter');
  const question = page.getByRole('alertdialog', { name: 'A run is going on' });
  await expect(question).toContainText('Bo');
  await question.getByRole('button', { name: 'Keep watching' }).click();

  provider.release('held');
  for (const each of everybody) {
    await each.expectOutcome('Done');
    await expect(each.node('Draft')).toContainText('Seen by all of you at once.');
    await each.expectState('done', 'Topic', 'Draft', 'Polish', 'Result', 'Aside');
  }
  expect(provider.requests).toHaveLength(3);

  // And the other way round: what Ada starts, Bo stops.
  provider.behaviour('later', 'ok', { text: 'Again, for all of you.', holdAfterWords: 2 });
  await editor.runAnotherWay('Run again without the cache');
  await bo.editor.expectState('writing', 'Polish');
  await bo.editor.stop();
  await editor.expectOutcome('Stopped');
  await vi.editor.expectOutcome('Stopped');
  await bo.leave();
  await vi.leave();
});

test('J3 a viewer reads everything and changes nothing', async ({ browser, baseURL, page, home, editor }) => {
  await home.openFlow(twoBranches({}));
  const vi = await arrive(browser, baseURL, { name: '', link: await linkFor(page, 'viewer link') });
  await expect(page.getByRole('button', { name: 'You and Someone are here' })).toBeVisible();
  await expect(vi.page.getByText('View only')).toBeVisible();
  await expect(vi.editor.runButton).toHaveAccessibleDescription(/You can watch/);
  await vi.editor.select('Draft');
  await expect(vi.editor.inspector.field('Prompt')).toHaveJSProperty('readOnly', true);
  await vi.page.keyboard.press('Escape');
  await vi.editor.node('Draft').getByRole('heading', { name: 'Draft' }).click();
  await vi.page.keyboard.press('Delete');
  await expect(vi.editor.node('Draft')).toBeVisible();
  await expectAccessible(vi.page, 'editor of a viewer');
  // Asked for a name in passing; it is shown to the others at once.
  await vi.page.getByRole('button', { name: 'Say your name' }).click();
  await vi.page.getByRole('textbox', { name: 'Your name' }).fill('Vi');
  await vi.page.keyboard.press('Enter');
  await expect(page.getByRole('button', { name: 'You and Vi are here' })).toBeVisible();
  await expectAccessible(vi.page, 'people');
  await vi.page.keyboard.press('Escape');
  await expect(editor.node('Draft')).toBeVisible();
  await vi.page.goto('/');
  await expect(vi.page.getByRole('link', { name: /Two branches/ })).toBeVisible();
  await vi.leave();
});

test('J3 a link that ends while the flow is open: reading goes on, nothing can be changed, a copy can be kept', async ({
  browser,
  baseURL,
  page,
  home,
}) => {
  await home.openFlow(twoBranches({}));
  const bo = await arrive(browser, baseURL, { name: 'Bo', link: await linkFor(page, 'editor link') });
  const theirs = bo.page.url();
  const share = createSharePart(page);
  await share.open();
  await share.dialog.getByRole('button', { name: 'Revoke editor link' }).click();
  await share.dialog.getByRole('button', { name: 'Revoke link' }).click();
  await share.close();
  const banner = bo.page.getByRole('alert').filter({ hasText: 'This link no longer opens the flow here.' });
  await expect(banner).toBeVisible();
  await expect(page.getByRole('button', { name: 'Only you are here' })).toBeVisible();
  await bo.editor.select('Draft');
  await expect(bo.editor.inspector.field('Prompt')).toHaveJSProperty('readOnly', true);
  await banner.getByRole('button', { name: 'Keep a copy' }).click();
  await expect(bo.page).not.toHaveURL(theirs);
  await expect(bo.editor.connection).toHaveAccessibleName(/Live/);
  await bo.editor.select('Draft');
  await bo.editor.inspector.fill('Prompt', 'Mine now, about {{topic}}.');
  await expect(bo.editor.node('Draft')).toContainText('Mine now');
  await bo.leave();
});
