import { buildTemplate } from './build-template.ts';

export const plainWords = buildTemplate({
  slug: 'plain-words',
  title: 'Plain words, two languages',
  about: 'An official letter in words that everybody understands, checked, and again in Spanish.',
  group: 'Translation',
  nodes: [
    {
      id: 'official',
      type: 'initialPrompt',
      label: 'Official text',
      column: 0,
      row: 0.5,
      config: {
        text: 'Pursuant to the provisions governing residential water supply, occupants are hereby notified that supply will be suspended on Thursday between 9:00 and 13:00 for the purpose of maintenance. Occupants are advised to store a sufficient quantity of water prior to the aforementioned period.',
      },
    },
    {
      id: 'plain',
      type: 'llm',
      label: 'Plain words',
      column: 1,
      row: 0.5,
      config: {
        system:
          'You rewrite official texts for neighbours. One thought to a sentence, the date and the hour first, what to do last. Nothing is left out.',
        prompt: 'Write this notice in a few plain sentences.\n\n{{notice}}',
        temperature: 0.2,
      },
    },
    { id: 'read', type: 'grammarFix', label: 'Read it over', column: 2, row: 0.5 },
    { id: 'spanish', type: 'translator', label: 'Spanish', column: 3, row: 1, config: { language: 'es' } },
    { id: 'english-text', type: 'textOutput', label: 'For the door', column: 3, row: 0 },
    { id: 'spanish-text', type: 'textOutput', label: 'Para la puerta', column: 4, row: 1 },
  ],
  threads: [
    'official > plain.var-notice',
    'plain > read',
    'read > english-text',
    'read > spanish',
    'spanish > spanish-text',
  ],
});
