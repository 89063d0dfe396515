import { sketchFlow } from '../fixtures/sketch-flow.ts';
import { expectAccessible } from './pages/audit.ts';
import { expect, test } from './pages/test.ts';

/** One text, two ways, which come together again. */
const sorted = (text: string) =>
  sketchFlow(
    'Sorted',
    [
      { id: 'Letter', type: 'template', config: { text }, row: 0 },
      { id: 'Complaint', type: 'condition', config: { compare: 'contains', value: 'refund' } },
      { id: 'Sorry', type: 'template', config: { text: 'Sorry: {{letter}}' }, column: 2, row: 0 },
      { id: 'Thanks', type: 'template', config: { text: 'Thanks: {{letter}}' }, column: 2, row: 1 },
      { id: 'Answer', type: 'textOutput', column: 3, row: 0 },
    ],
    [
      'Letter > Complaint',
      'Complaint.yes-out > Sorry.var-letter',
      'Complaint.no-out > Thanks.var-letter',
      'Sorry > Answer',
      'Thanks > Answer',
    ],
  );

test('a condition sends a text on one of two ways; the other is left out and the run is fine', async ({
  page,
  home,
  editor,
}) => {
  await home.openFlow(sorted('I want a REFUND.'));
  await editor.run();
  await editor.expectOutcome('Done');
  await editor.expectState('done', 'Letter', 'Complaint', 'Sorry', 'Answer');
  await editor.expectState('skipped', 'Thanks');
  await expect(editor.node('Answer')).toContainText('Sorry: I want a REFUND.');
  await expect(editor.node('Answer')).not.toContainText('Thanks');
  await expectAccessible(page, 'condition');

  // Why it was left out stands where people look for it.
  await editor.select('Thanks');
  await expect(page.getByText('Left out, because “Complaint” went the other way.').first()).toBeVisible();

  // Another text takes the other way; what the way not taken had made is not mixed in.
  await editor.select('Complaint');
  await editor.inspector.fill('Compare with', 'invoice');
  await editor.expectState('stale', 'Complaint', 'Sorry', 'Answer');
  await editor.run();
  await editor.expectState('done', 'Thanks', 'Answer');
  await editor.expectState('skipped', 'Sorry');
  await expect(editor.node('Answer')).toContainText('Thanks: I want a REFUND.');
  await editor.expectOutcome('Done');

  // And everybody sees the same after a reload.
  await page.reload();
  await editor.expectState('done', 'Thanks', 'Answer');
  await editor.expectState('skipped', 'Sorry');
});
