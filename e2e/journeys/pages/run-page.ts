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
  /** The run as a file. */
  save(): Promise<Download>;
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
  });
}
