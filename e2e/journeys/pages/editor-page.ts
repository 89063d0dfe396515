import { expect, type Download, type Locator, type Page } from '@playwright/test';
import { createInspectorPart, type InspectorPart } from './inspector-part.ts';

/** The editor, as a person finds its parts: by role and name. */
export interface EditorPage {
  readonly canvas: Locator;
  readonly inspector: InspectorPart;
  /** The bar with Run, progress, clock and cost. */
  readonly runBar: Locator;
  readonly runButton: Locator;
  readonly connection: Locator;
  /** A node on the canvas, by its name. */
  node(name: string): Locator;
  /** Waits until nodes are in a state, by the word on their chip: `done`, `billed?`. */
  expectState(word: string | RegExp, ...names: readonly string[]): Promise<void>;
  /** Waits until Run can be pressed, and presses it. */
  run(): Promise<void>;
  stop(): Promise<void>;
  /** Waits until the bar says how the run ended. */
  expectOutcome(words: string | RegExp, timeoutMs?: number): Promise<void>;
  /** Selects a node by a click, so that the inspector shows it. */
  select(name: string): Promise<void>;
  /** Presses a button inside a node. */
  press(name: string, button: string): Promise<void>;
  /** Chooses from the menu beside Run. */
  runAnotherWay(item: string): Promise<void>;
  /** The flow as a file, by the menu at its name. */
  exportFlow(flowName: string): Promise<Download>;
}

export function createEditorPage(page: Page): EditorPage {
  const canvas = page.getByRole('application', { name: 'Canvas' });
  const runBar = page.getByRole('group', { name: 'Run', exact: true });
  const runButton = runBar.getByRole('button', { name: /^Run( with demo)?$/ });
  const inspector = createInspectorPart(page);
  const node = (name: string) =>
    canvas.getByRole('article', { name: new RegExp(`^${escapeRegExp(name)}, `) });
  const run = async () => {
    await expect(runButton).toBeEnabled();
    await runButton.click();
  };
  return Object.freeze({
    canvas,
    inspector,
    runBar,
    runButton,
    connection: page.getByRole('button', { name: /^Connection: / }),
    node,
    async expectState(word: string | RegExp, ...names: readonly string[]) {
      const source = typeof word === 'string' ? escapeRegExp(word) : word.source;
      for (const name of names)
        await expect(node(name), `${name} is ${String(word)}`).toHaveAccessibleName(
          new RegExp(`, ${source}$`),
        );
    },
    run,
    async stop() {
      await runBar.getByRole('button', { name: 'Stop' }).click();
    },
    async expectOutcome(words: string | RegExp, timeoutMs?: number) {
      await expect(runBar).toContainText(words, timeoutMs === undefined ? {} : { timeout: timeoutMs });
    },
    async select(name: string) {
      await node(name).getByRole('heading', { name }).click();
      await inspector.expectNode(name);
    },
    async press(name: string, button: string) {
      await node(name).getByRole('button', { name: button }).click();
    },
    async runAnotherWay(item: string) {
      await expect(runButton).toBeEnabled();
      await runBar.getByRole('button', { name: 'More ways to run' }).click();
      await page.getByRole('menuitem', { name: item }).click();
    },
    async exportFlow(flowName: string) {
      await page.getByRole('button', { name: flowName }).click();
      const download = page.waitForEvent('download');
      await page.getByRole('menuitem', { name: 'Export flow' }).click();
      return download;
    },
  });
}

function escapeRegExp(text: string): string {
  return text.replace(/[.*+?^${}()|[\]\\]/g, '\\$&');
}
