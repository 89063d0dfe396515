import type { Page } from '@playwright/test';
import { twoBranches } from '../fixtures/flows.ts';
import { expectAccessible } from './pages/audit.ts';
import { expect, test } from './pages/keyed-test.ts';
import { arrive, linkFor, runLinkFor } from './pages/people.ts';

const dialogOf = (page: Page) => page.getByRole('dialog', { name: 'Run again from a step' });

test('[RB1, RB5] a collaborator goes on from a run at a step, although the flow has changed: one call more, the rest as it came out', async ({
  browser,
  baseURL,
  page,
  home,
  editor,
  provider,
}) => {
  provider.behaviour('draft', 'ok', { text: 'The lamp sulked in the fog.' });
  provider.behaviour('polish', 'ok', { text: 'The lamp sulked, brightly.' });
  await home.openFlow(twoBranches({ draft: 'mistral/draft', polish: 'mistral/polish' }));
  await editor.run();
  await editor.expectOutcome('Done');
  expect(provider.requests).toHaveLength(3);
  const link = await linkFor(page, 'editor link');
  // Nothing of the first run fits the flow any more.
  await editor.select('Draft');
  await editor.inspector.fill('Prompt', 'Write nothing about {{topic}}.');
  await editor.expectState('stale', 'Draft', 'Polish', 'Result');

  const bo = await arrive(browser, baseURL, { name: 'Bo', link });
  await bo.editor.expectState('stale', 'Draft', 'Polish', 'Result');
  provider.behaviour('polish', 'ok', { text: 'Fog. Lamp. Sulk.' });
  await bo.editor.select('Polish');
  await bo.editor.inspector.choose('Run again from here…');
  const dialog = dialogOf(bo.page);
  await expect(dialog).toContainText('A new run goes on from run 1.');
  await expect(dialog).toContainText('3 steps stay as they came out.');
  await expectAccessible(bo.page, 'dialog of a branch');
  await dialog.getByRole('textbox', { name: 'Guidance' }).fill('Shorter, please.');
  await dialog.getByRole('button', { name: 'Run from here' }).click();
  await bo.editor.expectOutcome('Done');
  await expect(bo.editor.node('Result')).toContainText('Fog. Lamp. Sulk.');
  await expect(bo.editor.node('Draft')).toContainText('The lamp sulked in the fog.');
  expect(provider.requests).toHaveLength(4);
  expect(JSON.stringify(provider.requests.at(-1))).toContain('Shorter, please.');

  // Both see where the second run comes from, and so does whoever has its link.
  const row = page.getByRole('row', { name: /from run 1 at Polish, with guidance/ });
  await page.getByRole('tab', { name: /^Runs/ }).click();
  await expect(row).toBeVisible();
  await expectAccessible(page, 'runs as a tree');
  const runLink = await runLinkFor(page, 2);
  const guest = await browser.newContext({ baseURL: baseURL ?? '' });
  const run = await guest.newPage();
  await run.goto(runLink);
  await expect(run.getByText('Goes on from run 1 at Polish')).toBeVisible();
  await expect(run.getByRole('link', { name: /Goes on from run 1/ })).toHaveCount(0);
  await expect(run.getByRole('region', { name: 'Outputs' })).toContainText('Fog. Lamp. Sulk.');
  await guest.close();

  // Whoever may see the whole flow is led to the run that was left.
  const [, flowId = '', secret = ''] = /\/f\/([^#]+)#(.+)$/.exec(link) ?? [];
  const branchId = /\/r\/([^#]+)#/.exec(runLink)?.[1] ?? '';
  await bo.page.goto(`/r/${branchId}#${flowId}.${secret}`);
  await bo.page.getByRole('link', { name: 'Goes on from run 1 at Polish' }).click();
  await expect(bo.page.getByRole('region', { name: 'Outputs' })).toContainText('The lamp sulked, brightly.');
  await expect(bo.page.getByText('Goes on from')).toHaveCount(0);
  await bo.leave();
});

test('[RB2, RS5] another output by hand: what follows works with it, the flow stays as it is, and the branch can be deleted', async ({
  page,
  home,
  editor,
  provider,
}) => {
  provider.behaviour('draft', 'ok', { text: 'The lamp sulked in the fog.' });
  await home.openFlow(twoBranches({ draft: 'mistral/draft' }));
  await editor.run();
  await editor.expectOutcome('Done');
  await page.getByRole('tab', { name: /^Runs/ }).click();
  await page.getByRole('button', { name: 'More about run 1' }).click();
  await page.getByRole('menuitem', { name: 'Run again from a step…' }).click();
  const dialog = dialogOf(page);
  await dialog.getByRole('combobox', { name: 'Step' }).selectOption('Draft');
  // What cannot run is said in the dialog, which keeps what was filled in.
  await dialog.getByText('Settings of this step').click();
  await dialog.getByRole('textbox', { name: 'Prompt', exact: true }).fill('');
  await dialog.getByRole('button', { name: 'Run from here' }).click();
  await expect(dialog).toContainText('“Prompt” is empty.');
  await expect(dialog.getByRole('textbox', { name: 'Prompt', exact: true })).toHaveValue('');
  expect(provider.requests).toHaveLength(3);
  await dialog.getByRole('radio', { name: 'Change its output' }).check({ force: true });
  const output = dialog.getByRole('textbox', { name: 'Output' });
  await expect(output).toHaveValue('The lamp sulked in the fog.');
  await output.fill('The fog ate the lamp.');
  await dialog.getByRole('button', { name: 'Run from here' }).click();
  await expect.poll(() => provider.requests.length).toBe(4);
  expect(JSON.stringify(provider.requests.at(-1))).toContain('The fog ate the lamp.');
  await editor.expectOutcome('Done');
  await expect(editor.node('Draft')).toContainText('The fog ate the lamp.');
  await expect(page.getByRole('row', { name: /from run 1 at Draft, with another output/ })).toBeVisible();
  await editor.select('Draft');
  await expect(editor.inspector.root.getByLabel('Output by hand')).toHaveCount(0);

  // Its owner deletes the branch: asked once more, gone from the list, and what it went on from is shown again.
  await page.getByRole('button', { name: 'More about run 2' }).click();
  await page.getByRole('menuitem', { name: 'Delete this run…' }).click();
  const question = page.getByRole('dialog', { name: 'Delete run 2?' });
  await expect(question).toContainText('cannot be brought back');
  await expectAccessible(page, 'the question before a run is deleted');
  await question.getByRole('button', { name: 'Delete run', exact: true }).click();
  await expect(page.getByText('Run 2 deleted')).toBeVisible();
  await expect(page.getByRole('row', { name: /from run 1 at Draft/ })).toHaveCount(0);
  await expect(editor.node('Draft')).toContainText('The lamp sulked in the fog.');
});

test('[CM1, CM2] two runs side by side: figures, the steps that differ, and the words in which they do', async ({
  page,
  home,
  editor,
  provider,
}) => {
  provider.behaviour('polish', 'ok', { text: 'The lamp sulked in the fog.' });
  await home.openFlow(twoBranches({ polish: 'mistral/polish' }));
  await editor.run();
  await editor.expectOutcome('Done');
  provider.behaviour('polish', 'ok', { text: 'The lamp shone in the fog.' });
  await editor.select('Polish');
  await editor.inspector.choose('Run again from here…');
  const branch = dialogOf(page);
  await branch.getByRole('textbox', { name: 'Guidance' }).fill('Brighter.');
  await branch.getByRole('button', { name: 'Run from here' }).click();
  await expect(editor.node('Result')).toContainText('The lamp shone');
  await editor.expectOutcome('Done');

  await page.getByRole('tab', { name: /^Runs/ }).click();
  await page.getByRole('button', { name: 'More about run 2' }).click();
  await page.getByRole('menuitem', { name: 'Compare with run 1' }).click();
  const dialog = page.getByRole('dialog', { name: 'Compare two runs' });
  await expect(dialog.getByRole('status')).toHaveText('2 of 5 steps differ.');
  await expect(dialog.getByRole('row', { name: /^Model calls/ })).toContainText('−2');
  // What one looks for is open: guidance, and the one word.
  const text = dialog.getByRole('region', { name: 'Polish, Text' });
  await expect(text.locator('del')).toContainText('sulked');
  await expect(text.locator('ins')).toContainText('shone');
  await expect(dialog).toContainText('Brighter.');
  await expectAccessible(page, 'two runs side by side');

  // By keyboard from step to step, and all of them.
  await dialog.getByRole('listitem').filter({ hasText: 'Polish' }).locator('summary').focus();
  await page.keyboard.press('ArrowDown');
  await page.keyboard.press('Enter');
  await expect(dialog.getByRole('region', { name: 'Result, Text' })).toBeVisible();
  await dialog.getByRole('switch', { name: 'Only differences' }).click();
  await expect(dialog.getByText('Aside', { exact: true })).toBeVisible();
  await dialog.getByRole('button', { name: 'Swap the two runs' }).click();
  await expect(dialog.getByRole('region', { name: 'Polish, Text' }).locator('ins')).toContainText('sulked');
  await page.keyboard.press('Escape');
  await expect(dialog).toHaveCount(0);

  // On a phone the runs stand below the steps, and the two texts below each other.
  await page.setViewportSize({ width: 390, height: 844 });
  await page.getByRole('button', { name: 'More about run 2' }).click();
  await page.getByRole('menuitem', { name: 'Compare with run 1' }).click();
  const [left, right] = [text.locator('del'), text.locator('ins')];
  await expect(right).toBeVisible();
  const boxes = await Promise.all([left.boundingBox(), right.boundingBox()]);
  expect(boxes[1]?.y).toBeGreaterThan((boxes[0]?.y ?? 0) + 10);
  await expectAccessible(page, 'two runs on a phone');
});

test('[RH6] a run that a script starts is taken by a tab that is open, and driven to its end', async ({
  page,
  home,
  editor,
}) => {
  await home.openFlow(twoBranches({}));
  await editor.run();
  await editor.expectOutcome('Done');
  const [, flowId = '', secret = ''] = /\/f\/([^#]+)#(.+)$/.exec(await linkFor(page, 'editor link')) ?? [];
  const { request } = page;
  const exchanged = await request.post(`/api/flows/${flowId}/token`, { data: { secret } });
  const headers = { authorization: `Bearer ${((await exchanged.json()) as { token: string }).token}` };
  const runs = async (): Promise<
    { runId: string; startedBy: string; outcome: string; sealed: boolean }[]
  > => {
    const list = await request.get(`/api/flows/${flowId}/runs`, { headers });
    return ((await list.json()) as { runs: never[] }).runs;
  };
  const log = await request.get(`/api/runs/${(await runs())[0]?.runId}/pages/0`, { headers });
  const [started] = ((await log.json()) as { entries: { data: { plan: { plan: unknown } } }[] }).entries;
  const body = { requestId: 'nightly-1', name: 'Nightly script', plan: started?.data.plan.plan };
  expect((await request.post('/api/runs', { headers, data: body })).status()).toBe(202);
  await expect
    .poll(async () => (await runs())[0], { timeout: 20_000 })
    .toMatchObject({ startedBy: 'Nightly script', outcome: 'ok', sealed: true });
  await editor.expectOutcome('Done');
});
