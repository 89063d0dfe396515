import { sketchFlow } from '../fixtures/sketch-flow.ts';
import { expectAccessible } from './pages/audit.ts';
import { callPerson, runLinkFor } from './pages/people.ts';
import { createRunPagePart } from './pages/run-page.ts';
import { expect, test } from './pages/test.ts';

const NOTES =
  'The harbour of Reed Bay opened in 1902. Mara Lind built the first crane, which still stands. Ships from Lisbon came every week until 1950. Nobody has asked the fishers yet.';

/** Reads, notes, asks a person, and makes a file when it is allowed to. */
const brief = sketchFlow(
  'Brief',
  [
    { id: 'Notes', type: 'template', config: { text: NOTES } },
    {
      id: 'Writer',
      type: 'agent',
      config: {
        task: 'Ask me whether it should be short or long. Then summarise what comes in, and write it into harbour.md',
        ...{ people: true, files: 'ask', thinking: 2_048 },
      },
    },
    { id: 'Result', type: 'textOutput', column: 3 },
  ],
  ['Notes > Writer.material-in', 'Writer > Result'],
);

test('J8 an agent thinks, reads, asks and makes a file; turn by turn one sees it live, afterwards, by link and on a phone', async ({
  browser,
  context,
  page,
  home,
  editor,
}) => {
  await callPerson(context, 'Ada');
  await home.openFlow(brief);
  await editor.select('Writer');
  await editor.run();
  await editor.expectState('waiting', 'Writer');
  await editor.press('Writer', 'Answer…');
  const question = page.getByRole('dialog', { name: 'Writer asks' });
  await expect(question).toContainText('Should it be short or long?');
  await question.getByRole('combobox', { name: 'Answer' }).selectOption('short');
  await question.getByRole('button', { name: 'Send' }).click();
  await editor.press('Writer', 'Decide…');
  const leave = page.getByRole('dialog', { name: 'Write the file “harbour.md”' });
  await leave.getByRole('button', { name: 'Allow', exact: true }).click();
  await editor.expectState('done', 'Writer', 'Result');

  const work = page.getByRole('region', { name: 'How it worked' });
  await expect(work).toContainText('5 of 8 turns');
  const tools = work.getByRole('list', { name: /^Tools of turn/ });
  await expect(tools).toHaveText([
    /Read input 1/,
    /Note “main points”/,
    /Ask a person/,
    /Write the file “harbour.md”/,
  ]);
  await tools.nth(3).getByText('Write the file “harbour.md”').click();
  await expect(tools.nth(3)).toContainText('You allowed it');
  await expect(tools.nth(3)).toContainText('Written as “harbour.md”.');
  await work.getByText('Thinking', { exact: true }).first().click();
  await expect(work).toContainText('read_input');
  await expectAccessible(page, 'agent');

  const guest = await browser.newContext({ viewport: { width: 390, height: 844 } });
  const seen = await guest.newPage();
  await seen.goto(await runLinkFor(page));
  const run = createRunPagePart(seen);
  await run.expectOutcome('Finished');
  await run.steps.getByRole('button', { name: 'How it worked: 5 turns, 4 tools' }).click();
  const dialog = seen.getByRole('dialog', { name: 'Writer' });
  await expect(dialog.getByRole('list', { name: 'Turns' })).toContainText(
    'Answered. Its words are the output.',
  );
  await expectAccessible(seen, 'agent of a run');
  await guest.close();
});
