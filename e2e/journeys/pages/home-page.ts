import { expect, type Locator, type Page } from '@playwright/test';
import type { FlowDocument } from '#shared/graph/document.ts';

/** The first page, as a person finds its parts: by role and name. */
export interface HomePage {
  readonly templates: Locator;
  open(): Promise<void>;
  startBlank(): Promise<void>;
  pickTemplate(title: string): Promise<void>;
  /** Opens a flow from a file and waits for its canvas. */
  openFlow(document: FlowDocument): Promise<void>;
  /** Hands a file to the page, whatever it holds. */
  openText(text: string, name?: string): Promise<void>;
}

export function createHomePage(page: Page): HomePage {
  const templates = page.getByRole('region', { name: 'Templates' });
  const canvas = page.getByRole('application', { name: 'Canvas' });
  const open = async () => {
    await page.goto('/');
    await expect(templates).toBeVisible();
  };
  const openText = async (text: string, name = 'test.flow.json') => {
    await open();
    const file = { name, mimeType: 'application/json', buffer: Buffer.from(text) };
    await page.getByLabel('Flow file').setInputFiles(file);
  };
  return Object.freeze({
    templates,
    open,
    async startBlank() {
      await open();
      await page.getByRole('button', { name: 'Start blank' }).first().click();
      await expect(canvas).toBeVisible();
    },
    async pickTemplate(title: string) {
      await templates.getByRole('button', { name: title }).click();
      await expect(canvas).toBeVisible();
    },
    openText,
    async openFlow(document: FlowDocument) {
      await openText(JSON.stringify(document));
      await expect(canvas).toBeVisible();
    },
  });
}
