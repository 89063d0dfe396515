import { buildTemplate } from './build-template.ts';

export const lettersTwoWays = buildTemplate({
  slug: 'letters-two-ways',
  title: 'Letters, two ways',
  about: 'A condition looks at a letter: complaints go to the workshop in short, all others to the wall.',
  group: 'Work',
  nodes: [
    {
      id: 'letter',
      type: 'initialPrompt',
      label: 'Letter',
      column: 0,
      row: 0.5,
      config: {
        text: 'I have borrowed tools from you for two years, and I like the house. The drill that I took home on Monday came back broken from the first hole on. The chuck turns, but it holds nothing. I would like a refund of my deposit. I would also like to know who checks the tools before they go out.',
      },
    },
    {
      id: 'sort',
      type: 'condition',
      label: 'A complaint?',
      column: 1,
      row: 0.5,
      config: { compare: 'matches', value: 'broken|refund|complain' },
    },
    {
      id: 'workshop',
      type: 'llm',
      label: 'For the workshop',
      column: 2,
      row: 0,
      config: {
        prompt: 'Shorten this complaint to two sentences for the workshop.\n\n<text>{{letter}}</text>',
        system:
          'You write for people who mend tools: what is broken, and what is asked for. You add no facts.',
      },
    },
    {
      id: 'wall',
      type: 'llm',
      label: 'For the wall',
      column: 2,
      row: 1,
      config: {
        prompt: 'Shorten this letter to one sentence for the wall.\n\n<text>{{letter}}</text>',
        system: 'You write in plain words. You add no facts.',
      },
    },
    { id: 'note', type: 'textOutput', label: 'Note', column: 3, row: 0.5 },
  ],
  threads: [
    'letter > sort',
    'sort.yes-out > workshop.var-letter',
    'sort.no-out > wall.var-letter',
    'workshop > note',
    'wall > note',
  ],
});
