import { sketchFlow } from '../fixtures/sketch-flow.ts';
import { arrive, callPerson, linkFor } from './pages/people.ts';
import { expect, test } from './pages/test.ts';

const WORDS = `export default function (input) {
  const words = input.text.split(/\\s+/);
  return { words: words.length, longest: words.sort((a, b) => b.length - a.length)[0] };
}`;

test('a node of code works on what comes in; what is endless, broken or asks for the world fails by itself', async ({
  page,
  home,
  editor,
}) => {
  const asked: string[] = [];
  page.on('request', (request) => asked.push(request.url()));
  await home.openFlow(
    sketchFlow(
      'Code',
      [
        { id: 'Words', type: 'template', config: { text: 'a lighthouse in the fog' }, row: 1 },
        { id: 'Endless', type: 'code', config: { code: 'export default () => { for (;;); }' }, column: 1 },
        {
          id: 'Deep',
          type: 'code',
          config: { code: 'export default () => JSON.parse("[".repeat(200000))' },
          ...{ column: 1, row: 1 },
        },
        {
          id: 'Out',
          type: 'code',
          config: { code: 'export default () =>\n  fetch("https://example.org/?" + 1)' },
          ...{ column: 1, row: 2 },
        },
        { id: 'Count', type: 'code', config: { code: WORDS }, column: 2, row: 1 },
        {
          id: 'Read',
          type: 'code',
          config: {
            code: 'export default ({ json }) => `${json.words} words, ${json.longest} is the longest`',
          },
          ...{ column: 3, row: 1 },
        },
      ],
      ['Words > Endless', 'Words > Deep', 'Words > Out', 'Words > Count', 'Count > Read'],
    ),
  );
  expect(asked.some((url) => url.endsWith('.wasm'))).toBe(false);
  await editor.run();
  await editor.expectState('done', 'Words', 'Count', 'Read');
  await expect(editor.node('Read')).toContainText('5 words, lighthouse is the longest');
  await editor.expectState(/failed|error/, 'Endless', 'Deep', 'Out');
  await expect(editor.node('Endless')).toContainText('did not end within 2 seconds');
  await expect(editor.node('Deep')).toContainText('too deeply');
  await editor.select('Out');
  await expect(editor.inspector.root).toContainText('Line 2, column 3: “fetch” is not there.');
  expect(asked.filter((url) => url.includes('example.org'))).toEqual([]);
});

test("somebody else's code runs in nobody's browser unasked: the run waits for Go on", async ({
  browser,
  baseURL,
  context,
  page,
  home,
  editor,
}) => {
  await callPerson(context, 'Ada');
  await home.openFlow(
    sketchFlow(
      'Code',
      [
        { id: 'Words', type: 'template', config: { text: 'a lighthouse in the fog' } },
        { id: 'Check', type: 'approval' },
        { id: 'Count', type: 'code', config: { code: WORDS } },
      ],
      ['Words > Check', 'Check > Count'],
    ),
  );
  const bo = await arrive(browser, baseURL, { name: 'Bo', link: await linkFor(page, 'editor link') });
  await editor.run();
  await bo.editor.expectState('waiting', 'Check');
  await page.close();
  const goOn = bo.editor.runBar.getByRole('button', { name: 'Go on' });
  await expect(goOn).toBeVisible({ timeout: 20_000 });
  await bo.editor.press('Check', 'Approve');
  await expect(goOn).toBeVisible();
  await bo.editor.expectState('queued', 'Count');
  await goOn.click();
  await bo.editor.expectState('done', 'Count');
  await expect(bo.editor.node('Count')).toContainText('"longest": "lighthouse"');
  await bo.leave();
});
