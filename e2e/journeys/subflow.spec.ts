import { sketchFlow } from '../fixtures/sketch-flow.ts';
import { expectAccessible } from './pages/audit.ts';
import { expect, test } from './pages/test.ts';

const adds = (letter: string) => ({ code: `export default ({ text }) => text + '${letter}';` });

/** A text and the two steps behind it that each add a figure to it, in a row. */
const STEPS = [
  { id: 'Start', type: 'template', config: { text: 'word' } },
  { id: 'First', type: 'code', config: adds('1') },
  { id: 'Second', type: 'code', config: adds('2') },
];
const THREADS = ['Start > First', 'First > Second'];

test('[SF1] two steps made one run as before, and are two again when unpacked', async ({
  home,
  editor,
  page,
}) => {
  await home.openFlow(
    sketchFlow('Two as one', [...STEPS, { id: 'End', type: 'textOutput' }], [...THREADS, 'Second > End']),
  );
  await editor.select('First');
  await editor.node('Second').click({ modifiers: ['Shift'] });
  await editor.node('Second').click({ button: 'right' });
  await page.getByRole('menuitem', { name: 'Make a subflow' }).click();
  await expect(editor.node('First')).toHaveCount(0);
  await editor.run();
  await editor.expectState('done', 'Subflow');
  await editor.expectState('done', 'End');
  await expect(editor.node('End')).toContainText('word12');

  await editor.select('Subflow');
  await editor.node('Subflow').click({ button: 'right' });
  await page.getByRole('menuitem', { name: 'Unpack' }).click();
  await expect(editor.node('Subflow')).toHaveCount(0);
  await expect(editor.node('First')).toHaveCount(1);
  await editor.run();
  await editor.expectState('cached', 'Second');
  await expect(editor.node('End')).toContainText('word12');
});

test('[SF6, SF7, SF11] a subflow is saved, used in another flow, run there, and still there after a reload', async ({
  home,
  editor,
  page,
}) => {
  await home.openFlow(sketchFlow('Where it is made', STEPS, THREADS));
  const command = async (name: string) => {
    await page.keyboard.press('ControlOrMeta+k');
    await page.getByRole('combobox', { name: 'Commands' }).fill(name);
    await page.getByRole('option', { name }).click();
  };
  await editor.select('First');
  await editor.node('Second').click({ modifiers: ['Shift'] });
  await command('Make a subflow');
  await editor.select('Subflow');
  await editor.node('Subflow').focus();
  await page.keyboard.press('F2');
  await page.keyboard.type('Both');
  await page.keyboard.press('Enter');
  await expect(page.getByRole('region', { name: 'Steps inside' })).toContainText('2 steps');
  await command('Save to my subflows');
  await expect(page.getByText('“Both” is one of your subflows now')).toBeVisible();
  const own = page.getByRole('region', { name: 'My subflows' });
  await expect(own.getByRole('button', { name: 'Add Both' })).toBeVisible();

  await home.openFlow(
    sketchFlow('Where it is used', [{ id: 'Start', type: 'template', config: { text: 'word' } }], []),
  );
  // A thread pulled onto the empty canvas, then one more by drag.
  const port = await editor.node('Start').locator('.weft-port.source').boundingBox();
  if (port === null) throw new Error('the step shows no port');
  await page.mouse.move(port.x + port.width / 2, port.y + port.height / 2);
  await page.mouse.down();
  await page.mouse.move(port.x + 160, port.y + 40, { steps: 8 });
  await page.mouse.up();
  await page.getByRole('combobox', { name: 'Nodes that fit' }).fill('both');
  await page.getByRole('option', { name: 'Both' }).click();
  await expect(editor.node('Both')).toHaveCount(1);
  await editor.run();
  await editor.expectState('done', 'Both');
  await expect(editor.node('Both')).toContainText('word12');
  await own
    .getByRole('button', { name: 'Add Both' })
    .dragTo(editor.canvas, { targetPosition: { x: 200, y: 420 } });
  await expect(editor.node('Both')).toHaveCount(2);
  await page.reload();
  await expect(editor.node('Both')).toHaveCount(2);
  await expectAccessible(page, 'the list of subflows');
  await own.getByRole('button', { name: 'More about Both' }).click();
  await page.getByRole('menuitem', { name: 'Delete' }).click();
  await expect(own).toHaveCount(0);
  await page.getByRole('button', { name: 'Undo', exact: true }).last().click();
  await expect(own.getByRole('button', { name: 'Add Both' })).toBeVisible();
});
