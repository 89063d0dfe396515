import type { FlowDocument } from '#shared/graph/document.ts';
import { sketchFlow } from '../fixtures/sketch-flow.ts';
import { arrive, callPerson, linkFor, runLinkFor } from './pages/people.ts';
import { dropFiles, takePhoto } from './pages/picture-files.ts';
import { createSharePart } from './pages/share-part.ts';
import { expect, test } from './pages/test.ts';
import { watchPage } from './pages/watch-page.ts';

/** What a flow from a stranger may hold wherever a person or a model writes. */
const TAGS =
  '<img src="https://foreign.example/a.png" onerror="window.broken=1"><script>window.broken=1</script>';
const DRAWING = '<svg onload="window.broken=1"><use href="https://foreign.example/b.svg#x"/></svg>';
const MARKDOWN = [
  TAGS,
  DRAWING,
  '[look](javascript:window.broken=1) ![seen](https://foreign.example/pixel.png)',
  '<iframe srcdoc="<script>top.broken=1</script>"></iframe>',
  '<style>@import url(https://foreign.example/c.css);</style> <base href="https://foreign.example/">',
].join('\n\n');
const NAME = `${TAGS}" onfocus="window.broken=1`;

function hostileFlow(): FlowDocument {
  const flow = sketchFlow(
    NAME.slice(0, 200),
    [
      { id: 'Topic', type: 'initialPrompt', label: `A ${DRAWING}`, config: { text: MARKDOWN } },
      { id: 'Draft', type: 'llm', label: `B ${TAGS}`, config: { prompt: `Repeat: {{topic}} ${MARKDOWN}` } },
      { id: 'Result', type: 'textOutput', label: 'Result' },
      {
        id: 'Code',
        type: 'code',
        config: { code: 'export default () => { globalThis.broken = 1; return 1; }' },
        column: 1,
        row: 2,
      },
      { id: 'Sticky', type: 'note', label: `C ${TAGS}`, config: { text: MARKDOWN }, row: 2 },
    ],
    ['Topic > Draft.var-topic', 'Draft > Result'],
  );
  const nodes = flow.nodes.map((node) =>
    node.id === 'Result' ? { ...node, override: { text: MARKDOWN } } : node,
  );
  return { ...flow, nodes };
}

test('[SE1] a flow whose every text is hostile shows them as text, and makes the page do nothing', async ({
  page,
  context,
  browser,
  baseURL,
  home,
  editor,
}) => {
  await callPerson(context, TAGS.slice(0, 40));
  const begun: string[] = [];
  context.on('request', (request) => {
    if (request.method() === 'POST' && /\/api\/runs$/.test(request.url())) begun.push(request.url());
  });
  const seen = await watchPage(context, baseURL);
  await home.openFlow(hostileFlow());
  await editor.run();
  await editor.expectOutcome(/Done|Failed|failures/);
  const nodes = page.locator('.svelte-flow__node');
  await expect(nodes).toHaveCount(5);
  for (const node of await nodes.all()) {
    await node.click({ position: { x: 40, y: 14 } });
    await expect(editor.inspector.root).toBeVisible();
  }
  await page.getByRole('tab', { name: 'Outline' }).click();
  await page.getByRole('tab', { name: /^Events/ }).click();
  await expect(page.locator('a[href^="javascript" i], iframe, base, object, embed')).toHaveCount(0);

  const link = await runLinkFor(page);
  const stranger = await browser.newContext({ baseURL: baseURL ?? '' });
  const seenByStranger = await watchPage(stranger, baseURL);
  const runPage = await stranger.newPage();
  await runPage.goto(link);
  await expect(runPage.getByText('onerror').first()).toBeVisible();
  await expect(runPage.locator('a[href^="javascript" i], iframe, base, object, embed')).toHaveCount(0);
  await stranger.close();
  expect(begun, 'a flow runs when somebody says so, and then once').toHaveLength(1);
  expect({ seen, seenByStranger }).toEqual({ seen: [], seenByStranger: [] });
});

test('[SE1] names of people, links, versions and files are text, whoever gives them', async ({
  page,
  context,
  browser,
  baseURL,
  home,
  editor,
}) => {
  await callPerson(context, `${TAGS.slice(0, 30)}<b>`);
  const seen = await watchPage(context, baseURL);
  const seenByGuest: (readonly string[])[] = [];
  // As a client sends them that cares for no form.
  await page.route('**/api/flows/*/links', async (route) => {
    const sent =
      route.request().method() === 'POST' ? { ...route.request().postDataJSON(), name: TAGS } : null;
    await route.continue(sent === null ? {} : { postData: JSON.stringify(sent) });
  });
  await home.openFlow(
    sketchFlow('At the harbour', [{ id: 'photo', type: 'imageInput', label: 'Photo' }], []),
  );
  const photo = await takePhoto(page, {
    name: `"><img src=https://foreign.example/d.png onerror=broken=1>.jpg`,
  });
  await dropFiles(page, editor.node('Photo'), [photo]);
  const well = page.getByRole('complementary').getByRole('group', { name: 'Picture' });
  await expect(well).toContainText('foreign.example');
  const drawing = {
    name: `${DRAWING.replaceAll('/', '')}.svg`,
    mimeType: 'image/svg+xml',
    buffer: Buffer.from(DRAWING),
  };
  await dropFiles(page, editor.node('Photo'), [drawing]);
  await expect(page.getByText('was not put in').first()).toBeVisible();

  const link = await linkFor(page, 'editor link');
  const guest = await arrive(browser, baseURL, {
    name: DRAWING.slice(0, 40),
    link,
    prepare: async (theirs) => void seenByGuest.push(await watchPage(theirs, baseURL)),
  });
  for (const each of [page, guest.page]) {
    await each.getByRole('button', { name: 'At the harbour' }).click();
    await each.getByRole('menuitem', { name: 'Versions…' }).click();
  }
  await guest.page.getByLabel('Name the flow as it is now').fill(TAGS.slice(0, 80));
  await guest.page.getByRole('button', { name: 'Keep' }).click();
  await expect(page.getByRole('dialog', { name: 'Versions' }).getByText('<img src=').first()).toBeVisible();
  await page.keyboard.press('Escape');
  const share = createSharePart(page);
  await share.open();
  await expect(share.dialog.getByText('<script>').first()).toBeVisible();
  await expect(share.dialog.getByText('<svg onload').first()).toBeVisible();
  for (const each of [page, guest.page])
    await expect(
      each.locator('a[href^="javascript" i], iframe, base, object, embed, [onerror], [onload]'),
    ).toHaveCount(0);
  await guest.leave();
  expect([...seen, ...seenByGuest.flat()]).toEqual([]);
});
