import { buildTemplate } from './build-template.ts';

export const lettersTwoWays = buildTemplate({
  slug: 'letters-two-ways',
  title: 'Letters, two ways',
  about: 'A condition looks at a letter: who complains is answered one way, everybody else another.',
  group: 'Work',
  nodes: [
    {
      id: 'letter',
      type: 'initialPrompt',
      label: 'Letter',
      column: 0,
      row: 0.5,
      config: {
        text: 'The drill that I borrowed on Monday came back broken from the first hole on. I would like a refund of my deposit, and I would like to know who checks the tools before they go out.',
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
      id: 'sorry',
      type: 'llm',
      label: 'Say sorry',
      column: 2,
      row: 0,
      config: {
        prompt: 'Answer this complaint in five sentences.\n\n<text>{{letter}}</text>',
        system:
          'You write for a tool library. You say sorry once, and what happens next. You promise no money.',
      },
    },
    {
      id: 'thanks',
      type: 'llm',
      label: 'Say thanks',
      column: 2,
      row: 1,
      config: {
        prompt: 'Answer this letter in three friendly sentences.\n\n<text>{{letter}}</text>',
        system: 'You write for a tool library, in plain words.',
      },
    },
    { id: 'answer', type: 'textOutput', label: 'Answer', column: 3, row: 0.5 },
  ],
  threads: [
    'letter > sort',
    'sort.yes-out > sorry.var-letter',
    'sort.no-out > thanks.var-letter',
    'sorry > answer',
    'thanks > answer',
  ],
});
