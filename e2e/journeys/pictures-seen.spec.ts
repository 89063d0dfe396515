import { readFile } from 'node:fs/promises';
import type { Locator, Page } from '@playwright/test';
import type { FlowDocument } from '#shared/graph/document.ts';
import { sketchFlow } from '../fixtures/sketch-flow.ts';
import { expectAccessible } from './pages/audit.ts';
import { createHomePage } from './pages/home-page.ts';
import { arrive, linkFor, runLinkFor } from './pages/people.ts';
import { createRunPagePart } from './pages/run-page.ts';
import { expect, test } from './pages/test.ts';

const PROMPT = 'A white lighthouse and a red boat under a yellow moon';

/** A prompt that becomes a cover, which a describer looks at; and a second picture beside it. */
function picturesOf(name: string): FlowDocument {
  return sketchFlow(
    name,
    [
      { id: 'Idea', type: 'initialPrompt', config: { text: PROMPT } },
      { id: 'Cover', type: 'imageGenerator', label: 'Cover art', column: 1 },
      { id: 'Words', type: 'imageDescriber', label: 'Alt text', column: 2 },
      {
        ...{ id: 'Back', type: 'imageGenerator', label: 'Back cover', column: 1, row: 2 },
        config: { prompt: 'A green tree beside a small house' },
      },
    ],
    ['Idea > Cover', 'Cover > Words.image-in'],
  );
}

/** The address under which an element's picture is shown, and how large it is; waits until it is drawn. */
async function shownPicture(page: Page, name: string) {
  const picture = page
    .getByRole('article', { name: new RegExp(`^${name}, `) })
    .locator('img')
    .first();
  await expect(picture).toBeVisible();
  await expect
    .poll(() => picture.evaluate((image: HTMLImageElement) => image.naturalWidth))
    .toBeGreaterThan(0);
  return picture;
}

/** The picture in few pixels, each channel 0 to 255. */
function pixelsOf(page: Page, selector: string): Promise<readonly number[]> {
  return page
    .locator(selector)
    .first()
    .evaluate((image: HTMLImageElement) => {
      const canvas = Object.assign(document.createElement('canvas'), { width: 16, height: 12 });
      const context = canvas.getContext('2d');
      context?.drawImage(image, 0, 0, 16, 12);
      return [...(context?.getImageData(0, 0, 16, 12).data ?? [])];
    });
}

/** How far two pictures are from each other, 0 to 255 a channel: small sizes of one picture differ by a little. */
function distance(one: readonly number[], other: readonly number[]): number {
  const apart = one.map((value, index) => Math.abs(value - (other[index] ?? 0)));
  return apart.reduce((sum, value) => sum + value, 0) / apart.length;
}

const SAME = 6;

const CARD_PICTURE = '[data-canvas] article[aria-label^="Cover art"] img';

