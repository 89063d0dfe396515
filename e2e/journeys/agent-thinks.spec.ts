import { sketchFlow } from '../fixtures/sketch-flow.ts';
import { expect, test } from './pages/keyed-test.ts';

const flow = sketchFlow(
  'Held',
  [
    {
      id: 'Writer',
      type: 'agent',
      model: 'mistral/reasoning',
      config: { task: 'Say hello.', thinking: 1_024 },
    },
  ],
  [],
);

test('an agent that thinks is seen thinking on its card and beside it, and answers', async ({
  page,
  home,
  editor,
  provider,
}) => {
  provider.behaviour('reasoning', 'reasoning', { text: 'Hello there.', holdAfterWords: 0 });
  await home.openFlow(flow);
  await editor.select('Writer');
  await editor.run();
  const writer = editor.node('Writer');
  await expect(writer).toContainText('Turn 1 · Thinks');
  await expect(writer.getByText('First think, then write.')).toHaveCount(0);
  await writer.getByText('Show what it thinks').click();
  await expect(writer).toContainText('First think, then write.');
  const work = page.getByRole('region', { name: 'How it worked' });
  await work.getByText('Thinks', { exact: true }).click();
  await expect(work).toContainText('First think, then write.');

  provider.release('reasoning');
  await editor.expectState('done', 'Writer');
  await expect(writer).toContainText('Hello there.');
  await expect(work).toContainText('Answered. Its words are the output.');
});
