import type { Page } from '@playwright/test';
import { makeBomb, makePng } from '../fixtures/pictures/make-png.ts';
import { sketchFlow } from '../fixtures/sketch-flow.ts';
import { expectAccessible } from './pages/audit.ts';
import { arrive, linkFor } from './pages/people.ts';
import { copyPicture, dropFiles, holdFiles, takePhoto, type PersonsFile } from './pages/picture-files.ts';
import { expect, test } from './pages/test.ts';

const described = sketchFlow(
  'Seen at the harbour',
  [
    { id: 'photo', type: 'imageInput', label: 'Photo' },
    { id: 'words', type: 'imageDescriber', label: 'In words', column: 1 },
  ],
  ['photo > words.image-in'],
);

const file = (name: string, text: string | Uint8Array, mimeType = 'image/png'): PersonsFile => ({
  name,
  mimeType,
  buffer: Buffer.from(text),
});
const well = (page: Page) => page.getByRole('complementary').getByRole('group', { name: 'Picture' });

/** The picture is drawn, not only there. */
async function expectDrawn(page: Page, node: string): Promise<void> {
  const image = page.getByRole('article', { name: new RegExp(`^${node}, `) }).locator('img');
  await expect
    .poll(() => image.first().evaluate((one: HTMLImageElement) => one.naturalWidth))
    .toBeGreaterThan(0);
}

test('a photo let go over a node is seen there and by others, and the demo says what it shows', async ({
  browser,
  baseURL,
  page,
  home,
  editor,
}) => {
  test.setTimeout(120_000);
  await home.openFlow(described);
  await dropFiles(page, editor.node('Photo'), [await takePhoto(page)]);
  await expectDrawn(page, 'Photo');
  await expect(well(page)).toContainText('harbour at dusk.jpg');
  await expect(well(page)).toContainText('1,600 × 1,000 px');
  await expectAccessible(page, 'a field with a picture');
  await editor.run();
  await editor.expectOutcome('Done');
  await editor.expectState('done', 'Photo', 'In words');
  await editor.select('In words');
  await expect(editor.inspector.output).toContainText(/picture|photo|image|colou?r/i);

  const visitor = await arrive(browser, baseURL, { name: 'Wren', link: await linkFor(page, 'viewer link') });
  await expectDrawn(visitor.page, 'Photo');
  // Whoever may only look puts nothing in.
  await dropFiles(visitor.page, visitor.editor.node('Photo'), [
    await takePhoto(visitor.page, { name: 'mine.jpg' }),
  ]);
  await visitor.editor.select('Photo');
  await expect(well(visitor.page)).toContainText('harbour at dusk.jpg');
  await expect(well(visitor.page).getByRole('button', { name: 'Replace…' })).toHaveCount(0);
  await visitor.leave();
});

test('[PI26] what letting go would do is said while files are held, and the node that would take the picture is marked', async ({
  browser,
  baseURL,
  page,
  home,
  editor,
}) => {
  await home.openFlow(described);
  const photo = await takePhoto(page);
  const mark = page.locator('[data-drop-into]');
  const fromNode = await holdFiles(page, editor.node('Photo'), [photo]);
  await expect(page.getByText('Puts the picture into “Photo”')).toBeVisible();
  const [marked, node] = [await mark.boundingBox(), await editor.node('Photo').boundingBox()];
  expect(Math.abs((marked?.x ?? 0) - (node?.x ?? 0)), 'the mark lies round the node').toBeLessThan(4);
  await fromNode('dragleave');
  await expect(mark).toHaveCount(0);
  await expect(page.getByText('Puts the picture into “Photo”')).toHaveCount(0);

  const fromOther = await holdFiles(page, editor.canvas, [photo]);
  await expect(page.getByText('Puts the picture in, as an Image Input')).toBeVisible();
  await expect(mark).toHaveCount(0);
  await fromOther('drop');
  await expect(editor.canvas.getByRole('article', { name: /^Image Input/ })).toHaveCount(1);
  await expect(page.getByText('Puts the picture in, as an Image Input')).toHaveCount(0);

  const visitor = await arrive(browser, baseURL, { name: 'Wren', link: await linkFor(page, 'viewer link') });
  await holdFiles(visitor.page, visitor.editor.node('Photo'), [photo]);
  await expect(visitor.page.getByText('You can read this flow, but not change it.')).toBeVisible();
  await visitor.leave();
});

test('pictures let go over the canvas become nodes; what is none says so and the others go on', async ({
  page,
  home,
  editor,
}) => {
  await home.startBlank();
  await dropFiles(page, editor.canvas, [
    await takePhoto(page, { name: 'one.jpg' }),
    file('IMG_4.HEIC', '\0\0\0\u0018ftypheic\0\0\0\0mif1heic', ''),
    await takePhoto(page, { name: 'two.jpg', width: 800 }),
  ]);
  await expect(editor.canvas.getByRole('article', { name: /^Image Input/ })).toHaveCount(2);
  await expect(page.getByText('IMG_4.HEIC was not put in')).toBeVisible();
  await expect(page.getByText(/This is a HEIC picture.*Save it as JPEG or PNG/)).toBeVisible();
  // Each is one step back.
  await editor.canvas.focus();
  await page.keyboard.press('ControlOrMeta+z');
  await expect(editor.canvas.getByRole('article', { name: /^Image Input/ })).toHaveCount(1);
});

