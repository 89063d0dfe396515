import { buildTemplate } from './build-template.ts';

/** Every property is required and no other is allowed: the form that all providers accept. */
const FACTS = {
  type: 'object',
  properties: {
    title: { type: 'string', description: 'Name of the project' },
    audience: { type: 'array', items: { type: 'string' }, description: 'Who it is for' },
    needs: { type: 'array', items: { type: 'string' }, description: 'What it has to have' },
    questions: { type: 'array', items: { type: 'string' }, description: 'What nobody has decided yet' },
  },
  required: ['title', 'audience', 'needs', 'questions'],
  additionalProperties: false,
};

export const briefFromNotes = buildTemplate({
  slug: 'brief-from-notes',
  title: 'Brief from notes',
  about: 'Loose notes, however long, become one page: what it is about, and the facts as checked data.',
  group: 'Work',
  nodes: [
    {
      id: 'notes',
      type: 'initialPrompt',
      label: 'Notes',
      column: 0,
      row: 0.5,
      config: {
        text: 'The library plans a tool shed called The Lending Bench, where people borrow drills and ladders. It is mostly for people in the old town who rent and have no cellar. There are two rooms behind the reading hall; one of them has no power. Members pay nothing, maybe a deposit. Somebody must check that things come back whole. Councillor Hale asked about insurance. Opening in May, if the shelves are there by then.',
      },
    },
    { id: 'short', type: 'compressor', label: 'Long notes first', column: 1, row: 0.5 },
    {
      id: 'facts',
      type: 'llm',
      label: 'Facts',
      column: 2,
      row: 0,
      config: {
        prompt: 'Take the facts from these notes.\n\n<text>{{notes}}</text>',
        system:
          'You take facts from notes. What the notes do not say you do not say; what is unsure becomes a question.',
        temperature: 0.1,
        jsonSchema: JSON.stringify(FACTS, null, 2),
      },
    },
    {
      id: 'gist',
      type: 'llm',
      label: 'The gist',
      column: 2,
      row: 1,
      config: {
        prompt:
          'Summarise these notes in four sentences: what it is, for whom, what it needs, what is open.\n\n<text>{{notes}}</text>',
        system: 'You write for a busy person who reads to the end: plain words, nothing twice.',
        temperature: 0.3,
      },
    },
    {
      id: 'page',
      type: 'template',
      label: 'One page',
      column: 3,
      row: 0.5,
      config: { text: '# Brief\n\n{{gist}}\n\n## Facts\n\n```json\n{{facts}}\n```' },
    },
    { id: 'result', type: 'textOutput', label: 'Brief', column: 4, row: 0.5 },
  ],
  threads: [
    'notes > short',
    'short > facts.var-notes',
    'short > gist.var-notes',
    'gist > page.var-gist',
    'facts > page.var-facts',
    'page > result',
  ],
});
