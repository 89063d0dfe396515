import { buildTemplate } from './build-template.ts';

export const agentWithAPlan = buildTemplate({
  slug: 'agent-with-a-plan',
  title: 'An agent with a plan',
  about: 'It makes a plan, you approve it, then it works step by step: reads, asks you, and leaves a file.',
  group: 'Research',
  nodes: [
    {
      id: 'notes',
      type: 'template',
      label: 'Notes',
      column: 0,
      row: 0,
      config: {
        text: 'The tool library opens on Tuesdays from four to seven and on Saturdays from ten to two. Volunteers come in pairs. One of them checks what comes back: is it clean, is it whole, does it run. The other one writes down who takes what and until when. Broken tools go onto the red shelf with a note. Keys hang behind the door of the workshop. Nobody lends out the chainsaw without the course. Mara knows everything about the machines and can be called until eight.',
      },
    },
    {
      id: 'guide',
      type: 'planner',
      label: 'Guide',
      column: 1,
      row: 0,
      config: {
        task: 'Summarise the notes in five sentences. Summarise them anew, but first ask me whether the guide should be short or friendly. Then summarise the guide in three sentences into guide.md.',
        maxSteps: 3,
        people: true,
        files: 'ask',
        thinking: 2_048,
        output: 'last',
      },
    },
    { id: 'result', type: 'textOutput', label: 'Result', column: 2, row: 0 },
  ],
  threads: ['notes > guide', 'guide > result'],
});
