import type { FlowDocument } from '#shared/graph/document.ts';
import { sketchFlow } from '../fixtures/sketch-flow.ts';
import { expectAccessible } from './pages/audit.ts';
import { runLinkFor } from './pages/people.ts';
import { createRunPagePart } from './pages/run-page.ts';
import { expect, test } from './pages/test.ts';

/** Each line is bent by a function that one of the lines does not please. */
function listOfThree(): FlowDocument {
  const code = `export default ({ text }) => { if (text === 'two') throw new Error('not two'); return text + '!'; };`;
  const flow = sketchFlow(
    'Items',
    [
      { id: 'List', type: 'template', config: { text: 'one\ntwo\nthree' } },
      { id: 'Each', type: 'map', config: {} },
      { id: 'Shout', type: 'code', config: { code } },
      { id: 'End', type: 'textOutput', column: 4 },
    ],
    ['List > Each.list-in', 'Each.list-out > End'],
  );
  const nodes = flow.nodes.map((node) => {
    if (node.id === 'Each') return { ...node, size: { width: 480, height: 400 } };
    return node.id === 'Shout' ? { ...node, parent: 'Each', position: { x: 40, y: 160 } } : node;
  });
  return { ...flow, nodes };
}

test('[IT11] a container says how its items stand, and what is inside it shows the one that is picked', async ({
  home,
  editor,
  page,
  browser,
}) => {
  await home.openFlow(listOfThree());
  await editor.run();
  await editor.expectState('done', 'Each');
  await expect(editor.node('Each')).toContainText('2 of 3 done, 1 failed');
  await editor.expectState('done', 'Shout');
  await expect(editor.node('Shout')).toContainText('one!');

  await test.step('[IT12] [IT13] the timeline opens the container to its items, and an item to its steps', async () => {
    const timeline = page.getByRole('table', { name: 'Timeline of the run' });
    const row = (name: string) =>
      timeline
        .getByRole('row')
        .filter({ has: page.getByRole('button', { name: new RegExp(`^${name} ?,`) }) });
    await expect(row('Shout')).toHaveCount(0);
    await expect(row('Each')).toContainText('2 of 3 done, 1 failed');
    const opens = row('Each').getByRole('button', { name: 'Items of Each' });
    await expect(opens).toHaveAttribute('aria-expanded', 'false');
    await opens.press('Enter');
    await expect(row('Item 2')).toContainText('Failed');
    await row('Item 3')
      .getByRole('button', { name: /^Item 3 ?, Done/ })
      .press('ArrowRight');
    await row('Shout')
      .getByRole('button', { name: /^Shout ?, Done/ })
      .click();
    await expect(editor.node('Shout')).toContainText('three!');
    await row('Item 1')
      .getByRole('button', { name: /^Item 1 ?, Done/ })
      .click();
    await expect(editor.node('Shout')).toContainText('one!');
    await opens.press('ArrowLeft');
    await expect(row('Item 1')).toHaveCount(0);
  });

  await editor.select('Each');
  const items = editor.inspector.root.getByRole('listbox', { name: 'Which item the steps inside show' });
  await expect(items.getByRole('option')).toHaveCount(3);
  await expect(items.getByRole('option', { selected: true })).toContainText('one!');
  await items.getByRole('option').nth(1).click();
  await editor.expectState('failed', 'Shout');
  await items.press('ArrowDown');
  await editor.expectState('done', 'Shout');
  await expect(editor.node('Shout')).toContainText('three!');

  await editor.select('Shout');
  await expect(editor.inspector.output).toContainText('three!');
  await expect(editor.inspector.root).toContainText('Item 3 of 3');
  await editor.inspector.root.getByRole('button', { name: 'Item before' }).click();
  await expect(editor.inspector.root).toContainText('Item 2 of 3');
  await expect(editor.inspector.root).toContainText('not two');

  await test.step('[IT12] [IT15] the page of the run, on a phone too', async () => {
    const visitor = await browser.newContext({ viewport: { width: 1280, height: 800 } });
    const seen = await visitor.newPage();
    await seen.goto(await runLinkFor(page));
    const run = createRunPagePart(seen);
    await expect(run.step('Each')).toContainText('2 of 3 done, 1 failed');
    await expect(seen.locator('.stage .node')).toHaveCount(4);
    await run.steps.getByRole('button', { name: 'Items of Each' }).click();
    await expect(run.step('Item 2')).toContainText('not two');
    await expectAccessible(seen, 'items of a run');
    await seen.setViewportSize({ width: 390, height: 844 });
    await run.steps.getByRole('button', { name: 'Steps of Item 3' }).click();
    await run.step('Shout').click();
    await expect(run.step('Shout')).toHaveAttribute('aria-current', 'step');
    await visitor.close();
  });
});

test('the template of a list: every line is translated by itself and stands in its place', async ({
  home,
  editor,
}) => {
  await home.open();
  await home.pickTemplate('Translate a list');
  await editor.run();
  await editor.expectOutcome('Done');
  await expect(editor.node('For each line')).toContainText('4 of 4 done');
  await editor.expectState('done', 'Spanish', 'Sheet');
  await editor.select('Sheet');
  await expect(editor.inspector.output).toContainText(/mapa[\s\S]+barco[\s\S]+perro[\s\S]+carta/i);
});

test('[IT16] [IT17] threads are pulled from a container’s inner ports by keyboard and by pointer; refused ones say why', async ({
  page,
  home,
  editor,
}) => {
  await home.openFlow(listOfThree());
  const port = (name: string) => editor.canvas.getByLabel(name);
  await expect(port('Output item, any')).toBeVisible();
  await expect(editor.canvas.getByText('Goes to Shout by itself')).toBeAttached();

  await editor.select('Each');
  await page.keyboard.press('c');
  await expect(editor.canvas.getByText(/^Thread from Each, item to Shout, input, 1 of 1/)).toBeAttached();
  await page.keyboard.press('Enter');
  await expect(editor.canvas.getByText('Tied Each to Shout.')).toBeAttached();
  await expect(editor.canvas.getByText('Goes to Shout by itself')).toHaveCount(0);
  await expectAccessible(page, 'inner ports');

  const pull = async (from: string, to: { readonly x: number; readonly y: number }) => {
    await port(from).hover();
    await page.mouse.down();
    await page.mouse.move(to.x - 30, to.y + 40, { steps: 4 });
    await page.mouse.move(to.x, to.y, { steps: 4 });
  };
  const middle = async (name: string) => {
    const box = await port(name).boundingBox();
    return { x: (box?.x ?? 0) + (box?.width ?? 0) / 2, y: (box?.y ?? 0) + (box?.height ?? 0) / 2 };
  };
  await editor.node('End').hover();
  await pull('Output number, text', await middle('Input text, text'));
  await expect(
    editor.canvas.getByText('What is inside “Each” is tied to its inner ports, and nothing else is.'),
  ).toBeVisible();
  await page.mouse.up();

  await editor.node('Shout').hover();
  const text = await middle('Output text, text');
  await pull('Input result, any', text);
  await page.mouse.up();
  await expect(editor.canvas.getByText('Comes from Shout by itself')).toHaveCount(0);
  await editor.run();
  await editor.expectState('done', 'Each');
  await expect(editor.node('Each')).toContainText('2 of 3 done, 1 failed');
});
