import type { Browser, BrowserContext, Page } from '@playwright/test';
import { twoBranches } from '../fixtures/flows.ts';
import { expectAccessible } from './pages/audit.ts';
import { createEditorPage } from './pages/editor-page.ts';
import { createHomePage } from './pages/home-page.ts';
import { arrive, linkFor } from './pages/people.ts';
import { createSharePart } from './pages/share-part.ts';
import { expect, test } from './pages/test.ts';

/** Another person: a browser of their own, with a name. */
async function anotherPerson(browser: Browser, baseURL: string | undefined, name: string): Promise<Page> {
  const context = await browser.newContext({ baseURL: baseURL ?? '' });
  await called(context, name);
  return context.newPage();
}

async function called(context: BrowserContext, name: string): Promise<void> {
  const profile = JSON.stringify({ name, colour: 2 });
  await context.addInitScript((text) => localStorage.setItem('weft:profile', text), profile);
}

const versionsOf = (page: Page) => page.getByRole('dialog', { name: 'Versions' });

async function openVersions(page: Page): Promise<void> {
  await page.getByRole('button', { name: 'Two branches' }).click();
  await page.getByRole('menuitem', { name: 'Versions…' }).click();
  await expect(versionsOf(page).getByLabel('Name the flow as it is now')).toBeVisible();
}

/** What stands behind the # is the secret. */
const secretOf = (url: string) => new URL(url).hash.slice(1);

