import { buildTemplate } from './build-template.ts';

export const noticeWithACheck = buildTemplate({
  slug: 'notice-with-a-check',
  title: 'A notice that you approve',
  about: 'A draft waits for you: approve it, change it, or send it back with a word. Then it is polished.',
  group: 'Work',
  nodes: [
    {
      id: 'notes',
      type: 'initialPrompt',
      label: 'Notes',
      column: 0,
      row: 0,
      config: {
        text: 'The drills of the tool library are back from the repair shop. All ladders are due on Friday at noon. Two saws are out until the end of the month. Members pay nothing, but everything has to come back clean. Who cannot come on Friday puts a note into the box at the door.',
      },
    },
    {
      id: 'draft',
      type: 'llm',
      label: 'Draft',
      column: 1,
      row: 0,
      config: {
        prompt: 'Shorten these notes to three sentences for the members.\n\n<text>{{notes}}</text>',
        system: 'You write notices in plain words. You add no facts.',
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
    { id: 'notice', type: 'textOutput', label: 'Notice', column: 4, row: 0 },
  ],
  threads: ['notes > draft.var-notes', 'draft > check', 'check > polish', 'polish > notice'],
});
