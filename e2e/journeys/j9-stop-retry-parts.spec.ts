import { twoBranches } from '../fixtures/flows.ts';
import { expect, test } from './pages/keyed-test.ts';
import { arrive, linkFor } from './pages/people.ts';

test('J9 stop aborts the call in flight at the provider, and the run says so', async ({
  home,
  editor,
  provider,
}) => {
  provider.behaviour('held', 'ok', { text: 'Never to the end of it.', holdAfterWords: 2 });
  await home.openFlow(twoBranches({ draft: 'mistral/held' }));
  await editor.run();
  await editor.expectState('writing', 'Draft');
  await editor.stop();
  await editor.expectOutcome('Stopped');
  await editor.expectState('stopped', 'Draft', 'Polish', 'Result');
  await editor.expectState('done', 'Topic', 'Aside');
  await expect.poll(() => provider.abandoned('held')).toBe(1);
  await expect(editor.node('Draft')).toContainText('Never to');
  await expect(editor.runButton).toBeVisible();
});

test('J9 one pauses, another goes on: the call under way is recorded, nothing new begins before', async ({
  baseURL,
  browser,
  page,
  home,
  editor,
  provider,
}) => {
  provider.behaviour('held', 'ok', { text: 'Kept to the end of it.', holdAfterWords: 2 });
  await home.openFlow(twoBranches({ draft: 'mistral/held' }));
  const bo = await arrive(browser, baseURL, { name: 'Bo', link: await linkFor(page, 'editor link') });
  await editor.run();
  // Both calls are at their providers, and the other one sees it.
  await expect.poll(() => provider.requests.length).toBe(2);
  await bo.editor.expectState(/(?:running|writing)/, 'Draft');
  await page.getByRole('button', { name: 'Pause', exact: true }).click();
  await bo.editor.expectOutcome('Paused');
  provider.release('held');
  await editor.expectState('done', 'Draft');
  await editor.expectState('paused', 'Polish', 'Result');
  await editor.expectOutcome('Paused');
  expect(provider.requests).toHaveLength(2);

  await bo.page.getByRole('button', { name: 'Resume', exact: true }).click();
  await editor.expectOutcome('Done');
  await bo.editor.expectState('done', 'Topic', 'Draft', 'Polish', 'Result', 'Aside');
  await expect(editor.node('Draft')).toContainText('Kept to the end of it.');
  expect(provider.requests).toHaveLength(3);
  await bo.leave();
});

test('J9 Mod+Enter runs, and stops what runs', async ({ page, home, editor, provider }) => {
  provider.behaviour('held', 'ok', { holdAfterWords: 2 });
  await home.openFlow(twoBranches({ draft: 'mistral/held' }));
  await expect(editor.runButton).toBeEnabled();
  await page.keyboard.press('ControlOrMeta+Enter');
  await editor.expectState('writing', 'Draft');
  await page.keyboard.press('ControlOrMeta+Enter');
  await editor.expectOutcome('Stopped');
  await expect.poll(() => provider.abandoned('held')).toBe(1);
});

test('J9 a failed node is tried again, and what depends on it follows; nothing else runs twice', async ({
  home,
  editor,
  provider,
}) => {
  await home.openFlow(twoBranches({ polish: 'mistral/refusal' }));
  await editor.run();
  await editor.expectOutcome('Done, 1 step failed');
  await editor.expectState('failed', 'Polish');
  await editor.expectState('skipped', 'Result');
  provider.behaviour('refusal', 'ok', { text: 'Polished after all.' });
  await editor.press('Polish', 'Retry');
  await editor.expectState('done', 'Polish', 'Result');
  await expect(editor.node('Result')).toContainText('Polished after all.');
  expect(provider.requests).toHaveLength(4);
});

test('J9 run one node, up to a node, from a node: each runs exactly its part', async ({
  home,
  editor,
  provider,
}) => {
  await home.openFlow(twoBranches({}));
  await editor.select('Draft');

  await editor.inspector.choose('Run up to here');
  await editor.expectState('done', 'Topic', 'Draft');
  await editor.expectOutcome('Done');
  await editor.expectState('idle', 'Polish', 'Result', 'Aside');
  expect(provider.requests).toHaveLength(1);

  await editor.inspector.choose('Run this node');
  await editor.expectState('cached', 'Topic');
  await editor.expectState('done', 'Draft');
  await editor.expectState('idle', 'Polish', 'Result', 'Aside');
  expect(provider.requests).toHaveLength(2);

  await editor.select('Polish');
  await editor.inspector.choose('Run from here');
  await editor.expectState('done', 'Polish', 'Result');
  await editor.expectState('idle', 'Aside');
  expect(provider.requests).toHaveLength(3);
});

test('J9 run again without the cache calls every model again', async ({ home, editor, provider }) => {
  await home.openFlow(twoBranches({}));
  await editor.run();
  await editor.expectOutcome('Done');
  await editor.runAnotherWay('Run again without the cache');
  await expect.poll(() => provider.requests.length).toBe(6);
  await editor.expectOutcome('Done');
  await editor.expectState('done', 'Topic', 'Draft', 'Polish', 'Result', 'Aside');
  expect(provider.requests).toHaveLength(6);
});
