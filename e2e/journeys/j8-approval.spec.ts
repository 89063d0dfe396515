import { sketchFlow } from '../fixtures/sketch-flow.ts';
import { expectAccessible } from './pages/audit.ts';
import { arrive, callPerson, linkFor } from './pages/people.ts';
import { createSharePart } from './pages/share-part.ts';
import { expect, test } from './pages/test.ts';

const SCHEMA = JSON.stringify({
  type: 'object',
  properties: {
    city: { type: 'string', title: 'City' },
    nights: { type: 'integer', title: 'Nights', minimum: 1, maximum: 30 },
    mail: { type: 'string', title: 'E-mail', format: 'email' },
    guests: {
      type: 'array',
      title: 'Guests',
      items: { type: 'object', properties: { name: { type: 'string', title: 'Name' } }, required: ['name'] },
    },
    quiet: { type: 'boolean', title: 'A quiet room' },
  },
  required: ['city', 'nights', 'mail'],
});

/** Two branches: one that asks, one that needs nobody. */
const brief = (
  type: 'approval' | 'humanInput',
  config: Parameters<typeof sketchFlow>[1][number]['config'] = {},
) =>
  sketchFlow(
    'Brief',
    [
      { id: 'Idea', type: 'template', config: { text: 'A lighthouse in the fog.' }, row: 0 },
      { id: 'Story', type: 'storyTeller', config: { idea: '', tags: '' } },
      { id: 'Check', type, config },
      { id: 'Better', type: 'promptEnhancer' },
      { id: 'Aside', type: 'translator', config: { language: 'fr' }, column: 1, row: 1 },
    ],
    ['Idea > Story', 'Story > Check', 'Check > Better', 'Idea > Aside'],
  );

test('J8 a run waits at an approval while other branches go on; another editor answers and both see who', async ({
  browser,
  baseURL,
  context,
  page,
  home,
  editor,
}) => {
  await callPerson(context, 'Ada');
  await home.openFlow(brief('approval'));
  const bo = await arrive(browser, baseURL, { name: 'Bo', link: await linkFor(page, 'editor link') });
  const vi = await arrive(browser, baseURL, { name: 'Vi', link: await linkFor(page, 'viewer link') });
  await editor.run();
  for (const each of [editor, bo.editor, vi.editor]) {
    await each.expectState('waiting', 'Check');
    await each.expectState('done', 'Aside');
    await each.expectState('queued', 'Better');
  }
  await expect(page).toHaveTitle(/^\(1\) /);
  await expect(vi.editor.node('Check').getByRole('button', { name: 'Approve' })).toHaveCount(0);

  // It survives a reload of the tab that drives it.
  await page.reload();
  await editor.expectState('waiting', 'Check');
  await editor.press('Check', 'Decide…');
  const dialog = page.getByRole('dialog', { name: 'Is this good to go on?' });
  await expect(dialog).toContainText('Check in Brief');
  await expect(dialog).toContainText('lighthouse', { ignoreCase: true });
  await expectAccessible(page, 'approval');
  // A wrong answer keeps it open and says what is wrong.
  await dialog.getByRole('button', { name: 'Send back with feedback' }).click();
  await expect(dialog.getByText('Say what should be different.')).toBeVisible();
  await expect(dialog.getByRole('textbox', { name: 'Feedback' })).toBeFocused();

  await bo.editor.press('Check', 'Decide…');
  const his = bo.page.getByRole('dialog', { name: 'Is this good to go on?' });
  await his.getByRole('button', { name: 'Change the text' }).click();
  await his.getByRole('textbox', { name: 'The text that goes on' }).fill('Bo wrote this instead.');
  await his.getByRole('textbox', { name: 'Feedback' }).fill('Make it rhyme');
  await his.getByRole('button', { name: 'Go on with this text' }).click();
  await expect(his).toHaveCount(0);

  await expect(dialog).toContainText('Bo changed it and let it go on.');
  await dialog.getByRole('button', { name: 'Close' }).last().click();
  for (const each of [editor, bo.editor, vi.editor]) {
    await each.expectState('done', 'Check', 'Better');
    await expect(each.node('Check')).toContainText('Bo wrote this instead.');
  }
  await page.getByRole('tab', { name: 'Approvals' }).click();
  await expect(
    page.getByRole('button', { name: /Check Bo changed it and let it go on: “Make it rhyme”/ }),
  ).toBeVisible();
  await bo.leave();
  await vi.leave();
});

