import { arrive, callPerson, linkFor } from './pages/people.ts';
import { expect, test } from './pages/test.ts';

test('J8 [AG9] an agent with a plan: a person approves the plan, its steps are done one after another, and another tab takes them over', async ({
  browser,
  baseURL,
  context,
  page,
  home,
  editor,
}) => {
  await callPerson(context, 'Ada');
  await home.open();
  await home.pickTemplate('An agent with a plan');
  const bo = await arrive(browser, baseURL, { name: 'Bo', link: await linkFor(page, 'editor link') });
  await editor.run();
  await editor.expectState('waiting', 'Guide');
  await editor.press('Guide', 'Look at it…');
  const plan = page.getByRole('dialog', { name: 'The plan of “Guide”' });
  await expect(plan.getByRole('textbox', { name: 'Name' })).toHaveCount(3);
  await plan.getByRole('textbox', { name: 'Name' }).first().fill('Look at the notes');
  await plan.getByRole('button', { name: 'Approve' }).click();

  // The second step asks; the tab that drives the run is closed while it waits.
  const { page: his, editor: other } = bo;
  const waits = (step: number) => his.getByText(new RegExp(`^Guide, step ${step}: .* waits for you$`));
  await expect(waits(2)).toBeVisible({ timeout: 30_000 });
  await page.close();
  await his.getByRole('button', { name: 'Review' }).click();
  const question = his.getByRole('dialog', { name: /^Guide, step 2: .* asks$/ });
  await question.getByLabel('Answer').selectOption('friendly');
  await question.getByRole('button', { name: 'Send' }).click();

  // The third makes a file, when it may, under the name that he gives it.
  await expect(waits(3)).toBeVisible({ timeout: 30_000 });
  await his.getByRole('button', { name: 'Review' }).click();
  const leave = his.getByRole('dialog', { name: 'Write the file “guide.md”' });
  await leave.getByRole('textbox', { name: 'File name' }).fill('welcome.md');
  await leave.getByRole('button', { name: 'Allow it like this' }).click();
  await other.expectState('done', 'Guide', 'Result');
  await expect(other.node('Result')).toContainText('guide.md');
  await his.context().close();
});
