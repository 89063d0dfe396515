import type { Page } from '@playwright/test';
import { sketchFlow } from '../fixtures/sketch-flow.ts';
import { arrive, linkFor } from './pages/people.ts';
import { dropFiles, takePhoto } from './pages/picture-files.ts';
import { expect, test } from './pages/test.ts';

const photo = sketchFlow('Brought later', [{ id: 'photo', type: 'imageInput', label: 'Photo' }], []);

/** The photo of the node is drawn, not only there. */
const drawnWidth = (page: Page) =>
  page
    .getByRole('article', { name: /^Photo, / })
    .locator('img')
    .first()
    .evaluate((one: HTMLImageElement) => one.naturalWidth);

test('[PI4] a photo that cannot be brought to the relay stays in the browser over a reload, and arrives later', async ({
  browser,
  baseURL,
  context,
  page,
  home,
  editor,
}) => {
  test.setTimeout(90_000);
  let cut = 0;
  await context.route(/\/pictures\/[0-9a-f]{64}\//, (route) => {
    cut += 1;
    return route.abort('connectionfailed');
  });
  await home.openFlow(photo);
  await dropFiles(page, editor.node('Photo'), [await takePhoto(page)]);
  await expect.poll(() => drawnWidth(page)).toBeGreaterThan(0);
  await expect.poll(() => cut).toBeGreaterThan(0);
  await page.reload();
  await expect.poll(() => drawnWidth(page)).toBeGreaterThan(0);
  const brought = page.waitForResponse(
    (answer) => answer.request().method() === 'PUT' && answer.url().includes('/pictures/') && answer.ok(),
  );
  await context.unroute(/\/pictures\/[0-9a-f]{64}\//);
  await brought;
  const visitor = await arrive(browser, baseURL, { name: 'Wren', link: await linkFor(page, 'viewer link') });
  await expect.poll(() => drawnWidth(visitor.page)).toBeGreaterThan(0);
  await visitor.leave();
});
