import type { Locator, Page } from '@playwright/test';
import { expectAccessible } from './pages/audit.ts';
import { createEditorPage } from './pages/editor-page.ts';
import { createHomePage } from './pages/home-page.ts';
import { expect, test } from './pages/test.ts';

const LOOKS = 'Eight years old, with a dark bob and a gap between her front teeth.';

/** A photo of a face, made by the page: no fixture lies in the project. */
async function photo(page: Page): Promise<{ name: string; mimeType: string; buffer: Buffer }> {
  const base64 = await page.evaluate(async () => {
    const canvas = new OffscreenCanvas(600, 800);
    const context = canvas.getContext('2d');
    if (context === null) throw new Error('no canvas');
    const paint = (colour: string, ...box: [number, number, number, number]) => {
      context.fillStyle = colour;
      context.fillRect(...box);
    };
    paint('rgb(136 170 204)', 0, 0, 600, 800);
    paint('rgb(240 200 160)', 150, 150, 300, 360);
    paint('rgb(160 48 48)', 100, 520, 400, 280);
    const blob = await canvas.convertToBlob({ type: 'image/jpeg' });
    return btoa(String.fromCharCode(...new Uint8Array(await blob.arrayBuffer())));
  });
  return { name: 'wren.jpg', mimeType: 'image/jpeg', buffer: Buffer.from(base64, 'base64') };
}

function charactersPart(page: Page) {
  const dialog = page.getByRole('dialog');
  const part = {
    dialog,
    open: () => page.getByText('My characters').click(),
    create: () => page.getByRole('button', { name: 'New character' }).click(),
    field: (name: string): Locator => dialog.getByRole('textbox', { name, exact: true }),
    choosePhoto: async () => dialog.getByLabel('Photo of the character').setInputFiles(await photo(page)),
    keep: () => dialog.getByRole('button', { name: /^(Keep character|Save)$/ }).click(),
    row: (name: string) => page.getByRole('button', { name: new RegExp(`^Add ${name}`) }),
    async choose(name: string, item: string) {
      await page.getByRole('button', { name: `More about ${name}` }).click();
      await page.getByRole('menuitem', { name: item }).click();
    },
    /** A new character with all that one can have, not yet kept. */
    async describeWren() {
      await part.open();
      await part.create();
      await part.field('Name').fill('Wren');
      await part.field('Description').fill(LOOKS);
      await part.choosePhoto();
      await expect(dialog.getByRole('button', { name: 'Remove photo' })).toBeVisible();
    },
  };
  return part;
}

test('[CH1, CH2, CH3] a character is made, used by Enter and by drag, changed, kept over a reload, deleted and had back', async ({
  page,
  home,
  editor,
}) => {
  await home.startBlank();
  const characters = charactersPart(page);
  await characters.describeWren();
  await expectAccessible(page, 'the dialog of a character');
  await characters.keep();
  await expect(characters.dialog).toHaveCount(0);

  await characters.row('Wren').focus();
  await page.keyboard.press('Enter');
  await expect(editor.node('Wren')).toHaveCount(1);
  await expect(editor.node('Wren')).toContainText('Eight years old');
  await expect(editor.node('Wren').getByRole('img')).toBeVisible();

  await characters.row('Wren').dragTo(editor.canvas, { targetPosition: { x: 300, y: 120 } });
  await expect(editor.node('Wren')).toHaveCount(2);

  await characters.choose('Wren', 'Edit…');
  await characters.field('Description').fill('Nine years old now.');
  await characters.keep();
  await page.reload();
  await expect(characters.row('Wren')).toContainText('Nine years old now.');
  await expectAccessible(page, 'the list of characters');
  await characters.choose('Wren', 'Delete');
  await expect(characters.row('Wren')).toHaveCount(0);
  await page.getByRole('button', { name: 'Undo', exact: true }).last().click();
  await expect(characters.row('Wren')).toContainText('Nine years old now.');

  // Another flow, by the palette of commands: the portrait comes along.
  await home.startBlank();
  await page.keyboard.press('ControlOrMeta+k');
  await page.getByRole('combobox', { name: 'Commands' }).fill('wren');
  await page.getByRole('option', { name: 'Add Wren' }).click();
  await expect(editor.node('Wren')).toContainText('Nine years old now.');
  await expect(editor.node('Wren').getByRole('img')).toBeVisible();
});