test('J3 [SH1, SH2] an editor link, a viewer link and their end: each opens what it says, and the owner keeps his own', async ({
  browser,
  baseURL,
  context,
  page,
  home,
  editor,
}) => {
  await context.grantPermissions(['clipboard-read', 'clipboard-write']);
  await home.openFlow(twoBranches({}));
  expect(page.url(), 'the address bar of an owner holds no secret').not.toContain('#');
  const share = createSharePart(page);
  await share.open();
  await expectAccessible(page, 'share dialog');
  const editorLink = await share.makeAndCopy('editor link');
  const viewerLink = await share.makeAndCopy('viewer link');
  await share.dialog.getByText('Your own link').click();
  const ownerLink = await share.copied(share.dialog.getByRole('button', { name: 'Copy owner link' }));
  for (const url of [editorLink, viewerLink, ownerLink]) expect(url).toMatch(/\/f\/[\w-]+#[\w-]{43}$/);
  const secrets = [editorLink, viewerLink, ownerLink].map(secretOf);
  expect(new Set(secrets).size).toBe(3);
  await expectAccessible(page, 'share dialog with links');
  await share.close();

  const otherDevice = await anotherPerson(browser, baseURL, 'The same, elsewhere');
  await otherDevice.goto(ownerLink);
  await expect(createEditorPage(otherDevice).node('Draft')).toBeVisible();
  await expect(otherDevice, 'nor does that of another device of hers').not.toHaveURL(/#/);
  const theirShare = createSharePart(otherDevice);
  await theirShare.open();
  await expect(theirShare.dialog.getByRole('heading', { name: 'Editor link' })).toBeVisible();
  await expect(theirShare.dialog.getByText('Made in another browser')).toHaveCount(2);
  await otherDevice.context().close();

  const imani = await anotherPerson(browser, baseURL, 'Imani');
  await imani.goto(editorLink);
  const theirs = createEditorPage(imani);
  await expect(theirs.node('Draft')).toBeVisible();
  await theirs.select('Draft');
  await theirs.inspector.fill('Prompt', 'Imani wrote this about {{topic}}.');
  await expect(editor.node('Draft')).toContainText('Imani wrote this');

  await openVersions(page);
  await openVersions(imani);
  await imani.getByLabel('Name the flow as it is now').fill('With one sentence of mine');
  await imani.getByRole('button', { name: 'Keep' }).click();
  await expect(
    versionsOf(page).getByRole('button', { name: /^With one sentence of mine Imani, / }),
  ).toBeVisible();
  await page.keyboard.press('Escape');
  await imani.keyboard.press('Escape');

  const bea = await anotherPerson(browser, baseURL, 'Bea');
  await bea.goto(viewerLink);
  const watched = createEditorPage(bea);
  await expect(watched.node('Draft')).toContainText('Imani wrote this');
  await expect(bea.getByText('View only')).toBeVisible();
  const beaShare = createSharePart(bea);
  await beaShare.open();
  await expect(beaShare.dialog).toContainText('You watch this flow by a viewer link.');
  await expect(beaShare.dialog.getByRole('button', { name: /^Make / })).toHaveCount(0);

  const imaniShare = createSharePart(imani);
  await imaniShare.open();
  await expect(imaniShare.dialog.getByRole('heading', { name: 'Editor link' })).toHaveCount(0);
  await expect(imaniShare.dialog.getByRole('heading', { name: 'Run link' })).toBeVisible();
  await imaniShare.close();

  await share.open();
  await expect(share.dialog).toContainText('Imani');
  await expect(share.dialog).toContainText('Bea');
  await share.dialog.getByRole('button', { name: 'Revoke editor link' }).click();
  await expect(share.dialog).toContainText('Revoke the editor link? Imani is disconnected now.');
  await expect(share.dialog.getByRole('button', { name: 'Keep it' })).toBeFocused();
  await share.dialog.getByRole('button', { name: 'Revoke link' }).click();
  await expect(share.dialog.getByText('Ended and revoked (1)')).toBeVisible();
  await expect(imani.getByText('View only')).toBeVisible();
  await imani.getByText('View only').click();
  await expect(imani.getByRole('dialog', { name: 'What you can do here' })).toContainText(/ended|revoked/);
  await expect(bea.getByText('View only')).toBeVisible();
  const late = await anotherPerson(browser, baseURL, 'Late');
  await late.goto(editorLink);
  await expect(late.getByRole('heading', { name: 'This link has ended' })).toBeVisible();
  await late.context().close();
  await imani.context().close();
  await bea.context().close();
});

test('J3 [FR12, FR13] an owner puts another link in the place of a leaked one, deletes a run from its page, and the flow for everybody', async ({
  browser,
  baseURL,
  context,
  page,
  home,
  editor,
}) => {
  await context.grantPermissions(['clipboard-read', 'clipboard-write']);
  await home.openFlow(twoBranches({}));
  await editor.run();
  await editor.expectOutcome('Done');
  const share = createSharePart(page);
  const ownLink = async () => {
    await share.open();
    await share.dialog.getByText('Your own link').click();
    return share.copied(share.dialog.getByRole('button', { name: 'Copy owner link' }));
  };
  const leaked = await ownLink();
  const thief = await anotherPerson(browser, baseURL, 'Eve');
  await thief.goto(leaked);
  await expect(createEditorPage(thief).node('Draft')).toBeVisible();

  await share.dialog.getByRole('button', { name: 'Replace it by another link' }).click();
  await expect(share.dialog).toContainText('The link you have now ends at once');
  await expectAccessible(page, 'replacing the owner’s link');
  await share.dialog.getByRole('button', { name: 'Replace link' }).click();
  await expect(thief.getByText('This link no longer opens the flow here.')).toBeVisible();
  await expect(share.dialog, 'the page opens anew').toBeHidden();
  await expect(editor.node('Draft')).toBeVisible();
  const link = await ownLink();
  expect(secretOf(link)).not.toBe(secretOf(leaked));
  await share.close();

  await page.getByRole('tab', { name: 'Runs' }).click();
  await page.goto(await share.copied(page.getByRole('button', { name: 'Copy link to run 1' })));
  await page.getByRole('button', { name: 'Delete this run' }).click();
  await page
    .getByRole('dialog', { name: 'Delete this run?' })
    .getByRole('button', { name: 'Delete run' })
    .click();
  await expect(editor.node('Draft'), 'it leads to the flow').toBeVisible();
  await page.getByRole('tab', { name: 'Runs' }).click();
  await expect(page.getByRole('button', { name: 'Copy link to run 1' })).toHaveCount(0);

  await page.goto('/');
  await page.getByRole('button', { name: 'More about Two branches' }).click();
  await page.getByRole('menuitem', { name: 'Delete for everybody…' }).click();
  const dialog = page.getByRole('dialog', { name: 'Delete Two branches for everybody?' });
  await expectAccessible(page, 'deleting a flow');
  await dialog.getByRole('button', { name: 'Delete flow' }).click();
  await expect(page.getByText('Two branches deleted for everybody')).toBeVisible();
  await expect(page.getByRole('button', { name: 'More about Two branches' })).toHaveCount(0);
  await thief.context().close();
  const late = await anotherPerson(browser, baseURL, 'Late');
  await late.goto(link);
  await expect(late.getByRole('heading', { name: 'There is no flow at this address' })).toBeVisible();
  await late.context().close();
});

test('J6 a run link is copied from the list of runs, opens that run elsewhere and nothing else, until it is revoked', async ({
  browser,
  baseURL,
  context,
  page,
  home,
  editor,
}) => {
  await context.grantPermissions(['clipboard-read', 'clipboard-write']);
  await home.openFlow(twoBranches({}));
  await editor.run();
  await editor.expectOutcome('Done');
  await page.getByRole('tab', { name: 'Runs' }).click();
  const share = createSharePart(page);
  const link = await share.copied(page.getByRole('button', { name: 'Copy link to run 1' }));
  expect(link).toMatch(/\/r\/[\w-]+#[\w-]+\.[\w-]{43}$/);
  expect(await share.copied(page.getByRole('button', { name: 'Copy link to run 1' }))).toBe(link);

  const visitor = await anotherPerson(browser, baseURL, 'Tomas');
  const theirHome = createHomePage(visitor);
  await theirHome.open();
  await visitor.getByRole('button', { name: 'Join by link' }).first().click();
  const join = visitor.getByRole('dialog', { name: 'Join by link' });
  await join.getByRole('textbox').fill(link.split('.').slice(0, -1).join('.'));
  await join.getByRole('button', { name: 'Join' }).click();
  await expect(join).toContainText('This link is cut off.');
  await join.getByRole('textbox').fill(link);
  await join.getByRole('button', { name: 'Join' }).click();
  await expect(visitor.getByRole('heading', { name: 'Two branches', level: 1 })).toBeVisible();
  await expect(visitor.getByText('Done').first()).toBeVisible();

  await share.open();
  await share.dialog.getByRole('button', { name: 'Revoke run link' }).click();
  await share.dialog.getByRole('button', { name: 'Revoke link' }).click();
  await expect(share.dialog.getByText('Ended and revoked (1)')).toBeVisible();
  await expect(visitor.getByText('This link has ended'), 'at once, where it is being watched').toBeVisible();
  await visitor.reload();
  await expect(visitor.getByText('This link has ended')).toBeVisible();
  await visitor.context().close();
});

test('[SH3] versions: a state is named, compared, restored and had back', async ({ page, home, editor }) => {
  await home.openFlow(twoBranches({}));
  const versions = versionsOf(page);
  await openVersions(page);
  await versions.getByLabel('Name the flow as it is now').fill('First draft');
  await versions.getByRole('button', { name: 'Keep' }).click();
  await expect(versions.getByRole('heading', { name: 'First draft' })).toBeVisible();
  await expect(versions).toContainText('Nothing changed');
  await expectAccessible(page, 'versions dialog');
  await page.keyboard.press('Escape');

  await editor.select('Draft');
  await editor.inspector.fill('Prompt', 'Write two lines about {{topic}}.');
  await editor.select('Aside');
  await page.keyboard.press('Escape');
  await page.keyboard.press('v');
  await expect(versions).toContainText('1 step changed');
  await expect(versions.locator('ins')).toContainText('two lines');
  await expect(versions.locator('del')).toContainText('a line');
  await expectAccessible(page, 'what changed since a version');
  await versions.getByRole('button', { name: 'Restore' }).click();
  await expect(versions).toBeHidden();
  await expect(editor.node('Draft')).toContainText('Write a line about');

  await page.getByRole('button', { name: 'Undo' }).click();
  await expect(editor.node('Draft')).toContainText('Write two lines about');
  await page.keyboard.press('v');
  await expect(versions.getByRole('button', { name: /^Before “First draft”/ })).toBeVisible();
  await versions.getByRole('button', { name: /^First draft/ }).click();
  await versions.getByRole('button', { name: 'Open as a copy' }).click();
  await expect(page).toHaveTitle(/Two branches \(First draft\)/);
  await expect(editor.node('Draft')).toContainText('Write a line about');
});

test('[SH5] a version is deleted after a question, for everybody, and by keyboard alone', async ({
  browser,
  baseURL,
  page,
  home,
}) => {
  await home.openFlow(twoBranches({}));
  const versions = versionsOf(page);
  await openVersions(page);
  for (const name of ['First draft', 'Second draft']) {
    await versions.getByLabel('Name the flow as it is now').fill(name);
    await versions.getByRole('button', { name: 'Keep' }).click();
    await expect(versions.getByRole('heading', { name })).toBeVisible();
  }
  await page.keyboard.press('Escape');
  const bo = await arrive(browser, baseURL, { name: 'Bo', link: await linkFor(page, 'viewer link') });
  const theirs = versionsOf(bo.page);
  await openVersions(bo.page);
  await expect(theirs.getByRole('button', { name: 'Delete version' })).toHaveAttribute(
    'aria-disabled',
    'true',
  );

  await openVersions(page);
  const opener = versions.getByRole('button', { name: 'Delete version' });
  await opener.focus();
  await page.keyboard.press('Enter');
  await expect(versions.getByText(/^Delete “Second draft”\? It is gone for everybody/)).toBeVisible();
  await expectAccessible(page, 'the question whether a version is deleted');
  await expect(versions.getByRole('button', { name: 'Keep it' })).toBeFocused();
  await page.keyboard.press('Enter');
  await expect(opener).toBeFocused();
  await expect(versions.getByRole('button', { name: /^Second draft/ })).toBeVisible();
  await page.keyboard.press('Enter');
  await page.keyboard.press('Tab');
  await page.keyboard.press('Enter');
  await expect(versions.getByRole('button', { name: /^Second draft/ })).toHaveCount(0);
  await expect(versions.getByRole('button', { name: /^First draft/ })).toBeFocused();
  await expect(theirs.getByRole('button', { name: /^Second draft/ })).toHaveCount(0);
  await expect(theirs.getByRole('button', { name: /^First draft/ })).toBeVisible();
  await bo.leave();
});

test('J10 without the relay, links and versions say that they need it, and nothing else stops', async ({
  context,
  page,
  home,
  editor,
}) => {
  await home.openFlow(twoBranches({}));
  const share = createSharePart(page);
  const versions = versionsOf(page);
  await editor.select('Draft');
  await share.open();
  await share.close();
  await page.keyboard.press('v');
  await expect(versions).toContainText('No versions yet');
  await page.keyboard.press('Escape');
  await context.setOffline(true);
  await page.getByRole('button', { name: 'Share', exact: true }).click();
  await expect(share.dialog).toContainText('The relay cannot be reached.');
  await share.dialog.getByRole('button', { name: 'Make link: viewer link' }).click();
  await expect(share.dialog.getByRole('alert')).toContainText('The relay cannot be reached.');
  await share.close();
  await page.keyboard.press('v');
  await expect(versions).toContainText('This list may be old.');
  await page.keyboard.press('Escape');
  await editor.select('Draft');
  await editor.inspector.fill('Prompt', 'Written without the relay.');
  await expect(editor.node('Draft')).toContainText('Written without the relay.');
  await context.setOffline(false);
  await editor.select('Aside');
  await page.keyboard.press('v');
  await expect(async () => {
    await versions.getByLabel('Name the flow as it is now').fill('After the storm');
    await versions.getByRole('button', { name: 'Keep' }).click();
    await expect(versions.getByRole('heading', { name: 'After the storm' })).toBeVisible({ timeout: 2_000 });
  }).toPass({ timeout: 30_000 });
});
