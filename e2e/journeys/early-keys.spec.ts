import { twoBranches } from '../fixtures/flows.ts';
import { expect, test } from './pages/test.ts';

test('what is typed right after Mod+K reaches the palette, although it is still being fetched', async ({
  page,
  home,
  editor,
}) => {
  await home.openFlow(twoBranches({}));
  await expect(editor.runButton).toBeEnabled();
  // Nothing of the palette is there yet, and it takes its time.
  let letThrough = (): void => undefined;
  const hasTyped = new Promise<void>((resolve) => (letThrough = resolve));
  await page.route('**/assets/*.js', async (route) => {
    await hasTyped;
    await route.continue();
  });
  await page.keyboard.press('Control+k');
  await page.keyboard.type('nalignx');
  await page.keyboard.press('Backspace');
  letThrough();
  const field = page.getByRole('dialog', { name: 'Commands' }).getByRole('combobox');
  await expect(field).toBeFocused();
  await expect(field).toHaveValue('nalign');
  await page.keyboard.type('z');
  await expect(field).toHaveValue('nalignz');
  // No shortcut of the canvas took the N.
  await expect(editor.canvas.getByRole('article')).toHaveCount(5);
});
