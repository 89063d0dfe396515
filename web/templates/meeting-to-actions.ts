import { buildTemplate } from './build-template.ts';

const ACTIONS = {
  type: 'object',
  properties: {
    decisions: { type: 'array', items: { type: 'string' } },
    actions: {
      type: 'array',
      items: {
        type: 'object',
        properties: {
          what: { type: 'string' },
          who: { type: 'string', description: 'A name, or “nobody yet”' },
          due: { type: 'string', description: 'As said in the meeting, or “no date”' },
        },
        required: ['what', 'who', 'due'],
        additionalProperties: false,
      },
    },
    open: { type: 'array', items: { type: 'string' } },
  },
  required: ['decisions', 'actions', 'open'],
  additionalProperties: false,
};

export const meetingToActions = buildTemplate({
  slug: 'meeting-to-actions',
  title: 'Meeting notes to actions',
  about: 'Who does what until when, as checked JSON for your tools and as a short message for people.',
  group: 'Work',
  nodes: [
    {
      id: 'minutes',
      type: 'initialPrompt',
      label: 'Minutes',
      column: 0,
      row: 0.5,
      config: {
        text: 'Tuesday, Ines, Tomas, Bea. The autumn fair moves to the school yard, everybody agreed. Ines asks the school for the key until Friday. Tomas has two tents, needs a third, will call the rowing club. Rain plan: the gym, but nobody knows if the floor may be used. Bea makes the poster when the date is fixed, so the date has to come from Ines first. Music was not decided. Next meeting in two weeks.',
      },
    },
    {
      id: 'actions',
      type: 'llm',
      label: 'Actions',
      column: 1,
      row: 0.5,
      config: {
        system: 'You read minutes. You never invent a name, a task or a date.',
        prompt: 'List the decisions, the actions and what stayed open in these minutes.\n\n{{minutes}}',
        temperature: 0.1,
        jsonSchema: JSON.stringify(ACTIONS, null, 2),
      },
    },
    { id: 'data', type: 'textOutput', label: 'For your tools', column: 2, row: 0 },
    {
      id: 'message',
      type: 'llm',
      label: 'Message',
      column: 2,
      row: 1,
      config: {
        system: 'You write messages that people read on a phone.',
        prompt:
          'Write a short letter to everybody who was there: first what was decided, then one line for each action with its name and date, then what is still open.\n\n{{actions}}',
        temperature: 0.3,
      },
    },
    { id: 'read', type: 'grammarFix', label: 'Read it over', column: 3, row: 1, config: { style: 'casual' } },
    { id: 'mail', type: 'textOutput', label: 'For people', column: 4, row: 1 },
  ],
  threads: [
    'minutes > actions.var-minutes',
    'actions > data',
    'actions > message.var-actions',
    'message > read',
    'read > mail',
  ],
});
