import { twoBranches } from '../fixtures/flows.ts';
import { expect, test } from './pages/own-relay-test.ts';

test('a relay that is gone before a run is said; editing goes on; it comes back and the run works', async ({
  page,
  home,
  editor,
  keyed,
}) => {
  const { provider, proxy } = keyed;
  await home.openFlow(twoBranches({}));
  await expect(editor.runButton).toBeEnabled();
  await editor.select('Draft');
  proxy.unplug();
  await editor.inspector.fill('Prompt', 'Written without a relay: {{topic}}');
  await editor.runButton.click();
  const refusal = page.getByRole('alert').filter({ hasText: 'The run did not start.' });
  await expect(refusal).toContainText(/relay/i);
  expect(provider.requests).toHaveLength(0);
  proxy.plugIn();
  await editor.run();
  await editor.expectOutcome('Done');
  await expect(refusal).toBeHidden();
  expect(provider.requests).toHaveLength(3);
  expect(provider.requests.some(({ body }) => body.includes('Written without a relay'))).toBe(true);
});

test('Run is pressed while a killed relay comes back: the run starts as soon as it can', async ({
  home,
  editor,
  keyed,
}) => {
  await home.openFlow(twoBranches({}));
  await expect(editor.runButton).toBeEnabled();
  await keyed.relay.killWorkerd();
  await editor.run();
  await editor.expectState('done', 'Topic', 'Draft', 'Polish', 'Result', 'Aside');
  await editor.expectOutcome('Done');
  expect(keyed.provider.requests).toHaveLength(3);
});

test('J10 the network is gone in the middle of a run: shown as lost, then everything is there, nothing ran twice', async ({
  home,
  editor,
  keyed,
}) => {
  const { provider, proxy } = keyed;
  provider.behaviour('held', 'ok', {
    text: 'Before the cut and after it came the rest.',
    holdAfterWords: 3,
  });
  await home.openFlow(twoBranches({ draft: 'mistral/held' }));
  await editor.run();
  await editor.expectState('writing', 'Draft');
  await expect(editor.node('Draft')).toContainText('Before the cut');
  proxy.unplug();
  await expect(editor.connection).toHaveAccessibleName('Connection: Offline');
  provider.release('held');
  await expect.poll(() => provider.abandoned('held')).toBe(0);
  proxy.plugIn();
  await expect(editor.connection).toHaveAccessibleName(/Live|Polling/, { timeout: 20_000 });
  await editor.expectState('done', 'Draft', 'Polish', 'Result', 'Aside');
  await editor.expectOutcome('Done');
  await expect(editor.node('Draft')).toContainText('after it came the rest.');
  expect(provider.requests).toHaveLength(3);
});

test('[RM1] kill -9 of the relay in the middle of a run: ended calls are not made again, the one in flight asks', async ({
  home,
  editor,
  keyed,
}) => {
  const { provider, relay } = keyed;
  provider.behaviour('held', 'ok', { text: 'Half of it was said.', holdAfterWords: 2 });
  await home.openFlow(twoBranches({ polish: 'mistral/held' }));
  await editor.run();
  await editor.expectState('done', 'Topic', 'Draft', 'Aside');
  await editor.expectState('writing', 'Polish');
  await relay.killWorkerd();
  await relay.untilHealthy();

  await editor.expectState('billed?', 'Polish');
  await editor.expectState('done', 'Topic', 'Draft', 'Aside');
  expect(provider.requests).toHaveLength(3);

  provider.behaviour('held', 'ok', { text: 'All of it, this time.' });
  await editor.press('Polish', 'Run again');
  await editor.expectState('done', 'Polish', 'Result');
  await editor.expectOutcome('Done');
  await expect(editor.node('Result')).toContainText('All of it, this time.');
  expect(provider.requests).toHaveLength(4);
});

test('kill -9 of the relay in the middle of a demo run: its calls just repeat', async ({
  page,
  home,
  editor,
  keyed,
}) => {
  await home.openFlow(twoBranches({ draft: 'demo/demo', polish: 'demo/demo', aside: 'demo/demo' }));
  await editor.runAnotherWay('Run with the demo');
  await editor.expectState('writing', 'Draft');
  await keyed.relay.killWorkerd();
  await keyed.relay.untilHealthy();
  await editor.expectState('done', 'Draft', 'Polish', 'Result', 'Aside');
  await editor.expectOutcome('Done');
  await expect(page.getByText('Billed?')).toHaveCount(0);
});