test('[PI31, PI32] a picture stands on its card, opens by keyboard, and a collaborator and a run link see the same', async ({
  browser,
  baseURL,
  context,
  page,
  home,
  editor,
}) => {
  test.setTimeout(120_000);
  await home.openFlow(picturesOf('Night market'));
  // In its own px: with the first run the drawer opens, and the view is fitted anew.
  const heightOf = () => editor.node('Cover art').evaluate((card) => (card as HTMLElement).offsetHeight);
  const height = await heightOf();
  await editor.run();
  await editor.expectOutcome('Done');
  await shownPicture(page, 'Cover art');
  expect(await heightOf(), 'the card keeps its height').toBe(height);
  const mine = await pixelsOf(page, CARD_PICTURE);

  // The lightbox, by keyboard alone.
  const opener = editor.node('Cover art').getByRole('button', { name: 'Open the picture of Cover art' });
  await opener.focus();
  await page.keyboard.press('Enter');
  const lightbox = page.getByRole('dialog', { name: 'Cover art' });
  await expect(lightbox.getByText(PROMPT)).toBeVisible();
  await expect(lightbox.getByText(/^768 × \d+ px$/)).toBeVisible();
  await expect(lightbox.getByText('Demo', { exact: true })).toBeVisible();
  // What is read aloud is what the describer says about this very picture.
  await expect(lightbox.getByRole('img')).toHaveAccessibleName(/^A (wide )?picture of/);
  await expectAccessible(page, 'the lightbox');
  await page.keyboard.press('+');
  await expect(lightbox.getByRole('img')).toHaveAttribute('style', /scale\(1\.5\)/);
  await page.keyboard.press('0');
  await expect(lightbox.getByRole('img')).toHaveAttribute('style', /scale\(1\)/);
  await page.keyboard.press('ArrowRight');
  await expect(page.getByRole('dialog', { name: 'Back cover' }).getByText(/of 2$/)).toBeVisible();
  const download = page.waitForEvent('download');
  await page.getByRole('button', { name: 'Download picture' }).click();
  expect((await download).suggestedFilename()).toBe('night-market-back-cover.png');
  await page.keyboard.press('Escape');
  await expect(page.getByRole('dialog')).toHaveCount(0);
  await expect(opener).toBeFocused();

  // And by the pointer, as a picture is opened anywhere.
  await editor.node('Cover art').locator('img').dblclick();
  await expect(page.getByRole('dialog', { name: 'Cover art' })).toBeVisible();
  await context.grantPermissions(['clipboard-read', 'clipboard-write']);
  await page.getByRole('button', { name: 'Copy picture' }).click();
  await expect(page.getByText('Picture copied.')).toBeVisible();
  const kinds = await page.evaluate(async () =>
    (await navigator.clipboard.read()).flatMap(({ types }) => types),
  );
  expect(kinds).toContain('image/png');
  await page.keyboard.press('Escape');
  await expect(page.getByRole('dialog')).toHaveCount(0);

  const bo = await arrive(browser, baseURL, { name: 'Bo', link: await linkFor(page, 'editor link') });
  await shownPicture(bo.page, 'Cover art');
  expect(distance(await pixelsOf(bo.page, CARD_PICTURE), mine)).toBeLessThan(SAME);
  await bo.leave();

  const fresh = await browser.newContext({ baseURL: baseURL ?? '', colorScheme: 'dark' });
  const visitor = await fresh.newPage();
  await visitor.goto(await runLinkFor(page));
  const run = createRunPagePart(visitor);
  await run.expectOutcome('Finished');
  const output = run.output('Cover art').getByRole('img');
  await expect(output).toHaveAccessibleName(PROMPT);
  const outputs = (name: string) =>
    pixelsOf(visitor, `[aria-label="Outputs"] article[aria-label="${name}"] img`);
  expect(distance(await outputs('Cover art'), mine)).toBeLessThan(SAME);
  expect(distance(await outputs('Back cover'), mine)).toBeGreaterThan(2 * SAME);
  await expectAccessible(visitor, 'a run with pictures, dark');

  // The replay shows it from its moment on, and not before.
  const inSteps = run.steps.getByRole('button', { name: 'Open: Picture from Cover art' });
  await expect(inSteps).toBeVisible();
  await run.slider.focus();
  await visitor.keyboard.press('Home');
  await expect(inSteps).toHaveCount(0);
  await run.step('Cover art').click();
  await expect(inSteps).toHaveCount(0);
  await run.step('Alt text').click();
  await expect(inSteps).toBeVisible();
  await inSteps.click();
  await expect(visitor.getByRole('dialog', { name: 'Cover art' }).getByText(PROMPT)).toBeVisible();
  await expectAccessible(visitor, 'the lightbox, dark');
  await visitor.keyboard.press('Escape');
  await expect(inSteps).toBeFocused();
  await fresh.close();
});

test('J11 [PI8] a run goes out as a file with its pictures or without, as is asked, and they are seen where it is opened', async ({
  browser,
  baseURL,
  page,
  home,
  editor,
}) => {
  test.setTimeout(120_000);
  await home.openFlow(picturesOf('To go'));
  await editor.run();
  await editor.expectOutcome('Done');
  await page.getByRole('tab', { name: /^Runs/ }).click();
  const question = page.getByRole('dialog', { name: 'Export run' });
  const exported = async (opener: Locator, { pictures }: { readonly pictures: boolean }) => {
    await opener.click();
    await expect(question.getByText(/^2 pictures, [\d.]+ [kM]B\.$/)).toBeVisible();
    await question.getByRole('checkbox', { name: 'With its pictures' }).setChecked(pictures);
    await expect(question.getByText(/^The file is about [\d.]+ [kM]B large\.$/)).toBeVisible();
    const download = question.page().waitForEvent('download');
    await question.getByRole('button', { name: 'Export run' }).click();
    const text = await readFile(await (await download).path(), 'utf8');
    await expect(question).toHaveCount(0);
    return text;
  };
  const opener = page.getByRole('button', { name: 'Export run 1' });
  const bare = await exported(opener, { pictures: false });
  expect(bare).not.toContain('"base64"');
  const whole = await exported(opener, { pictures: true });
  expect(whole.split('"base64"')).toHaveLength(3);

  const fresh = await browser.newContext({ baseURL: baseURL ?? '' });
  const reader = await fresh.newPage();
  await createHomePage(reader).openText(whole, 'to-go.run.jsonl');
  const run = createRunPagePart(reader);
  await run.expectOutcome('Finished');
  const picture = run.output('Cover art').locator('img');
  await expect
    .poll(() => picture.evaluate((image: HTMLImageElement) => image.naturalWidth))
    .toBeGreaterThan(0);
  const asked = reader.getByRole('dialog', { name: 'Export run' });
  await reader.getByRole('button', { name: 'Save as a file' }).click();
  await expectAccessible(reader, 'the question whether pictures go along');
  await asked.getByRole('checkbox').setChecked(false);
  const download = reader.waitForEvent('download');
  await asked.getByRole('button', { name: 'Export run' }).click();
  expect(await readFile(await (await download).path(), 'utf8')).not.toContain('"base64"');
  await fresh.close();
});

