import { buildTemplate } from './build-template.ts';

const ACTIONS = {
  type: 'object',
  properties: {
    topics: { type: 'array', items: { type: 'string' } },
    actions: {
      type: 'array',
      items: {
        type: 'object',
        properties: {
          task: { type: 'string' },
          name: { type: 'string', description: 'Who does it, or “nobody yet”' },
          due: { type: ['string', 'null'], format: 'date', description: 'null when no date was said' },
        },
        required: ['task', 'name', 'due'],
        additionalProperties: false,
      },
    },
    open_questions: { type: 'array', items: { type: 'string' } },
  },
  required: ['topics', 'actions', 'open_questions'],
  additionalProperties: false,
};

export const meetingToActions = buildTemplate({
  slug: 'meeting-to-actions',
  title: 'Meeting notes to actions',
  about: 'Who does what until when, as checked JSON for your tools and as a short sheet for people.',
  group: 'Work',
  nodes: [
    {
      id: 'minutes',
      type: 'initialPrompt',
      label: 'Minutes',
      column: 0,
      row: 0.5,
      config: {
        text: 'On Tuesday Ines, Tomas and Bea met about the autumn fair. The fair moves to the school yard; everybody agreed. Ines asks the school for the key by 4 September 2026. Tomas has two tents and will call the rowing club about a third one by 11 September 2026. If it rains we need the gym, but nobody knows whether its floor may be used. Bea makes the poster as soon as Ines has a date. The music was not decided.',
      },
    },
    {
      id: 'actions',
      type: 'llm',
      label: 'Actions',
      column: 1,
      row: 0,
      config: {
        prompt: 'Take topics, actions and open questions from these minutes.\n\n<text>{{minutes}}</text>',
        system: 'You read minutes. You never invent a name, a task or a date.',
        temperature: 0.1,
        jsonSchema: JSON.stringify(ACTIONS, null, 2),
      },
    },
    {
      id: 'summary',
      type: 'llm',
      label: 'In short',
      column: 1,
      row: 1,
      config: {
        prompt: 'Summarise these minutes in four bullet points.\n\n<text>{{minutes}}</text>',
        system: 'You write for people who read on a phone: names and dates first.',
        temperature: 0.3,
      },
    },
    { id: 'data', type: 'textOutput', label: 'For your tools', column: 4, row: 0 },
    { id: 'read', type: 'grammarFix', label: 'Read it over', column: 2, row: 1 },
    {
      id: 'sheet',
      type: 'template',
      label: 'Sheet',
      column: 3,
      row: 0.5,
      config: { text: '# What was said\n\n{{summary}}\n\n# Who does what\n\n```json\n{{actions}}\n```' },
    },
    { id: 'people', type: 'textOutput', label: 'For people', column: 4, row: 1 },
  ],
  threads: [
    'minutes > actions.var-minutes',
    'minutes > summary.var-minutes',
    'actions > data',
    'summary > read',
    'read > sheet.var-summary',
    'actions > sheet.var-actions',
    'sheet > people',
  ],
});
