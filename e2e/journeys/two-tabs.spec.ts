import { twoBranches } from '../fixtures/flows.ts';
import { createEditorPage } from './pages/editor-page.ts';
import { expect, test } from './pages/keyed-test.ts';

test('two tabs of one flow: both edit it, both see the other, and agree after a reload', async ({
  page,
  context,
  home,
  editor,
}) => {
  await home.openFlow(twoBranches({}));
  const second = await context.newPage();
  await second.goto(page.url());
  const other = createEditorPage(second);
  await expect(other.node('Draft')).toBeVisible();

  await editor.select('Draft');
  await editor.inspector.fill('Prompt', 'From the first tab: {{topic}}');
  await other.select('Aside');
  await other.inspector.fill('Prompt', 'From the second tab: {{topic}}');
  await editor.select('Aside');
  await expect(editor.inspector.field('Prompt')).toHaveValue('From the second tab: {{topic}}');
  await other.select('Draft');
  await expect(other.inspector.field('Prompt')).toHaveValue('From the first tab: {{topic}}');

  await expect(page.getByText('Saved', { exact: true })).toBeVisible();
  await expect(second.getByText('Saved', { exact: true })).toBeVisible();
  await second.reload();
  await other.select('Draft');
  await expect(other.inspector.field('Prompt')).toHaveValue('From the first tab: {{topic}}');
  await other.select('Aside');
  await expect(other.inspector.field('Prompt')).toHaveValue('From the second tab: {{topic}}');
});

test('two tabs of one flow: a run started in one is watched in the other, and nothing runs twice', async ({
  page,
  context,
  home,
  editor,
  provider,
}) => {
  provider.behaviour('held', 'ok', { text: 'Seen by both of you.', holdAfterWords: 2 });
  await home.openFlow(twoBranches({ draft: 'mistral/held' }));
  await editor.run();
  await editor.expectState('writing', 'Draft');
  const second = await context.newPage();
  await second.goto(page.url());
  const other = createEditorPage(second);
  await other.expectState('writing', 'Draft');
  await expect(other.node('Draft')).toContainText('Seen by');
  provider.release('held');
  await other.expectOutcome('Done');
  await editor.expectOutcome('Done');
  await expect(other.node('Draft')).toContainText('Seen by both of you.');
  expect(provider.requests).toHaveLength(3);
});
