import { expectAccessible } from './pages/audit.ts';
import { expect, test } from './pages/test.ts';

const STEPS = ['What happens', 'Scene', 'Wren', 'Odo', 'Story', 'Picture in words'];
const RESULTS = ['Words of the page', 'Picture', 'Look at it', 'What it shows'];

test('a page of a picture book: story streams, its picture appears and is described, and a second run costs nothing', async ({
  page,
  home,
  editor,
}) => {
  test.setTimeout(120_000);
  await home.open();
  await home.pickTemplate('Picture-book page');
  await editor.run();

  // The story is written while somebody watches, about the characters of the page.
  await expect(editor.node('Story')).toHaveAccessibleName(/, writing$/, { timeout: 10_000 });
  await expect(editor.runBar).toContainText('Done', { timeout: 40_000 });
  await editor.expectState('done', ...STEPS, ...RESULTS);
  await expect(editor.node('Words of the page')).toContainText('Wren');

  // The picture stands on its card and is a true one.
  const picture = editor.node('Picture').getByRole('img').first();
  await expect(picture).toBeVisible();
  await expect
    .poll(() => picture.evaluate((image) => (image as HTMLImageElement).naturalWidth))
    .toBeGreaterThan(100);
  await expect(editor.node('What it shows')).toContainText(/picture of \d+ by \d+ pixels/);
  await expectAccessible(page, 'a page of a picture book');

  await editor.run();
  await editor.expectState('cached', 'Story', 'Picture in words', 'Picture', 'Look at it');
  await editor.expectOutcome('Done');
});
