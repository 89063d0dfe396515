import { expect, type Locator, type Page } from '@playwright/test';

/** The right column: form, model and output of the selected node. */
export interface InspectorPart {
  readonly root: Locator;
  readonly output: Locator;
  /** A field of text by its label. */
  field(label: string): Locator;
  expectNode(name: string): Promise<void>;
  fill(label: string, text: string): Promise<void>;
  /** Picks a model as a person does: opens the list, types, takes what is found. */
  pickModel(search: string, name: string): Promise<void>;
  /** From the menu of the node: Run this node, Run from here, Run up to here. */
  choose(item: string): Promise<void>;
}

export function createInspectorPart(page: Page): InspectorPart {
  const root = page.getByRole('complementary', { name: 'Inspector' });
  const field = (label: string) => root.getByRole('textbox', { name: label, exact: true });
  return Object.freeze({
    root,
    output: root.getByRole('region', { name: 'Output' }),
    field,
    async expectNode(name: string) {
      await expect(root.getByRole('textbox', { name: 'Name of the node' })).toHaveValue(name);
    },
    async fill(label: string, text: string) {
      await field(label).fill(text);
    },
    async pickModel(search: string, name: string) {
      await root.getByRole('button', { name: /^Model: / }).click();
      const list = page.getByRole('dialog', { name: 'Model' });
      await list.getByRole('combobox').fill(search);
      await list.getByRole('option', { name }).first().click();
      await expect(root.getByRole('button', { name: /^Model: / })).toContainText(name);
    },
    async choose(item: string) {
      await root.getByRole('button', { name: 'More' }).click();
      await page.getByRole('menuitem', { name: item }).click();
    },
  });
}
