import { expect, type Locator, type Page } from '@playwright/test';

/** The dialog of links, and what it puts on the clipboard. */
export interface SharePart {
  readonly dialog: Locator;
  open(): Promise<void>;
  close(): Promise<void>;
  /** Makes a link of a kind ("editor link") and copies it. */
  makeAndCopy(kind: string): Promise<string>;
  /** Presses a button that copies, and waits for what is said then. */
  copied(button: Locator): Promise<string>;
}

/** @param page of a context that may read and write the clipboard. */
export function createSharePart(page: Page): SharePart {
  const dialog = page.getByRole('dialog', { name: 'Share this flow' });
  const copied = async (button: Locator) => {
    await page.evaluate(() => navigator.clipboard.writeText(''));
    await button.click();
    await expect
      .poll(() => page.evaluate(() => navigator.clipboard.readText()), { message: 'nothing was copied' })
      .not.toBe('');
    return page.evaluate(() => navigator.clipboard.readText());
  };
  return Object.freeze({
    dialog,
    async open() {
      await page.getByRole('button', { name: 'Share', exact: true }).click();
      await expect(dialog.getByRole('heading', { name: 'In the room' })).toBeVisible();
    },
    async close() {
      await dialog.getByRole('button', { name: 'Close' }).click();
      await expect(dialog).toBeHidden();
    },
    async makeAndCopy(kind: string) {
      await dialog.getByRole('button', { name: `Make link: ${kind}` }).click();
      return copied(dialog.getByRole('button', { name: `Copy ${kind}` }));
    },
    copied,
  });
}
