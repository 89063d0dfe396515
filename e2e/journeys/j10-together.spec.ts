import { twoBranches } from '../fixtures/flows.ts';
import { arrive, linkFor, withoutSockets } from './pages/people.ts';
import { expect, test } from './pages/own-relay-test.ts';

test('J10 [DO1] one loses the network while both edit: each goes on, and afterwards both have everything', async ({
  browser,
  baseURL,
  page,
  home,
  editor,
}) => {
  await home.openFlow(twoBranches({}));
  const bo = await arrive(browser, baseURL, { name: 'Bo', link: await linkFor(page, 'editor link') });
  await bo.editor.select('Draft');
  await bo.context.setOffline(true);
  await bo.editor.inspector.fill('Prompt', 'Bo wrote this without a network about {{topic}}.');
  await editor.select('Aside');
  await editor.inspector.fill('Prompt', 'Ada wrote this meanwhile about {{topic}}.');
  await bo.editor.select('Result');
  await bo.page.keyboard.press('Escape');
  await bo.page.keyboard.press('Delete');
  await bo.context.setOffline(false);
  await expect(editor.node('Draft')).toContainText('Bo wrote this without a network', { timeout: 20_000 });
  await expect(bo.editor.node('Aside')).toContainText('Ada wrote this meanwhile');
  await bo.page.reload();
  await expect(bo.editor.node('Draft')).toContainText('Bo wrote this without a network');
  await expect(bo.editor.node('Aside')).toContainText('Ada wrote this meanwhile');
  await bo.leave();
});

test('J10 [DO1] the relay is killed while both edit: said to both, and afterwards both have everything', async ({
  browser,
  baseURL,
  page,
  home,
  editor,
  keyed,
}) => {
  await home.openFlow(twoBranches({}));
  const bo = await arrive(browser, baseURL, { name: 'Bo', link: await linkFor(page, 'editor link') });
  // Both have looked at a node: what the inspector needs is fetched when it is first wanted.
  await editor.select('Polish');
  await bo.editor.select('Draft');
  await bo.editor.inspector.fill('Prompt', 'Acknowledged before the end, about {{topic}}.');
  await expect(editor.node('Draft')).toContainText('Acknowledged before the end');
  keyed.proxy.unplug();
  await keyed.relay.killWorkerd();
  await expect(editor.connection).toHaveAccessibleName('Connection: Offline');
  await expect(bo.editor.connection).toHaveAccessibleName('Connection: Offline');
  await editor.select('Aside');
  await editor.inspector.fill('Prompt', 'Ada wrote this without a relay about {{topic}}.');
  await bo.editor.select('Polish');
  await bo.editor.inspector.fill('Prompt', 'Bo wrote this without a relay: {{line}}');
  await keyed.relay.untilHealthy();
  keyed.proxy.plugIn();
  await expect(editor.node('Polish')).toContainText('Bo wrote this without a relay', { timeout: 40_000 });
  await expect(bo.editor.node('Aside')).toContainText('Ada wrote this without a relay', { timeout: 40_000 });
  await expect(editor.node('Draft')).toContainText('Acknowledged before the end');
  await expect(page.getByRole('button', { name: 'You and Bo are here' })).toBeVisible();
  await bo.leave();
});

test('J10 [RM3] where no sockets open, both edit one flow and watch one run by polling', async ({
  browser,
  baseURL,
  context,
  page,
  home,
  editor,
  keyed,
}) => {
  const sockets: string[] = [];
  page.on('websocket', (socket) => sockets.push(socket.url()));
  await withoutSockets(context);
  await home.openFlow(twoBranches({ draft: 'mistral/held' }));
  await expect(editor.connection).toHaveAccessibleName('Connection: Polling');
  const link = await linkFor(page, 'editor link');
  const bo = await arrive(browser, baseURL, { name: 'Bo', link, prepare: withoutSockets });
  bo.page.on('websocket', (socket) => sockets.push(socket.url()));
  await bo.editor.select('Draft');
  await bo.editor.inspector.fill('Prompt', 'Bo polls about {{topic}}.');
  await editor.select('Aside');
  await editor.inspector.fill('Prompt', 'Ada polls about {{topic}}.');
  await expect(editor.node('Draft')).toContainText('Bo polls');
  await expect(bo.editor.node('Aside')).toContainText('Ada polls');

  keyed.provider.behaviour('held', 'ok', { text: 'Polled by both of you.', holdAfterWords: 2 });
  await bo.editor.run();
  await editor.expectState('writing', 'Draft');
  await expect(editor.node('Draft')).toContainText('Polled by');
  keyed.provider.release('held');
  await editor.expectOutcome('Done');
  await bo.editor.expectOutcome('Done');
  await expect(editor.node('Draft')).toContainText('Polled by both of you.');
  expect(keyed.provider.requests).toHaveLength(3);
  expect(sockets).toEqual([]);
  await bo.leave();
});
