import { expect, type Browser, type BrowserContext, type Page } from '@playwright/test';
import { createEditorPage, type EditorPage } from './editor-page.ts';
import { createSharePart } from './share-part.ts';

/** Somebody with a browser of their own. */
export interface Visitor {
  readonly page: Page;
  readonly context: BrowserContext;
  readonly editor: EditorPage;
  leave(): Promise<void>;
}

export interface Arrival {
  readonly name: string;
  readonly link: string;
  /** Before any page of it loads. */
  readonly prepare?: (context: BrowserContext) => Promise<void>;
}

/** Gives a browser its person, before a page of it loads. */
export async function callPerson(context: BrowserContext, name: string, colour = 1): Promise<void> {
  const profile = JSON.stringify({ name, colour });
  await context.addInitScript((text) => {
    if (localStorage.getItem('weft:profile') === null) localStorage.setItem('weft:profile', text);
  }, profile);
}

/** Opens a link in a fresh browser and waits for the flow. */
export async function arrive(
  browser: Browser,
  baseURL: string | undefined,
  arrival: Arrival,
): Promise<Visitor> {
  const context = await browser.newContext({ baseURL: baseURL ?? '' });
  await callPerson(context, arrival.name, 2);
  await arrival.prepare?.(context);
  const page = await context.newPage();
  await page.goto(arrival.link);
  const editor = createEditorPage(page);
  await expect(editor.canvas).toBeVisible();
  return Object.freeze({ page, context, editor, leave: () => context.close() });
}

/** Makes a link in the share dialog; the page's context may use the clipboard. */
export async function linkFor(page: Page, kind: 'editor link' | 'viewer link'): Promise<string> {
  await page.context().grantPermissions(['clipboard-read', 'clipboard-write']);
  const share = createSharePart(page);
  await share.open();
  const link = await share.makeAndCopy(kind);
  await share.close();
  return link;
}

/** The link of a run, copied from the list of runs; the first run unless told. */
export async function runLinkFor(page: Page, number = 1): Promise<string> {
  await page.context().grantPermissions(['clipboard-read', 'clipboard-write']);
  await page.getByRole('tab', { name: /^Runs/ }).click();
  await page.evaluate(() => navigator.clipboard.writeText(''));
  await page.getByRole('button', { name: `Copy link to run ${number}` }).click();
  await expect.poll(() => page.evaluate(() => navigator.clipboard.readText())).toContain('/r/');
  return page.evaluate(() => navigator.clipboard.readText());
}

/** As in a network that blocks sockets. */
export async function withoutSockets(context: BrowserContext): Promise<void> {
  await context.addInitScript(() => {
    delete (globalThis as { WebSocket?: unknown }).WebSocket;
  });
}
