import { sketchFlow } from '../fixtures/sketch-flow.ts';
import { twoBranches } from '../fixtures/flows.ts';
import { fillStorage } from './pages/fill-storage.ts';
import { expect, test } from './pages/keyed-test.ts';

/** Topic with a text, then one node of a kind with a config. */
const one = (type: string, config: object = {}, model?: string) =>
  sketchFlow(
    'One node',
    [
      { id: 'Topic', type: 'initialPrompt', config: { text: 'a lighthouse in the fog' } },
      { id: 'Step', type, config: { ...config }, ...(model === undefined ? {} : { model }) },
    ],
    [`Topic > Step`],
  );

test('bad input: a cycle is marked while editing, names its nodes, and nothing is called', async ({
  home,
  editor,
  provider,
}) => {
  const flow = sketchFlow(
    'Round and round',
    [
      { id: 'Chicken', type: 'llm', model: 'mistral/ok', config: { prompt: 'Lay {{egg}}' } },
      { id: 'Egg', type: 'llm', model: 'mistral/ok', config: { prompt: 'Hatch {{chicken}}' } },
      { id: 'Fine', type: 'initialPrompt', config: { text: 'beside it' } },
    ],
    ['Chicken > Egg.var-chicken', 'Egg > Chicken.var-egg'],
  );
  await home.openFlow(flow);
  // Before anybody has pressed Run.
  await expect(editor.node('Chicken')).toContainText(/Chicken.*Egg|Egg.*Chicken/);
  await editor.run();
  const words = /Threads run in a circle: .*Chicken.*Egg|Threads run in a circle: .*Egg.*Chicken/;
  await expect(editor.node('Chicken')).toContainText(words);
  await expect(editor.node('Egg')).toContainText(words);
  await editor.select('Egg');
  await expect(editor.inspector.root).toContainText(words);
  await expect(editor.runButton).toBeEnabled();
  expect(provider.requests).toHaveLength(0);
});

test('bad input: an empty required field is said in the field and on the node, until it is filled', async ({
  home,
  editor,
  provider,
}) => {
  await home.openFlow(
    sketchFlow(
      'Empty',
      [
        { id: 'Topic', type: 'initialPrompt' },
        { id: 'Step', type: 'llm', model: 'mistral/ok', config: { prompt: 'Say {{topic}}' } },
      ],
      ['Topic > Step.var-topic'],
    ),
  );
  await editor.run();
  await expect(editor.node('Topic')).toContainText('“Text” is empty. Fill it in.');
  await editor.node('Topic').getByRole('button', { name: '“Text” is empty' }).click();
  const field = editor.inspector.field('Text');
  await expect(field).toHaveAttribute('aria-invalid', 'true');
  await expect(field).toHaveAccessibleDescription(/“Text” is empty/);
  await expect(field).toBeFocused();
  expect(provider.requests).toHaveLength(0);
  await field.fill('a lighthouse');
  await expect(field).not.toHaveAttribute('aria-invalid', 'true');
  await editor.run();
  await editor.expectState('done', 'Topic', 'Step');
  expect(provider.requests).toHaveLength(1);
});

test('bad input: an unknown language is an error before the run, in its field', async ({
  home,
  editor,
  provider,
}) => {
  await home.openFlow(one('translator', { language: 'klingon' }, 'mistral/ok'));
  await editor.run();
  await expect(editor.node('Step')).toContainText('does not know the language “klingon”');
  await editor.select('Step');
  await expect(editor.inspector.root).toContainText('Pick one from the list.');
  expect(provider.requests).toHaveLength(0);
});

test('bad input: a scene builder with nothing selected says so before any call', async ({
  home,
  editor,
  provider,
}) => {
  await home.openFlow(sketchFlow('Scene', [{ id: 'Scene', type: 'sceneBuilder', model: 'mistral/ok' }], []));
  await editor.run();
  await expect(editor.node('Scene')).toContainText(/nothing|select/i);
  expect(provider.requests).toHaveLength(0);
});

