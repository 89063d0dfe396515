import type { FlowDocument } from '#shared/graph/document.ts';
import { sketchFlow } from '../fixtures/sketch-flow.ts';
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
}) => {
  await home.openFlow(listOfThree());
  await editor.run();
  await editor.expectState('done', 'Each');
  await expect(editor.node('Each')).toContainText('2 of 3 done, 1 failed');
  await editor.expectState('done', 'Shout');
  await expect(editor.node('Shout')).toContainText('one!');

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
