import { oneThatFails, twoBranches } from '../fixtures/flows.ts';
import { expect, test } from './pages/keyed-test.ts';
import { CANARY_KEY } from './pages/canary-key.ts';
import { storedText } from './pages/stored-text.ts';

test('J2 [SE1] a model is picked on a node, its answer streams, and the key is nowhere in the browser', async ({
  page,
  home,
  editor,
  provider,
  keyed,
}) => {
  provider.behaviour('mistral-small-latest', 'ok', {
    text: 'Fog takes the lamp in its mouth and does not swallow.',
    holdAfterWords: 4,
  });
  await home.openFlow(twoBranches({}));
  await expect(editor.runButton).toHaveText('Run');
  await editor.select('Draft');
  await editor.inspector.pickModel('small', 'Mistral Small (latest)');
  await expect(editor.inspector.root).toContainText('Chosen on this node');
  await editor.run();

  await editor.expectState('writing', 'Draft');
  await expect(editor.node('Draft')).toContainText('Fog takes the lamp');
  await expect(editor.node('Draft')).not.toContainText('swallow');
  provider.release('mistral-small-latest');
  await editor.expectOutcome('Done');
  await expect(editor.inspector.output).toContainText('does not swallow');
  expect(provider.requests).toHaveLength(3);
  expect(provider.requests.every(({ headers }) => JSON.stringify(headers).includes(CANARY_KEY))).toBe(true);

  await page.reload();
  await editor.expectState('done', 'Draft');
  expect(await storedText(page)).not.toContain(CANARY_KEY);
  expect(keyed.watch.bytes).toBeGreaterThan(10_000);
  expect(keyed.watch.faults()).toEqual([]);
});

test('J2 thinking streams apart from the answer', async ({ home, editor, provider }) => {
  provider.behaviour('reasoning', 'reasoning', { reasoning: 'Weigh the fog first. ', text: 'Thick.' });
  await home.openFlow(twoBranches({ draft: 'mistral/reasoning' }));
  await editor.run();
  await editor.expectOutcome('Done');
  await editor.select('Draft');
  await expect(editor.inspector.output).toContainText('Thick.');
  await expect(editor.inspector.output).not.toContainText('Weigh the fog');
  await editor.inspector.output.getByText('Thinking', { exact: true }).click();
  await expect(editor.inspector.output).toContainText('Weigh the fog first.');
});

/** Failures that end the node by themselves: its words, its buttons, and how many requests were made. */
const FAILURES = [
  { model: 'mistral/refusal', words: 'Mistral declined to answer this prompt' },
  { model: 'claude/refusal', words: 'Claude declined to answer this prompt' },
  { model: 'mistral/redirect', words: 'tried to send the call to another address' },
  { model: 'mistral/forbidden', words: 'Mistral refused the key', button: 'Open keys…' },
  { model: 'mistral/not-found', words: 'does not know the model “not-found”' },
  { model: 'mistral/no-credit', words: 'has no credit left' },
  { model: 'claude/too-long', words: 'too long for too-long' },
] as const;

for (const failure of FAILURES) {
  test(`J2 ${failure.model}: the node fails with its reason, the other branch finishes`, async ({
    home,
    editor,
    provider,
  }) => {
    await home.openFlow(oneThatFails(failure.model));
    await editor.run();
    await editor.expectOutcome('Done, 1 step failed');
    await editor.expectState('failed', 'Draft');
    await expect(editor.node('Draft')).toContainText(failure.words);
    await expect(editor.node('Draft').getByRole('button', { name: 'Retry' })).toBeVisible();
    const second = 'button' in failure ? failure.button : 'Change model';
    if (!failure.model.endsWith('redirect'))
      await expect(editor.node('Draft').getByRole('button', { name: second })).toBeVisible();
    await editor.expectState('skipped', 'Result');
    await editor.expectState('done', 'Beside', 'Beside result');
    expect(requestsOf(provider, failure.model)).toBe(1);
  });
}

