import { readFile } from 'node:fs/promises';
import type { FlowDocument } from '#shared/graph/document.ts';
import { twoBranches } from '../fixtures/flows.ts';
import { createEditorPage } from './pages/editor-page.ts';
import { createHomePage } from './pages/home-page.ts';
import { expect, test } from './pages/keyed-test.ts';
import { CANARY_KEY } from './pages/canary-key.ts';

/** A flow without its ids, which a copy makes anew: nodes by their place in the list. */
function withoutIds({ nodes, edges, ...rest }: FlowDocument): object {
  const place = new Map(nodes.map((node, index) => [node.id, index]));
  return {
    ...rest,
    id: '',
    nodes: nodes.map((node) => ({ ...node, id: '' })),
    edges: edges.map((edge) => ({
      ...edge,
      id: '',
      source: place.get(edge.source),
      target: place.get(edge.target),
    })),
  };
}

test('J11 [SE1] a flow goes out as a file and comes in as the same flow in another browser, without a key', async ({
  browser,
  baseURL,
  home,
  editor,
}) => {
  await home.openFlow(twoBranches({ draft: 'mistral/mistral-small-latest' }));
  await editor.select('Polish');
  await editor.inspector.fill('System prompt', 'You polish lamps, “quotes” and 𝒰nicode.');
  await editor.run();
  await editor.expectOutcome('Done');
  const download = await editor.exportFlow('Two branches');
  expect(download.suggestedFilename()).toBe('two-branches.flow.json');
  const text = await readFile(await download.path(), 'utf8');
  expect(text).not.toContain(CANARY_KEY);

  const other = await browser.newContext({ baseURL: baseURL ?? '' });
  const page = await other.newPage();
  const otherHome = createHomePage(page);
  const otherEditor = createEditorPage(page);
  await otherHome.openText(text, download.suggestedFilename());
  await expect(otherEditor.canvas).toBeVisible();
  await otherEditor.expectState('idle', 'Topic', 'Draft', 'Polish', 'Result', 'Aside');
  await otherEditor.select('Polish');
  await expect(otherEditor.inspector.field('System prompt')).toHaveValue(
    'You polish lamps, “quotes” and 𝒰nicode.',
  );
  const back = await otherEditor.exportFlow('Two branches');
  const again = JSON.parse(await readFile(await back.path(), 'utf8')) as FlowDocument;
  expect(withoutIds(again)).toEqual(withoutIds(JSON.parse(text) as FlowDocument));
  await other.close();
});

const BROKEN = [
  { what: 'a text', text: 'Dear diary', words: /not a flow.*not JSON/ },
  { what: 'half a flow', text: '{"id":"a",\n"nodes":[{', words: /not a flow.*not JSON.*line 2, column \d+/ },
  { what: 'a list', text: '[1, 2]', words: /not a flow.*no object with nodes/ },
  { what: 'nodes that are none', text: '{"id":"a","nodes":"many"}', words: /not a flow.*nodes/ },
  {
    what: 'an n8n workflow',
    text: '{"id":"a","name":"A","nodes":[{"id":"n","type":"n8n-nodes-base.set","typeVersion":3,"position":[0,0],"parameters":{}}],"connections":{}}',
    words: /not a flow of Weft: it is an n8n workflow/,
  },
  { what: 'a newer format', text: '{"formatVersion":99,"id":"a","nodes":[]}', words: /newer Weft/ },
] as const;

for (const { what, text, words } of BROKEN) {
  test(`J11 a file that holds ${what} is refused with the reason, and nothing is opened`, async ({
    page,
    home,
  }) => {
    await home.openText(text);
    await expect(page.getByText('This file was not opened')).toBeVisible();
    await expect(page.getByText(words)).toBeVisible();
    await expect(home.templates).toBeVisible();
    await expect(page.getByText('Nothing yet. Start from a template')).toBeVisible();
  });
}

test('J11 a damaged flow is mended and nothing of it is lost that can be read; every repair is named', async ({
  page,
  home,
  editor,
}) => {
  const flow = twoBranches({});
  const damaged = {
    ...flow,
    nodes: [...flow.nodes, { id: 'odd', type: 'llm', position: 'left' }, { ...flow.nodes[0], label: 'Twin' }],
    edges: [
      ...flow.edges,
      { id: 'lost', source: 'Topic', sourceHandle: 'text-out', target: 'gone', targetHandle: 'text-in' },
    ],
  };
  await home.openText(JSON.stringify(damaged));
  await expect(page.getByText('Mended 3 things in this file')).toBeVisible();
  await expect(page.getByText(/nodes\[5\]\.position could not be read/)).toBeVisible();
  await expect(page.getByText(/Topic appears twice/)).toBeVisible();
  await editor.expectState('idle', 'Topic', 'Draft', 'Polish', 'Result', 'Aside', 'Twin');
});
