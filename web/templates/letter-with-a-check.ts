import { buildTemplate } from './build-template.ts';

export const letterWithACheck = buildTemplate({
  slug: 'letter-with-a-check',
  title: 'A letter that you approve',
  about: 'A draft waits for you: approve it, change it, or send it back with a word. Then it is polished.',
  group: 'Work',
  nodes: [
    {
      id: 'about',
      type: 'initialPrompt',
      label: 'What it is about',
      column: 0,
      row: 0,
      config: {
        text: 'Tell the members of the tool library that the drills are back and that ladders are due on Friday.',
      },
    },
    {
      id: 'draft',
      type: 'llm',
      label: 'Draft',
      column: 1,
      row: 0,
      config: {
        prompt: 'Write this as a short, warm letter.\n\n<text>{{about}}</text>',
        system: 'You write letters in plain words. You add no facts.',
      },
    },
    {
      id: 'check',
      type: 'approval',
      label: 'Your word',
      column: 2,
      row: 0,
      config: { title: 'Shall it go out like this?', message: 'Are the days right? Is it kind?' },
    },
    { id: 'polish', type: 'grammarFix', label: 'Polish', column: 3, row: 0 },
    { id: 'letter', type: 'textOutput', label: 'Letter', column: 4, row: 0 },
  ],
  threads: ['about > draft.var-about', 'draft > check', 'check > polish', 'polish > letter'],
});