/** Failures after which the provider may have billed: Weft asks before it calls again. */
const ASKED = [
  { model: 'mistral/server-error', words: 'reported an error of its own (500)' },
  { model: 'mistral/error-in-stream', words: 'reported an error of its own' },
  { model: 'claude/error-in-stream', words: 'reported an error of its own' },
  { model: 'mistral/no-end-marker', words: 'stopped before its end' },
  { model: 'claude/no-end-marker', words: 'stopped before its end' },
  { model: 'mistral/cut', words: 'broke in the middle of the answer' },
  { model: 'mistral/cut-before-headers', words: 'broke before it answered' },
  { model: 'mistral/malformed', words: 'something that is not an answer' },
  { model: 'mistral/huge-line', words: 'sent more than Weft takes' },
] as const;

for (const { model, words } of ASKED) {
  test(`J2 ${model}: Billed? waits for a person, the other branch finishes, Run again asks once more`, async ({
    home,
    editor,
    provider,
  }) => {
    await home.openFlow(oneThatFails(model));
    await editor.run();
    await editor.expectState('billed?', 'Draft');
    await expect(editor.node('Draft')).toContainText(words);
    await editor.expectState('done', 'Beside', 'Beside result');
    for (const name of ['Run again', 'Give up', 'Count as billed'])
      await expect(editor.node('Draft').getByRole('button', { name })).toBeVisible();
    expect(requestsOf(provider, model)).toBe(1);

    provider.behaviour(nameOf(model), 'ok', { text: 'Here it is.' });
    await editor.press('Draft', 'Run again');
    await editor.expectState('done', 'Draft', 'Result');
    await editor.expectOutcome('Done');
    await expect(editor.node('Result')).toContainText('Here it is.');
    expect(requestsOf(provider, model)).toBe(2);
  });
}

for (const choice of ['Give up', 'Count as billed']) {
  test(`J2 cut in the middle: ${choice} ends the node without another request`, async ({
    home,
    editor,
    provider,
  }) => {
    await home.openFlow(oneThatFails('mistral/cut'));
    await editor.run();
    await editor.expectState('billed?', 'Draft');
    await editor.press('Draft', choice);
    await editor.expectState('failed', 'Draft');
    await editor.expectState('skipped', 'Result');
    await editor.expectOutcome('Done, 1 step failed');
    expect(requestsOf(provider, 'mistral/cut')).toBe(1);
  });
}

for (const model of ['mistral/rate-limited', 'claude/rate-limited']) {
  test(`J2 ${model}: the countdown is shown, then the call is made again by itself`, async ({
    home,
    editor,
    provider,
  }) => {
    await home.openFlow(oneThatFails(model));
    await editor.run();
    await editor.expectState(/retry \d+ s/, 'Draft');
    await expect(editor.node('Draft')).toContainText(/asks to slow down.*Try 2 of 3 in \d s/);
    provider.behaviour(nameOf(model), 'ok');
    await editor.expectState('done', 'Draft', 'Result');
    await editor.expectOutcome('Done');
    expect(requestsOf(provider, model)).toBe(2);
  });
}

test('J2 mistral/rate-limited-bare: without a time to wait the call is made again after a moment', async ({
  home,
  editor,
  provider,
}) => {
  const model = 'mistral/rate-limited-bare';
  await home.openFlow(oneThatFails(model));
  await editor.run();
  // The moment is up to a second, by chance: too short for a look at the countdown.
  await expect.poll(() => requestsOf(provider, model), { intervals: [10] }).toBe(1);
  provider.behaviour(nameOf(model), 'ok');
  await editor.expectState('done', 'Draft', 'Result');
  expect(requestsOf(provider, model)).toBe(2);
});

test('J2 three tries are enough: a provider that stays busy fails the node', async ({
  home,
  editor,
  provider,
}) => {
  // Retry-After 0, so that the tries follow one another at once.
  provider.behaviour('busy', 'rate-limited-twice');
  await home.openFlow(oneThatFails('mistral/busy'));
  await editor.run();
  await editor.expectState('done', 'Draft', 'Result');
  expect(requestsOf(provider, 'mistral/busy')).toBe(3);
});

function nameOf(model: string): string {
  return model.split('/')[1] ?? '';
}

function requestsOf(
  provider: { readonly requests: readonly { readonly model: string }[] },
  model: string,
): number {
  return provider.requests.filter((request) => request.model === nameOf(model)).length;
}