test('a file that is no picture is refused at the field, and what was there stays', async ({
  page,
  home,
  editor,
}) => {
  await home.openFlow(described);
  await editor.select('Photo');
  await dropFiles(page, well(page), [await takePhoto(page)]);
  await expect(well(page)).toContainText('1,600 × 1,000 px');
  const svg = '<svg xmlns="http://www.w3.org/2000/svg"><script>alert(1)</script></svg>';
  const refusals: readonly (readonly [PersonsFile, string])[] = [
    [
      file('notes.png', 'only a text'),
      'notes.png was not put in. This file is no picture, whatever its name says.',
    ],
    [file('drawing.svg', svg, 'image/svg+xml'), 'drawing.svg was not put in. This is an SVG drawing'],
    [
      file('bomb.png', makeBomb(40_000, 40_000)),
      'bomb.png was not put in. This picture says it has 40000 × 40000 pixels',
    ],
    [
      file('half.jpg', (await takePhoto(page)).buffer.subarray(0, 9_000), 'image/jpeg'),
      'half.jpg was not put in. This picture ends in the middle',
    ],
  ];
  for (const [wrong, words] of refusals) {
    await dropFiles(page, well(page), [wrong]);
    await expect(editor.inspector.root.getByText(words)).toBeVisible();
    await expect(well(page)).toContainText('harbour at dusk.jpg');
  }
  await expectAccessible(page, 'a refusal at the field');
  await dropFiles(page, well(page), [await takePhoto(page, { name: 'sea.jpg', width: 640 })]);
  await expect(well(page)).toContainText('640 × 1,000 px');
  await expect(editor.inspector.root.getByText('was not put in')).toHaveCount(0);
});

test('by keyboard: a node for a picture, a file chosen, taken away, pasted', async ({
  page,
  context,
  home,
  editor,
}) => {
  await context.grantPermissions(['clipboard-read', 'clipboard-write']);
  // From now on dialogs of files are the test's: asking for one and pressing a key could overtake each other.
  page.on('filechooser', () => undefined);
  await home.startBlank();
  const photo = await takePhoto(page);
  await page.keyboard.press('n');
  await expect(page.getByRole('dialog', { name: 'Add a node' }).getByRole('combobox')).toBeFocused();
  await page.keyboard.type('image input');
  await page.keyboard.press('Enter');
  const node = editor.canvas.getByRole('group', { name: /^Image Input, / });
  await expect(node).toBeFocused();
  await page.keyboard.press('Enter');
  const choose = well(page).getByRole('button', { name: 'Choose a file…' });
  await expect(choose).toBeFocused();
  const chooser = page.waitForEvent('filechooser');
  await page.keyboard.press('Enter');
  await (await chooser).setFiles(photo);
  await expect(well(page)).toContainText('1,600 × 1,000 px');
  await expectDrawn(page, 'Image Input');
  await well(page).getByRole('button', { name: 'Remove the picture' }).focus();
  await page.keyboard.press('Enter');
  await expect(well(page)).toContainText('Drop a picture here, paste it, or choose a file.');
  const png = makePng({ width: 320, height: 200, paint: (x) => [x % 256, 90, 160, 255] });
  await copyPicture(page, Buffer.from(png).toString('base64'));
  await choose.focus();
  await page.keyboard.press('ControlOrMeta+v');
  await expect(well(page)).toContainText('320 × 200 px');
  await node.focus();
  await page.keyboard.press('ControlOrMeta+v');
  await expect(editor.canvas.getByRole('article', { name: /^Image Input/ })).toHaveCount(2);
});

test('on a phone: a photo for the node that waits for it', async ({ page, home }) => {
  await home.openFlow(described);
  await page.setViewportSize({ width: 390, height: 844 });
  await page.getByRole('button', { name: /^Photo/ }).click();
  const dialog = page.getByRole('dialog', { name: 'Photo' });
  const photo = await takePhoto(page);
  await dialog.getByLabel('Picture: file').setInputFiles(photo);
  await expect(dialog).toContainText('1,600 × 1,000 px');
  await expectAccessible(page, 'a picture on a phone');
});

test('a picture that another system wrote into the flow itself is taken over', async ({
  page,
  home,
  editor,
}) => {
  const png = makePng({ width: 320, height: 200, paint: (_x, y) => [y, 120, 90, 255] });
  const image = `data:image/png;base64,${Buffer.from(png).toString('base64')}`;
  await home.openFlow(
    sketchFlow(
      'From elsewhere',
      [{ id: 'photo', type: 'imageInput', label: 'Photo', config: { image } }],
      [],
    ),
  );
  await editor.select('Photo');
  await expect(editor.inspector.root.getByText(/comes from another system/)).toBeVisible();
  await well(page).getByRole('button', { name: 'Take it over' }).click();
  await expect(well(page)).toContainText('320 × 200 px');
  await expectDrawn(page, 'Photo');
});
