import { twoBranches } from '../fixtures/flows.ts';
import { expect, test } from './pages/keyed-test.ts';

test('J7 one node is changed and the flow run again: only it and what depends on it run', async ({
  page,
  home,
  editor,
  provider,
}) => {
  await home.openFlow(twoBranches({}));
  await editor.run();
  await editor.expectOutcome('Done');
  expect(provider.requests).toHaveLength(3);

  await editor.select('Polish');
  await editor.inspector.fill('Prompt', 'Make this line shine: {{line}}');
  await editor.expectState('stale', 'Polish', 'Result');
  await editor.expectState('done', 'Topic', 'Draft', 'Aside');

  await editor.run();
  await editor.expectState('cached', 'Draft', 'Aside');
  await editor.expectState('done', 'Polish', 'Result');
  await editor.expectOutcome('Done');
  expect(provider.requests).toHaveLength(4);
  expect(provider.countFor('Make this line shine')).toBe(1);

  // The cache is the browser's, not the page's.
  await page.reload();
  await editor.expectState('done', 'Polish');
  await editor.run();
  await editor.expectState('cached', 'Draft', 'Polish', 'Aside');
  await editor.expectOutcome('Done');
  expect(provider.requests).toHaveLength(4);
});

test('J7 moving, naming and resizing change nothing; undoing a change makes the old results fit again', async ({
  page,
  home,
  editor,
  provider,
}) => {
  await home.openFlow(twoBranches({}));
  await editor.run();
  await editor.expectOutcome('Done');
  await editor.select('Draft');
  await editor.inspector.root.getByRole('textbox', { name: 'Name of the node' }).fill('First line');
  await page.keyboard.press('Enter');
  await editor.select('Aside');
  await editor.inspector.fill('Prompt', 'Something quite different about {{topic}}.');
  await editor.expectState('stale', 'Aside');
  await editor.expectState('done', 'First line', 'Polish');
  await editor.inspector.fill('Prompt', 'Say something beside the point about {{topic}}.');
  await editor.expectState('done', 'Aside');
  await editor.run();
  await editor.expectState('cached', 'First line', 'Polish', 'Aside');
  expect(provider.requests).toHaveLength(3);
});
