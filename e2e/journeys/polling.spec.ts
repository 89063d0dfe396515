import { expect, test } from './pages/test.ts';

test('[RM3] a run works without any socket: started, reloaded in the middle, and ended by polling', async ({
  page,
  home,
  editor,
}) => {
  const sockets: string[] = [];
  page.on('websocket', (socket) => sockets.push(socket.url()));
  await page.addInitScript(() => localStorage.setItem('weft:transport', 'polling'));
  await home.open();
  await home.pickTemplate('A letter in two voices');
  await editor.run();
  await expect(editor.connection).toHaveAccessibleName('Connection: Polling');
  await editor.expectState(/writing|running/, 'Warm');
  await page.reload();
  await editor.expectOutcome('Done');
  await editor.expectState('done', 'Warm', 'Plain', 'Read it over', 'To Ada', 'To the landlord');
  expect(sockets).toEqual([]);
});
