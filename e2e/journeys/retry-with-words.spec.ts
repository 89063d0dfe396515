import { oneThatFails } from '../fixtures/flows.ts';
import { expectAccessible } from './pages/audit.ts';
import { expect, test } from './pages/keyed-test.ts';
import { linkFor, runLinkFor } from './pages/people.ts';

const bodyOf = (request: unknown): string => JSON.stringify(request);

test('[ER3, RT2] a try that waits is made at once; a refused step is run again with words and another model', async ({
  page,
  home,
  editor,
  provider,
}) => {
  await home.openFlow(oneThatFails('mistral/rate-limited-long'));
  await editor.run();
  await editor.expectState(/retry \d+ s/, 'Draft');
  const draft = editor.node('Draft');
  await expect(draft).toContainText(/Try 2 of 3 in \d+ s/);
  await editor.select('Draft');
  await expect(editor.inspector.root).toContainText(/Try 2 of 3 in \d+ s/);

  provider.behaviour('rate-limited-long', 'refusal');
  await editor.press('Draft', 'Try now');
  await editor.expectState('failed', 'Draft');
  await editor.expectOutcome('Done, 1 step failed');
  expect(provider.requests.filter(({ model }) => model === 'rate-limited-long')).toHaveLength(2);
  await expect(editor.inspector.root).toContainText('Refused by the provider.');

  await editor.press('Draft', 'With words…');
  const dialog = page.getByRole('dialog', { name: 'Run “Draft” again' });
  await expect(dialog.getByRole('textbox', { name: 'Words for the prompt' })).toBeFocused();
  await page.keyboard.type('Leave the storm out.');
  await dialog.getByRole('button', { name: /^Model: / }).click();
  await page.getByRole('combobox', { name: 'Model' }).fill('small');
  await page.getByRole('option', { name: /Mistral Small \(latest\)/ }).click();
  await dialog.getByRole('button', { name: 'Run again' }).click();

  await editor.expectOutcome('Done');
  // The flow still names its own model.
  await editor.expectState('stale', 'Draft', 'Result');
  const last = provider.requests.filter(({ model }) => model === 'mistral-small-latest');
  expect(last).toHaveLength(1);
  expect(bodyOf(last[0])).toContain('Leave the storm out.');
});

test('[RT2] a try that waits is given up from the list of problems', async ({
  page,
  home,
  editor,
  provider,
}) => {
  await home.openFlow(oneThatFails('mistral/rate-limited-long'));
  await editor.run();
  await editor.expectState(/retry \d+ s/, 'Draft');
  await page.getByRole('tab', { name: /^Problems/ }).click();
  await page.getByRole('button', { name: 'Give up Draft' }).click();
  await editor.expectState('failed', 'Draft');
  await editor.expectState('skipped', 'Result');
  await editor.expectOutcome('Done, 1 step failed');
  expect(provider.requests.filter(({ model }) => model === 'rate-limited-long')).toHaveLength(1);
});

test('[ER2, RT2] on the page of a run an editor ends a wait, and goes to the flow when the run is over', async ({
  page,
  home,
  editor,
  provider,
}) => {
  await home.openFlow(oneThatFails('mistral/rate-limited-long'));
  const flowLink = new URL(await linkFor(page, 'editor link'));
  await editor.run();
  await editor.expectState(/retry \d+ s/, 'Draft');
  const runLink = new URL(await runLinkFor(page));
  const [flowId = '', secret = ''] = [flowLink.pathname.split('/')[2], flowLink.hash.slice(1)];
  const looking = await page.context().newPage();
  await looking.goto(`${runLink.pathname}#${flowId}.${secret}`);
  await expect(looking.getByText(/Try 2 of 3 in \d+ s/)).toBeVisible();
  await expectAccessible(looking, 'a step in trouble on the page of its run');
  await looking.getByRole('button', { name: 'Give up Draft' }).click();
  await editor.expectState('failed', 'Draft');
  await expect(looking.getByRole('link', { name: 'Run it again in the flow' })).toBeVisible();
  expect(provider.requests.filter(({ model }) => model === 'rate-limited-long')).toHaveLength(1);

  // Who only looks at the run is offered nothing.
  await looking.goto(runLink.href);
  await expect(looking.getByText('Mistral asks to slow down').first()).toBeVisible();
  await expect(looking.getByRole('link', { name: 'Run it again in the flow' })).toHaveCount(0);
});
