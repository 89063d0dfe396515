import { sketchFlow } from '../fixtures/sketch-flow.ts';
import { expect, test } from './pages/web-test.ts';

const flow = (url: string) =>
  sketchFlow(
    'Tides',
    [
      { id: 'Where', type: 'template', config: { text: 'Port & Pier' } },
      { id: 'Ask', type: 'httpRequest', config: { url } },
      { id: 'When', type: 'extractJson', config: { path: 'tides[0].at' } },
    ],
    ['Where > Ask.var-place', 'Ask > When'],
  );

test('[HR5] a web request asks a listed host, and what comes in stays one value of its address', async ({
  home,
  editor,
  web,
}) => {
  await home.openFlow(flow('https://api.example.com/tides?at={{place}}'));
  await editor.run();
  await editor.expectOutcome('Done');
  await expect(editor.node('When')).toContainText('06:12');
  expect(web.countFor('/tides?at=Port%20%26%20Pier')).toBe(1);
});

test('[HR6] a web request says what a server answers that has nothing there', async ({ home, editor }) => {
  await home.openFlow(flow('https://api.example.com/tide?at={{place}}'));
  await editor.run();
  await editor.expectState(/failed|error/, 'Ask');
  await expect(editor.node('Ask')).toContainText('answered 404: there is nothing at this address');
  await expect(editor.node('Ask')).toContainText('No such harbour');
});

test('[HR5] a web request says before the run that its host is not asked', async ({ home, editor, web }) => {
  const before = web.seen.length;
  await home.openFlow(flow('https://evil.example.org/?at={{place}}'));
  await editor.run();
  await expect(editor.node('Ask')).toContainText('This relay does not ask “evil.example.org”');
  expect(web.seen).toHaveLength(before);
});
