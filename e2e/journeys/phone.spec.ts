import { expectAccessible } from './pages/audit.ts';
import { expect, test } from './pages/test.ts';

test.use({ viewport: { width: 390, height: 844 }, hasTouch: true, isMobile: true });

test('on a phone a template is picked, run and read', async ({ page, home, editor }) => {
  await home.open();
  await expect(page.locator('html')).toHaveJSProperty('scrollWidth', 390);
  await home.templates.getByRole('button', { name: 'A letter in two voices' }).tap();
  const row = (name: string) =>
    page.getByRole('listitem').getByRole('button', { name: new RegExp(`^${name}\\b`) });
  await expect(row('To Ada')).toBeVisible();
  await expect(page.getByText('Wiring needs a wider screen')).toBeVisible();
  await expect(editor.runButton).toHaveText('Run with demo');
  await editor.runButton.tap();
  await expect(row('Warm')).toContainText('Writing');
  await editor.expectOutcome('Done');
  await expect(row('To the landlord')).toContainText('Done');
  await row('To Ada').tap();
  const sheet = page.getByRole('dialog', { name: 'To Ada' });
  await expect(sheet).toContainText('Dear Ada');
  await expect(sheet).toContainText('Mina Torres');
  await expectAccessible(page, 'an output on a phone');
  await sheet.getByRole('button', { name: 'Close' }).tap();
  await expect(page.locator('html')).toHaveJSProperty('scrollWidth', 390);
  await expectAccessible(page, 'the flow on a phone');
});