test('[CH1] a step of a flow is saved as a character', async ({ page, home, editor }) => {
  await home.open();
  await home.pickTemplate('Picture-book page');
  await editor.select('Wren');
  await page.keyboard.press('ControlOrMeta+k');
  await page.getByRole('combobox', { name: 'Commands' }).fill('save to my');
  await page.getByRole('option', { name: 'Save to my characters' }).click();
  await expect(page.getByText('Wren is one of your characters now')).toBeVisible();
  const characters = charactersPart(page);
  await characters.open();
  await expect(characters.row('Wren')).toContainText('A girl of eight');
});

test('[CH4] characters go out as a file and into another browser, portrait and all', async ({
  browser,
  baseURL,
  page,
  home,
}) => {
  await home.startBlank();
  const characters = charactersPart(page);
  await characters.describeWren();
  await characters.keep();
  await expect(characters.row('Wren')).toBeVisible();
  const coming = page.waitForEvent('download');
  await page.getByRole('button', { name: 'Characters as a file' }).click();
  await page.getByRole('menuitem', { name: 'Export characters' }).click();
  const file = await (await coming).path();

  const other = await browser.newContext({ baseURL: baseURL ?? '' });
  const visitor = await other.newPage();
  await createHomePage(visitor).startBlank();
  const theirs = charactersPart(visitor);
  await theirs.open();
  await visitor.getByLabel('File of characters').setInputFiles(file);
  await expect(theirs.row('Wren')).toContainText('Eight years old');
  await theirs.row('Wren').click();
  await expect(createEditorPage(visitor).node('Wren').getByRole('img')).toBeVisible();
  await other.close();
});

test('a photo is put into words by the demo, can be stopped, and leaves no run in the flow', async ({
  page,
  home,
  editor,
}) => {
  await home.startBlank();
  const characters = charactersPart(page);
  await characters.open();
  await characters.create();
  await characters.field('Name').fill('Wren');
  await characters.choosePhoto();
  const describe = characters.dialog.getByRole('button', { name: 'Describe the photo' });
  await describe.click();
  await characters.dialog.getByRole('button', { name: 'Stop' }).click();
  await expect(describe).toBeVisible();
  await expect(characters.field('Description')).toHaveValue('');

  await describe.click();
  await expect(characters.dialog.getByText('The demo is not a model')).toBeVisible({ timeout: 20_000 });
  await expect(characters.field('Description')).toHaveValue(/picture of \d+ by \d+ pixels.*blue/s);
  await characters.field('Description').fill(LOOKS);
  await characters.keep();
  await expect(characters.row('Wren')).toContainText('Eight years old');
  await page.getByRole('tab', { name: 'Runs' }).click();
  await expect(page.getByRole('tabpanel', { name: 'Runs' })).toContainText('No runs yet');
  await expect(editor.canvas.getByRole('article')).toHaveCount(0);
});

test('what is no picture is refused in the dialog, with words', async ({ page, home }) => {
  await home.startBlank();
  const characters = charactersPart(page);
  await characters.open();
  await characters.create();
  const svg = { name: 'face.png', mimeType: 'image/png', buffer: Buffer.from('<svg onload="alert(1)"/>') };
  await characters.dialog.getByLabel('Photo of the character').setInputFiles(svg);
  await expect(characters.dialog.getByRole('alert')).toBeVisible();
  await characters.keep();
  await expect(characters.dialog.getByText('The character has no name. Give it one.')).toBeVisible();
});
