import { expect, type Download, type Locator, type Page } from '@playwright/test';

/** The page of one run, as a person finds its parts: by role and name. */
export interface RunPagePart {
  readonly steps: Locator;
  readonly outputs: Locator;
  readonly slider: Locator;
  readonly play: Locator;
  /** A step of the list, by its name. */
  step(name: string): Locator;
  output(name: string): Locator;
  expectOutcome(words: string): Promise<void>;
  /** The run as a file; a run without pictures is saved without a question. */
  save(): Promise<Download>;
  /** A run with pictures as a file that has them. */
  saveWithPictures(): Promise<Download>;
}

export function createRunPagePart(page: Page): RunPagePart {
  const steps = page.getByRole('navigation', { name: 'Steps' });
  const outputs = page.getByRole('region', { name: 'Outputs' });
  return Object.freeze({
    steps,
    outputs,
    slider: page.getByRole('slider', { name: 'Replay position' }),
    play: page.getByRole('button', { name: 'Play', exact: true }),
    step: (name: string) => steps.getByRole('button', { name: new RegExp(`^${name}`) }),
    output: (name: string) => outputs.getByRole('article', { name, exact: true }),
    async expectOutcome(words: string) {
      await expect(page.getByRole('main').getByText(words, { exact: true }).first()).toBeVisible();
    },
    async save() {
      const download = page.waitForEvent('download');
      await page.getByRole('button', { name: 'Save as a file' }).click();
      return download;
    },
    async saveWithPictures() {
      const download = page.waitForEvent('download');
      await page.getByRole('button', { name: 'Save as a file' }).click();
      const question = page.getByRole('dialog', { name: 'Export run' });
      await question.getByRole('button', { name: 'Export run' }).click();
      return download;
    },
  });
}