test('J8 sent back with feedback, the step before writes anew and the question comes again', async ({
  page,
  home,
  editor,
}) => {
  await home.openFlow(brief('approval'));
  await editor.run();
  await editor.expectState('waiting', 'Check');
  await page.getByRole('tab', { name: /^Approvals/ }).click();
  await page.getByRole('button', { name: 'Decide', exact: true }).click();
  const dialog = page.getByRole('dialog', { name: 'Is this good to go on?' });
  await dialog.getByRole('textbox', { name: 'Feedback' }).fill('Shorter, please');
  await dialog.getByRole('button', { name: 'Send back with feedback' }).click();
  await expect(dialog).toHaveCount(0);
  await page.getByRole('tab', { name: 'Events' }).click();
  await page.getByRole('textbox', { name: 'Search events' }).fill('again');
  await expect(page.getByText('You run Story again with guidance')).toBeVisible();
  await editor.expectState('waiting', 'Check');
  await editor.press('Check', 'Approve');
  await editor.expectState('done', 'Check', 'Better');
  await editor.expectOutcome('Done');
});

test('J8 a form keeps what was entered, names each field that is wrong, and is answered by a link made for that', async ({
  browser,
  baseURL,
  context,
  page,
  home,
  editor,
}) => {
  await callPerson(context, 'Ada');
  await context.grantPermissions(['clipboard-read', 'clipboard-write']);
  await home.openFlow(brief('humanInput', { schema: SCHEMA, title: 'Where to?' }));
  await editor.run();
  await editor.expectState('waiting', 'Check');
  const share = createSharePart(page);
  await share.open();
  const link = await share.makeAndCopy('answer link');
  await share.close();

  const guest = await browser.newContext({ baseURL: baseURL ?? '', viewport: { width: 390, height: 844 } });
  await callPerson(guest, 'Xia', 3);
  const phone = await guest.newPage();
  await phone.goto(link);
  await phone.getByRole('button', { name: 'Fill in' }).click();
  const dialog = phone.getByRole('dialog', { name: 'Where to?' });
  await expectAccessible(phone, 'form on a phone');
  await dialog.getByRole('textbox', { name: 'City' }).fill('Rome');
  await dialog.getByLabel('Nights').fill('99');
  await dialog.getByRole('button', { name: 'Add' }).click();
  await dialog.getByRole('button', { name: 'Send' }).click();
  await expect(dialog.getByText('30 at most.')).toBeVisible();
  await expect(dialog.getByText('“E-mail” is needed.')).toBeVisible();
  await expect(dialog.getByText('“Name” is needed.')).toBeVisible();
  await expect(dialog.getByLabel('Nights')).toBeFocused();
  // Closed and opened again, everything is there.
  await dialog.getByRole('button', { name: 'Close' }).click();
  await phone.getByRole('button', { name: 'Fill in' }).click();
  await expect(dialog.getByRole('textbox', { name: 'City' })).toHaveValue('Rome');
  await dialog.getByLabel('Nights').fill('3');
  await dialog.getByRole('textbox', { name: 'E-mail' }).fill('xia@example.com');
  await dialog.getByRole('textbox', { name: 'Name' }).fill('Yu');
  await dialog.getByRole('checkbox', { name: 'A quiet room' }).check();
  await dialog.getByRole('button', { name: 'Send' }).click();
  await expect(dialog).toHaveCount(0);

  await editor.expectState('done', 'Check', 'Better');
  await expect(editor.node('Check')).toContainText('City: Rome');
  await page.getByRole('tab', { name: 'Approvals' }).click();
  await expect(page.getByRole('button', { name: /Check Xia filled in the form/ })).toBeVisible();
  await guest.close();
});

test("J5 a question asked before the host's tab died is answered, and the run goes on in a collaborator's tab", async ({
  browser,
  baseURL,
  context,
  page,
  home,
  editor,
}) => {
  await callPerson(context, 'Ada');
  await home.openFlow(brief('approval'));
  const bo = await arrive(browser, baseURL, { name: 'Bo', link: await linkFor(page, 'editor link') });
  await editor.run();
  await bo.editor.expectState('waiting', 'Check');
  await page.close();
  await bo.editor.press('Check', 'Approve');
  await bo.editor.expectState('done', 'Check', 'Better');
  await bo.editor.expectOutcome('Done');
  await bo.leave();
});

test('J8 a flow that asks before each step with a model: what is said goes into its prompt', async ({
  page,
  home,
  editor,
}) => {
  await home.openFlow(brief('approval'));
  await page.getByRole('combobox', { name: 'Ask a person' }).selectOption('Before each step that acts');
  await editor.run();
  await editor.expectState('waiting', 'Story', 'Aside');
  await editor.press('Story', 'Decide…');
  const dialog = page.getByRole('dialog', { name: 'Run “Story”?' });
  await dialog.getByRole('textbox', { name: 'Feedback' }).fill('Set it in Lisbon');
  await dialog.getByRole('button', { name: 'Approve' }).click();
  await editor.press('Aside', 'Decide…');
  await page.getByRole('dialog', { name: 'Run “Aside”?' }).getByRole('button', { name: 'Approve' }).click();
  await editor.expectState('done', 'Story', 'Aside');
  await editor.expectState('waiting', 'Check');
});
