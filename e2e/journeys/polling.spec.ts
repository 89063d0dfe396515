import { twoBranches } from '../fixtures/flows.ts';
import { expect, test as onDemo } from './pages/test.ts';
import { test as onProvider } from './pages/keyed-test.ts';
import { arrive, linkFor, withoutSockets } from './pages/people.ts';

/** J5 is run in both ways where it stands: `j5-take-over.spec.ts`. */

onDemo.beforeEach(({ context }) => withoutSockets(context));
onProvider.beforeEach(({ context }) => withoutSockets(context));

onDemo(
  '[RM3] J1 without WebSocket: a template runs with the demo, by polling alone',
  async ({ page, home, editor }) => {
    const sockets: string[] = [];
    page.on('websocket', (socket) => sockets.push(socket.url()));
    await home.open();
    await home.pickTemplate('A letter in two voices');
    await expect(editor.runButton).toHaveText('Run with demo');
    await editor.run();
    await expect(editor.connection).toHaveAccessibleName('Connection: Polling');
    // Asked once a second: the demo may have written it all between two answers.
    await editor.expectState(/writing|running/, 'Warm');
    await editor.expectOutcome('Done');
    await editor.expectState('done', 'Warm', 'Plain', 'Read it over', 'To Ada', 'To the landlord');
    await expect(editor.node('To Ada')).toContainText('Dear Ada');
    expect(sockets).toEqual([]);
  },
);

onProvider(
  'J3 without WebSocket: two people edit one flow and each undoes only their own; three watch what one of them starts and another stops',
  async ({ browser, baseURL, page, home, editor, provider }) => {
    provider.behaviour('held', 'ok', { text: 'Seen by all of you at once.', holdAfterWords: 3 });
    await home.openFlow(twoBranches({ draft: 'mistral/held', polish: 'mistral/later' }));
    const prepare = withoutSockets;
    const bo = await arrive(browser, baseURL, {
      ...{ name: 'Bo', link: await linkFor(page, 'editor link') },
      prepare,
    });
    const vi = await arrive(browser, baseURL, {
      ...{ name: 'Vi', link: await linkFor(page, 'viewer link') },
      prepare,
    });
    const everybody = [editor, bo.editor, vi.editor];

    await bo.editor.select('Draft');
    await bo.editor.inspector.fill('Prompt', 'Bo wrote this about {{topic}}.');
    await editor.select('Aside');
    await editor.inspector.fill('Prompt', 'Ada wrote this about {{topic}}.');
    await expect(editor.node('Draft')).toContainText('Bo wrote this');
    await expect(bo.editor.node('Aside')).toContainText('Ada wrote this');
    await editor.canvas.focus();
    await page.keyboard.press('Control+z');
    await expect(bo.editor.node('Aside')).toContainText('Say something beside the point');
    await expect(editor.node('Draft')).toContainText('Bo wrote this');

    await bo.editor.run();
    for (const each of everybody) {
      await each.expectState('writing', 'Draft');
      await expect(each.node('Draft')).toContainText('Seen by all');
      await expect(each.node('Draft')).not.toContainText('at once');
    }
    provider.behaviour('later', 'ok', { text: 'Again, for all of you.', holdAfterWords: 2 });
    provider.release('held');
    for (const each of everybody) await each.expectState('writing', 'Polish');
    await editor.stop();
    for (const each of everybody) {
      await each.expectOutcome('Stopped');
      await expect(each.node('Draft')).toContainText('Seen by all of you at once.');
    }
    expect(provider.requests).toHaveLength(3);
    await bo.leave();
    await vi.leave();
  },
);

onProvider(
  'J4 without WebSocket: a reload of the tab that drives the run: the run so far at once, then live, and nothing ran twice',
  async ({ page, home, editor, provider }) => {
    provider.behaviour('held', 'ok', {
      text: 'One two three four five six seven eight nine ten.',
      holdAfterWords: 5,
    });
    await home.openFlow(twoBranches({ polish: 'mistral/held' }));
    await editor.run();
    await editor.expectState('done', 'Draft', 'Aside');
    await expect(editor.node('Polish')).toContainText('One two three four five');

    await page.reload();
    await editor.expectState('done', 'Topic', 'Draft', 'Aside');
    await editor.expectState('writing', 'Polish');
    await expect(editor.node('Polish')).toContainText('One two three four five');

    provider.release('held');
    await editor.expectState('done', 'Polish', 'Result');
    await editor.expectOutcome('Done');
    await expect(editor.connection).toHaveAccessibleName('Connection: Polling');
    await expect(editor.node('Result')).toContainText('nine ten.');
    expect(provider.requests).toHaveLength(3);
    expect(provider.abandoned('held')).toBe(0);
  },
);
