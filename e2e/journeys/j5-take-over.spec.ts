import type { Browser, Page } from '@playwright/test';
import { twoBranches } from '../fixtures/flows.ts';
import { createEditorPage } from './pages/editor-page.ts';
import { expect, test } from './pages/keyed-test.ts';
import { createSharePart } from './pages/share-part.ts';

const TEXT = 'One two three four five six seven eight nine ten.';

/** The lease of a host that is gone, its grace, and what is left to do. */
const LEASE_ENDS_MS = 30_000;

/** How a browser reaches the relay. */
const WAYS = [
  { way: '', block: null },
  {
    way: ' (no WebSocket)',
    block: (page: { addInitScript: Page['addInitScript'] }) =>
      page.addInitScript(() => void Reflect.deleteProperty(globalThis, 'WebSocket')),
  },
] as const;
type Way = (typeof WAYS)[number];

/** Another person in another browser, who opens an editor link. */
async function openElsewhere(browser: Browser, link: string, block: Way['block'] = null): Promise<Page> {
  const context = await browser.newContext();
  await block?.(context);
  const page = await context.newPage();
  await page.goto(link);
  return page;
}

async function editorLink(page: Page): Promise<string> {
  await page.context().grantPermissions(['clipboard-read', 'clipboard-write']);
  const share = createSharePart(page);
  await share.open();
  const link = await share.makeAndCopy('editor link');
  await share.close();
  return link;
}

for (const { way, block } of WAYS) {
  test(`J5 the tab that runs the flow is closed while a collaborator is there: theirs goes on, and nothing is called twice${way}`, async ({
    browser,
    page,
    home,
    editor,
    provider,
  }) => {
    provider.behaviour('held', 'ok', { text: TEXT, holdAfterWords: 5 });
    await block?.(page.context());
    await home.openFlow(twoBranches({ polish: 'mistral/held' }));
    const otherPage = await openElsewhere(browser, await editorLink(page), block);
    const other = createEditorPage(otherPage);
    await editor.run();
    await editor.expectState('writing', 'Polish');
    await other.expectState('writing', 'Polish');
    await page.close();

    provider.release('held');
    // By polling nobody sees a socket close: then the lease has to end first.
    await expect(other.runBar).toContainText('Done', { timeout: 25_000 });
    await other.expectState('done', 'Topic', 'Draft', 'Aside', 'Polish', 'Result');
    await expect(other.node('Result')).toContainText('nine ten.');
    expect(provider.requests).toHaveLength(3);
    await otherPage.context().close();
  });

  test(`J5 without a collaborator the run is parked, and goes on in the tab that opens it next${way}`, async ({
    context,
    page,
    home,
    editor,
    provider,
  }) => {
    provider.behaviour('held', 'ok', { text: TEXT, holdAfterWords: 5 });
    await block?.(page.context());
    await home.openFlow(twoBranches({ draft: 'mistral/held' }));
    await editor.run();
    await editor.expectState('writing', 'Draft');
    const address = page.url();
    await page.close();
    provider.release('held');

    const next = await context.newPage();
    await next.goto(address);
    const again = createEditorPage(next);
    // A tab that could not say goodbye has its lease until it ends.
    await again.expectOutcome('Done', LEASE_ENDS_MS);
    await again.expectState('done', 'Topic', 'Draft', 'Aside', 'Polish', 'Result');
    await expect(again.node('Draft')).toContainText('nine ten.');
    expect(provider.requests).toHaveLength(3);
  });
}

/** Processes that draw pages; the browser and this test run on one machine. */
async function renderers(browser: Browser): Promise<readonly number[]> {
  const session = await browser.newBrowserCDPSession();
  const { processInfo } = await session.send('SystemInfo.getProcessInfo');
  await session.detach();
  return processInfo.flatMap(({ type, id }) => (type === 'renderer' ? [id] : []));
}

test('J5 the tab that runs the flow stands still: a collaborator has the run when its lease is over', async ({
  browser,
  page,
  home,
  editor,
  provider,
}) => {
  provider.behaviour('held', 'ok', { text: TEXT, holdAfterWords: 5 });
  await home.openFlow(twoBranches({ draft: 'mistral/held' }));
  const link = await editorLink(page);
  const before = await renderers(browser);
  const otherPage = await openElsewhere(browser, link);
  const other = createEditorPage(otherPage);
  await other.run();
  await editor.expectState('writing', 'Draft');

  const others = (await renderers(browser)).filter((pid) => !before.includes(pid));
  expect(others.length).toBeGreaterThan(0);
  for (const pid of others) process.kill(pid, 'SIGSTOP');
  provider.release('held');
  await expect(editor.runBar).toContainText('Done', { timeout: 25_000 });
  await editor.expectState('done', 'Topic', 'Draft', 'Aside', 'Polish', 'Result');
  expect(provider.requests).toHaveLength(3);

  for (const pid of others) process.kill(pid, 'SIGCONT');
  await other.expectOutcome('Done');
  await expect(other.node('Draft')).toContainText('nine ten.');
  expect(provider.requests).toHaveLength(3);
  await otherPage.context().close();
});
