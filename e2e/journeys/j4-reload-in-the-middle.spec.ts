import { twoBranches } from '../fixtures/flows.ts';
import { expect, test } from './pages/keyed-test.ts';

test('J4 a reload in the middle of a run: the run so far at once, then live, and nothing ran twice', async ({
  page,
  home,
  editor,
  provider,
}) => {
  provider.behaviour('held', 'ok', {
    text: 'One two three four five six seven eight nine ten.',
    holdAfterWords: 5,
  });
  await home.openFlow(twoBranches({ polish: 'mistral/held' }));
  await editor.run();
  await editor.expectState('done', 'Draft', 'Aside');
  await editor.expectState('writing', 'Polish');
  await expect(editor.node('Polish')).toContainText('One two three four five');

  await page.reload();
  await editor.expectState('done', 'Topic', 'Draft', 'Aside');
  await editor.expectState('writing', 'Polish');
  await expect(editor.node('Polish')).toContainText('One two three four five');
  await expect(editor.runBar).toContainText('3 of 5');

  provider.release('held');
  await editor.expectState('done', 'Polish', 'Result');
  await editor.expectOutcome('Done');
  await expect(editor.node('Result')).toContainText('nine ten.');
  expect(provider.requests).toHaveLength(3);
  expect(provider.abandoned('held')).toBe(0);
});

test('J4 a finished run is there after a reload, with its outputs, cost and time', async ({
  page,
  home,
  editor,
  provider,
}) => {
  await home.openFlow(twoBranches({ draft: 'mistral/ministral-14b-2512' }));
  await editor.run();
  await editor.expectOutcome('Done');
  await page.reload();
  await editor.expectState('done', 'Topic', 'Draft', 'Polish', 'Result', 'Aside');
  await editor.expectOutcome('Done');
  await expect(editor.runBar).toContainText('5 of 5');
  await expect(editor.node('Result')).toContainText('This is the answer to');
  expect(provider.requests).toHaveLength(3);
});
