import { sketchFlow } from '../fixtures/sketch-flow.ts';
import { expectAccessible } from './pages/audit.ts';
import { expect, test } from './pages/test.ts';

const flow = () =>
  sketchFlow(
    'Said by steps',
    [
      { id: 'Idea', type: 'template', config: { text: 'A lighthouse in the fog.' } },
      { id: 'Story', type: 'storyTeller', config: { idea: '', tags: '' } },
      { id: 'Better', type: 'promptEnhancer' },
    ],
    ['Idea > Story', 'Story > Better'],
  );

test('[AP11, AP12] a flow leaves it to its steps when a person is asked; one step asks when it is done', async ({
  page,
  home,
  editor,
}) => {
  await home.openFlow(flow());
  const { root } = editor.inspector;
  await editor.canvas.click({ position: { x: 20, y: 400 } });
  await root.getByRole('combobox', { name: 'Ask a person' }).selectOption('As each step says');
  await editor.select('Story');
  const asks = root.getByRole('combobox', { name: 'Ask a person' });
  await expect(asks).toHaveValue('never');
  await asks.selectOption('When it is done');
  await expectAccessible(page, 'a step that asks');

  await editor.run();
  await editor.expectState('waiting', 'Story');
  await editor.expectState('queued', 'Better');
  await editor.expectOutcome('Waiting for you');
  await page.getByRole('tab', { name: 'Runs' }).click();
  await expect(page.getByRole('table', { name: 'Runs of this flow' })).toContainText('Waiting for you');

  await editor.press('Story', 'Decide…');
  const dialog = page.getByRole('dialog', { name: '“Story” is done' });
  await dialog.getByRole('textbox', { name: 'Feedback' }).fill('Mention the red ladder.');
  await dialog.getByRole('button', { name: 'Approve' }).click();
  await editor.expectState('done', 'Story', 'Better');
  await editor.expectOutcome('Done');
  // Only the one step asked.
  await expect(page.getByRole('tab', { name: /^Approvals/ })).not.toContainText('1');
});