test('bad input: a node of an unknown type is kept and moved untouched; a run with it says what is wrong', async ({
  page,
  home,
  editor,
  provider,
}) => {
  await home.openFlow(one('hologram', { beams: 7, nested: { kept: ['as', 'it', 'is'] } }));
  await expect(editor.node('Step')).toContainText('Weft does not know “hologram”');
  await editor.select('Step');
  await expect(editor.inspector.root).toContainText('Weft does not know this kind of node');
  await page.keyboard.press('Escape');
  await editor.run();
  await expect(editor.node('Step')).toContainText('This Weft does not know nodes of type “hologram”');
  expect(provider.requests).toHaveLength(0);
  const download = await editor.exportFlow('One node');
  const stream = await download.createReadStream();
  const pieces: Buffer[] = [];
  for await (const piece of stream) pieces.push(piece as Buffer);
  const { nodes } = JSON.parse(Buffer.concat(pieces).toString()) as {
    nodes: { type: string; config: unknown }[];
  };
  expect(nodes.find(({ type }) => type === 'hologram')?.config).toEqual({
    beams: 7,
    nested: { kept: ['as', 'it', 'is'] },
  });
});

test('bad input: a missing key stops the run before it starts and offers both ways out', async ({
  page,
  home,
  editor,
  provider,
}) => {
  await home.openFlow(twoBranches({ polish: 'openai/gpt-5' }));
  await expect(editor.runButton).toHaveText('Run');
  await editor.run();
  const question = page.getByRole('alertdialog', { name: 'A key is missing' });
  await expect(question).toContainText('OpenAI has no key yet');
  expect(provider.requests).toHaveLength(0);
  await question.getByRole('button', { name: 'Add a key' }).click();
  const keys = page.getByRole('dialog', { name: 'Provider keys' });
  await keys.getByRole('button', { name: 'Add key for OpenAI' }).click();
  await expect(keys).toContainText('OPENAI_API_KEY');
  await keys.getByRole('button', { name: 'Done' }).click();
  await expect(editor.node('Polish')).toContainText('There is no key for OpenAI');

  await editor.run();
  await question.getByRole('button', { name: 'Run with demo' }).click();
  await editor.expectOutcome('Done');
  await editor.expectState('done', 'Draft', 'Polish', 'Result', 'Aside');
  expect(provider.requests).toHaveLength(0);
});

test('bad input: an answer over the limits ends its node with the reason, and the run goes on', async ({
  home,
  editor,
  provider,
}) => {
  // 1.3 million characters in long words; a text output may have 1 MiB.
  provider.behaviour('endless', 'ok', { text: `${'x'.repeat(9_999)} `.repeat(130) });
  await home.openFlow(twoBranches({ draft: 'mistral/endless' }));
  await editor.run();
  await editor.expectState('billed?', 'Draft');
  await expect(editor.node('Draft')).toContainText('larger than 1024 KiB. Ask for a shorter or smaller one.');
  await editor.expectState('done', 'Aside');
  await editor.press('Draft', 'Give up');
  await editor.expectOutcome('Done, 1 step failed');
});

test('bad input: two clicks on Run start one run', async ({ home, editor, provider }) => {
  provider.behaviour('held', 'ok', { holdAfterWords: 1 });
  await home.openFlow(twoBranches({ draft: 'mistral/held' }));
  await expect(editor.runButton).toBeEnabled();
  await editor.runButton.dblclick();
  await editor.expectState('writing', 'Draft');
  await editor.expectState('done', 'Aside');
  provider.release('held');
  await editor.expectOutcome('Done');
  expect(provider.requests).toHaveLength(3);
});

test('bad input: a full browser store is said, and the run still works', async ({ page, home, editor }) => {
  await home.openFlow(twoBranches({}));
  await expect(editor.runButton).toBeEnabled();
  await expect(page.getByText('Saved', { exact: true })).toBeVisible();
  await fillStorage(page);
  await editor.select('Draft');
  await editor.inspector.fill('Prompt', 'Written on a full disk: {{topic}}');
  await expect(page.getByText('Not saved:')).toBeVisible();
  await editor.run();
  await editor.expectOutcome('Done');
  await editor.expectState('done', 'Topic', 'Draft', 'Polish', 'Result', 'Aside');
  const notice = page.getByRole('status').filter({ hasText: 'no room for stored outputs' });
  await expect(notice).toBeVisible();

  // What the disk did not take is kept in memory.
  await editor.run();
  await editor.expectState('cached', 'Draft', 'Polish', 'Aside');
  await notice.getByRole('button', { name: 'Close message' }).click();
  await expect(notice).toBeHidden();
});