for (const colorScheme of ['light', 'dark'] as const)
  test.describe(colorScheme, () => {
    test.use({ colorScheme });

    test('[PI33] the gallery has the pictures of all runs, filters them, and puts one into the flow again', async ({
      page,
      home,
      editor,
    }) => {
      await home.openFlow(picturesOf('Gallery'));
      const openGallery = async () => {
        await page.keyboard.press('ControlOrMeta+k');
        await page.getByRole('dialog').getByRole('combobox').fill('Pictures');
        await page.keyboard.press('Enter');
      };
      const gallery = page.getByRole('dialog', { name: 'Pictures' });
      await openGallery();
      await expect(gallery.getByRole('heading', { name: 'No pictures yet' })).toBeVisible();
      await page.keyboard.press('Escape');
      await editor.run();
      await editor.expectOutcome('Done');
      await page.getByRole('tab', { name: /^Runs/ }).click();
      await page.getByRole('button', { name: 'Pictures', exact: true }).click();
      const tiles = gallery.getByRole('listitem');
      await expect(tiles).toHaveCount(2);
      await expect(tiles.locator('img')).toHaveCount(2);
      await expectAccessible(page, 'the gallery');
      await gallery.getByRole('combobox', { name: 'Node' }).selectOption('Back cover');
      await expect(tiles).toHaveCount(1);
      await gallery.getByRole('button', { name: /^Open: / }).click();
      const lightbox = page.getByRole('dialog', { name: 'Back cover' });
      await lightbox.getByRole('button', { name: 'Use in flow' }).click();
      await expect(lightbox.getByText('In the flow as')).toBeVisible();
      await page.keyboard.press('Escape');
      await expect(gallery).toBeVisible();
      await page.keyboard.press('Escape');
      const node = editor.canvas.getByRole('article', { name: /Image Input/ });
      await expect(node).toHaveCount(1);
      // It is selected, with its picture in the field.
      await expect(editor.inspector.root.locator('img').first()).toBeVisible();
    });
  });

for (const colorScheme of ['light', 'dark'] as const)
  test.describe(`on a phone, ${colorScheme}`, () => {
    test.use({ viewport: { width: 390, height: 844 }, hasTouch: true, isMobile: true, colorScheme });

    test('a picture is seen in the sheet of its step', async ({ page, home, editor }) => {
      await home.openText(JSON.stringify(picturesOf('On a phone')));
      await expect(editor.runButton).toBeEnabled();
      await editor.runButton.tap();
      await editor.expectOutcome('Done');
      await page
        .getByRole('listitem')
        .getByRole('button', { name: /^Cover art/ })
        .tap();
      const sheet = page.getByRole('dialog', { name: 'Cover art' });
      await expect(sheet.locator('img')).toBeVisible();
      await expectAccessible(page, 'a picture in its sheet');
      expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBe(390);
      await sheet.getByRole('button', { name: /^Open: / }).tap();
      // In the order in which they were made, which is not always the same.
      await expect(page.getByText(/^[12] of 2$/)).toBeVisible();
      await page.getByRole('button', { name: 'Next picture' }).tap();
      await expect(page.getByRole('dialog', { name: 'Back cover' })).toBeVisible();
      await expectAccessible(page, 'the lightbox on a phone');
      await page.getByRole('button', { name: 'Close' }).last().tap();
      await expect(page.getByRole('dialog', { name: 'Back cover' })).toHaveCount(0);
      await expect(sheet).toBeVisible();
    });
  });
