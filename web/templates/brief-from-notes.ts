import { buildTemplate } from './build-template.ts';

/** Every property is required and no other is allowed: the form that all providers accept. */
const FACTS = {
  type: 'object',
  properties: {
    title: { type: 'string', description: 'Name of the project, at most eight words' },
    goal: { type: 'string', description: 'What is different when it is done' },
    audience: { type: 'string', description: 'Who it is for' },
    must: { type: 'array', items: { type: 'string' }, description: 'What it has to have' },
    questions: { type: 'array', items: { type: 'string' }, description: 'What nobody has decided yet' },
  },
  required: ['title', 'goal', 'audience', 'must', 'questions'],
  additionalProperties: false,
};

export const briefFromNotes = buildTemplate({
  slug: 'brief-from-notes',
  title: 'Brief from notes',
  about: 'Loose notes become checked facts, and the facts a one-page brief with its open questions.',
  group: 'Work',
  nodes: [
    {
      id: 'notes',
      type: 'initialPrompt',
      label: 'Notes',
      column: 0,
      row: 0.5,
      config: {
        text: 'Library wants a tool shed where people borrow drills and ladders. Opening in May? Two rooms behind the reading hall, one has no power. Members pay nothing, deposit maybe. Someone must check that things come back whole. Councillor Hale asked about insurance. Name idea: The Lending Bench. Mostly for people in the old town who rent and have no cellar.',
      },
    },
    {
      id: 'facts',
      type: 'llm',
      label: 'Facts',
      column: 1,
      row: 0,
      config: {
        system:
          'You take facts from notes. What the notes do not say you do not say; what is unsure becomes a question.',
        prompt: 'Take the facts of this project from the notes.\n\n{{notes}}',
        temperature: 0.1,
        jsonSchema: JSON.stringify(FACTS, null, 2),
      },
    },
    {
      id: 'file',
      type: 'template',
      label: 'Working file',
      column: 2,
      row: 0.5,
      config: { text: '# What we know\n\n{{facts}}\n\n# What was said\n\n{{notes}}' },
    },
    { id: 'short', type: 'compressor', label: 'Keep it short', column: 3, row: 0.5 },
    {
      id: 'brief',
      type: 'llm',
      label: 'Brief',
      column: 4,
      row: 0.5,
      config: {
        system:
          'You write briefs that a busy person reads to the end: plain words, short sections, nothing twice.',
        prompt:
          'Write a one-page brief from this working file. Sections: Goal, For whom, What it must have, Open questions. Open questions say who could answer them.\n\n{{file}}',
        temperature: 0.3,
      },
    },
    { id: 'result', type: 'textOutput', label: 'One page', column: 5, row: 0.5 },
  ],
  threads: [
    'notes > facts.var-notes',
    'facts > file.var-facts',
    'notes > file.var-notes',
    'file > short',
    'short > brief.var-file',
    'brief > result',
  ],
});
