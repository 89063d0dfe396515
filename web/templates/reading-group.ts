import { buildTemplate } from './build-template.ts';

export const readingGroup = buildTemplate({
  slug: 'reading-group',
  title: 'Reading group questions',
  about: 'A passage, five questions that open it, and the same scene told by somebody else.',
  group: 'Books',
  nodes: [
    {
      id: 'passage',
      type: 'initialPrompt',
      label: 'Passage',
      column: 0,
      row: 0.5,
      config: {
        text: 'The keeper counted the steps every evening, though he had climbed them for thirty years. A hundred and twelve. On the night the ship did not answer, he counted a hundred and thirteen. He went down and began again. At the top the lamp was already burning, and a wet coat hung on the hook beside his own.',
      },
    },
    {
      id: 'questions',
      type: 'llm',
      label: 'Five questions',
      column: 1,
      row: 0,
      config: {
        prompt:
          'Write five questions. Each one points at a word or an object and asks what it does there.\n\n<text>{{passage}}</text>',
        system:
          'You lead a reading group. Your questions cannot be answered with yes or no, and never ask for the moral.',
        temperature: 0.6,
      },
    },
    {
      id: 'doubts',
      type: 'llm',
      label: 'A stubborn reader',
      column: 1,
      row: 1,
      config: {
        prompt: 'Review this passage and quote the words you mean.\n\n<text>{{passage}}</text>',
        system: 'You are the reader in the group who always sees it otherwise, and has reasons.',
        temperature: 0.9,
      },
    },
    {
      id: 'other-side',
      type: 'storyTeller',
      label: 'The other side',
      column: 1,
      row: 2,
      config: { tags: 'told by the owner of the wet coat, quiet, no ghosts' },
    },
    {
      id: 'sheet',
      type: 'template',
      label: 'Sheet for the evening',
      column: 2,
      row: 0.5,
      config: {
        text: '# The passage\n\n{{passage}}\n\n# To talk about\n\n{{questions}}\n\n# A stubborn reader\n\n{{reading}}\n\n# From the other side\n\n{{story}}',
      },
    },
    { id: 'result', type: 'textOutput', label: 'Print this', column: 3, row: 0.5 },
  ],
  threads: [
    'passage > questions.var-passage',
    'passage > doubts.var-passage',
    'passage > other-side',
    'passage > sheet.var-passage',
    'questions > sheet.var-questions',
    'doubts > sheet.var-reading',
    'other-side > sheet.var-story',
    'sheet > result',
  ],
});
