import type { Page } from '@playwright/test';

/** As a full disk: from now on no database of the page or of its worker takes anything new. */
export async function fillStorage(page: Page): Promise<void> {
  // Chromium's own quota override is not obeyed in the contexts of tests, so the refusal is put in its place.
  const refuse = () => {
    const full = () => {
      throw new DOMException('The quota has been exceeded.', 'QuotaExceededError');
    };
    IDBObjectStore.prototype.put = full;
    IDBObjectStore.prototype.add = full;
  };
  await page.evaluate(refuse);
  for (const worker of page.workers()) await worker.evaluate(refuse);
}
