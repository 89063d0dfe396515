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
        text: 'The company must inform every family in this street that, because of the work under the old bridge, there is no water in the houses between eight in the morning and two in the afternoon. Every family needs to keep water for the day. It is also good to help the old people in the house. The company knows that this is not easy and thanks every person.',
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
        prompt: 'Shorten this notice to three plain sentences.\n\n<text>{{notice}}</text>',
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
