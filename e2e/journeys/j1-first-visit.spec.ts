import { expect, test } from './pages/test.ts';

/** Requests and sockets to anything but the page's own origin. */
const foreign = (url: string, origin: string) =>
  !url.startsWith(origin) && !url.startsWith(origin.replace(/^http/, 'ws')) && !/^(blob|data):/.test(url);

test('J1 a first visit: a template runs with the demo, its text streams into the nodes, nothing leaves the origin', async ({
  page,
  context,
  home,
  editor,
  baseURL,
}) => {
  const elsewhere: string[] = [];
  const note = (url: string) => {
    if (foreign(url, baseURL ?? '')) elsewhere.push(url);
  };
  context.on('request', (request) => note(request.url()));
  page.on('websocket', (socket) => note(socket.url()));

  await home.open();
  await expect(home.templates).toContainText('Try without any key');
  await home.pickTemplate('A letter in two voices');
  await expect(editor.runButton).toHaveText('Run with demo');
  await expect(editor.node('Warm')).toContainText('Demo');
  await editor.run();

  // Within seconds of pressing Run, and while the run is going on.
  await expect
    .poll(() => editor.node('Warm').getAttribute('aria-label'), { intervals: [50] })
    .toMatch(/, writing$/);
  const before = await editor.node('Warm').innerText();
  await expect(editor.node('Warm')).not.toHaveText(before);

  await editor.expectOutcome('Done');
  await editor.expectState('done', 'Warm', 'Plain', 'Read it over', 'To Ada', 'To the landlord');
  await expect(editor.runBar).toContainText('$0');
  await expect(editor.node('To Ada')).toContainText('Dear Ada');
  await editor.select('To the landlord');
  await expect(editor.inspector.output).toContainText('Yours faithfully');
  await expect(editor.inspector.output).toContainText('Mina Torres');
  expect(elsewhere).toEqual([]);
});

test('J1 the page may not even ask another host: its policy allows no connection but its own', async ({
  request,
}) => {
  const policy = (await request.get('/')).headers()['content-security-policy'] ?? '';
  expect(policy).toMatch(/connect-src 'self'(;|$| ws)/);
  expect(policy).toContain("script-src 'self';");
  expect(policy).not.toMatch(/unsafe-eval|https?:/);
});
