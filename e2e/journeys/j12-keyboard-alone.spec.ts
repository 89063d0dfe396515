import type { Locator, Page } from '@playwright/test';
import { expectAccessible } from './pages/audit.ts';
import { expect, test } from './pages/test.ts';

/** Presses Tab until the element has the focus, as a person without a mouse does. */
async function tabTo(page: Page, element: Locator, key: 'Tab' | 'Shift+Tab' = 'Tab'): Promise<void> {
  const hasFocus = () => element.evaluate((node) => node === document.activeElement);
  for (let presses = 0; presses < 80 && !(await hasFocus()); presses += 1) await page.keyboard.press(key);
  await expect(element).toBeFocused();
}

/** Opens the picker, types a name, takes the first that is found; the new node has the focus then. */
async function addNode(page: Page, key: string, typed: string, name: string): Promise<void> {
  await page.keyboard.press(key);
  await expect(page.getByRole('dialog', { name: 'Add a node' }).getByRole('combobox')).toBeFocused();
  await page.keyboard.type(typed);
  await page.keyboard.press('Enter');
  await expect(page.getByRole('group', { name: `${name}, ${name}, idle` })).toBeFocused();
}

test('J12 by keyboard alone: three nodes are added, connected, filled in, run, and the output is read', async ({
  page,
  home,
  editor,
}) => {
  const { keyboard } = page;
  const node = (name: RegExp) => editor.canvas.getByRole('group', { name });
  await home.open();
  await tabTo(page, page.getByRole('button', { name: 'Start blank' }).first());
  await keyboard.press('Enter');
  await expect(editor.canvas).toBeFocused();
  // The first stop of the page leads past the panels.
  const skip = page.locator('body > button:first-child');
  await expect(skip).toHaveText('Skip to the canvas');
  await skip.focus();
  await keyboard.press('Enter');
  await expect(editor.canvas).toBeFocused();

  await addNode(page, '/', 'initial', 'Initial Prompt');
  await addNode(page, 'n', 'story', 'Story Teller');
  await addNode(page, 'N', 'text out', 'Text Output');

  // C takes a port of the focused node, arrows choose where the thread goes, Enter ties it.
  await tabTo(page, node(/^Initial Prompt, /), 'Shift+Tab');
  await keyboard.press('c');
  await chooseTarget(page, /^Thread from Initial Prompt, text to Story Teller, idea, /);
  await keyboard.press('Enter');
  await expect(node(/^Story Teller, .*from Initial Prompt$/)).toBeVisible();
  await keyboard.press('Alt+ArrowRight');
  await expect(node(/^Story Teller, /)).toBeFocused();
  await keyboard.press('c');
  await chooseTarget(page, /^Thread from Story Teller, story to Text Output, text, /);
  await keyboard.press('Enter');
  await expect(node(/^Text Output, .*from Story Teller$/)).toBeVisible();

  // What is deleted hands the focus on, and has it again when it is back.
  await keyboard.press('Alt+ArrowRight');
  await expect(node(/^Text Output, /)).toBeFocused();
  await keyboard.press('Delete');
  await expect(node(/^Story Teller, /)).toBeFocused();
  await keyboard.press('ControlOrMeta+z');
  await expect(node(/^Text Output, .*from Story Teller$/)).toBeFocused();
  await keyboard.press('Alt+ArrowLeft');

  // Enter opens the node in the inspector, with the focus in its first field.
  await keyboard.press('Alt+ArrowLeft');
  await expect(node(/^Initial Prompt, /)).toBeFocused();
  await keyboard.press('Enter');
  await expect(editor.inspector.field('Text')).toBeFocused();
  await keyboard.type('A lighthouse keeper teaches a gull to read.');

  await keyboard.press('ControlOrMeta+Enter');
  await editor.expectOutcome('Done');
  await expect(page.getByRole('status').getByText('Run finished.')).toBeVisible();

  // The outline reads the output aloud.
  await keyboard.press('ControlOrMeta+k');
  await expect(page.getByRole('dialog').getByRole('combobox')).toBeFocused();
  await keyboard.type('outline');
  await keyboard.press('Enter');
  const outline = page.getByRole('region', { name: 'Outline' });
  await expect(outline).toBeVisible();
  const row = outline.getByRole('button', { name: /^Text Output, Text Output, done, from Story Teller$/ });
  await tabTo(page, outline.getByRole('button', { name: /^Initial Prompt, / }));
  await keyboard.press('End');
  await expect(row).toBeFocused();
  await keyboard.press('r');
  await expect(outline.getByText(/^\s*Text Output: [\s\S]{80,}/)).toBeAttached();
});

/** Steps through the ends that fit until the spoken one is the wanted. */
async function chooseTarget(page: Page, words: RegExp): Promise<void> {
  const spoken = page.getByText(/^Thread from .* Enter ties it/);
  await expect(spoken).toBeAttached();
  for (let step = 0; step < 8 && !words.test((await spoken.textContent()) ?? ''); step += 1)
    await page.keyboard.press('ArrowRight');
  await expect(spoken).toHaveText(words);
}

for (const colorScheme of ['light', 'dark'] as const) {
  test(`J12 axe finds nothing serious on home, editor and run, ${colorScheme}`, async ({
    page,
    home,
    editor,
  }) => {
    await page.emulateMedia({ colorScheme, reducedMotion: 'reduce' });
    await home.open();
    await expectAccessible(page, 'home');
    await home.pickTemplate('A letter in two voices');
    await expect(editor.runButton).toHaveText('Run with demo');
    await editor.select('Warm');
    await expectAccessible(page, 'editor with a node selected');
    await editor.run();
    // The demo writes a letter in two seconds: on a busy machine it may be done when it is looked at.
    await editor.expectState(/writing|done/, 'Warm');
    await expectAccessible(page, 'while it runs');
    await editor.expectOutcome('Done');
    await page.getByRole('tab', { name: 'Outline' }).click();
    await expect(page.getByRole('region', { name: 'Outline' })).toBeVisible();
    await expectAccessible(page, 'after the run');
  });
}
