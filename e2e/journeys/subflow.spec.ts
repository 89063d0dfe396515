import { sketchFlow } from '../fixtures/sketch-flow.ts';
import { expect, test } from './pages/test.ts';

const adds = (letter: string) => ({ code: `export default ({ text }) => text + '${letter}';` });

test('[SF1] two steps made one run as before, and are two again when unpacked', async ({
  home,
  editor,
  page,
}) => {
  await home.openFlow(
    sketchFlow(
      'Two as one',
      [
        { id: 'Start', type: 'template', config: { text: 'word' } },
        { id: 'First', type: 'code', config: adds('1') },
        { id: 'Second', type: 'code', config: adds('2') },
        { id: 'End', type: 'textOutput' },
      ],
      ['Start > First', 'First > Second', 'Second > End'],
    ),
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
  await page.screenshot({ path: process.env['WEFT_LOOK'] ?? '../test-results/subflow.png' });
  await editor.node('Subflow').click({ button: 'right' });
  await page.getByRole('menuitem', { name: 'Unpack' }).click();
  await expect(editor.node('Subflow')).toHaveCount(0);
  await expect(editor.node('First')).toHaveCount(1);
  await editor.run();
  await editor.expectState('cached', 'Second');
  await expect(editor.node('End')).toContainText('word12');
});
