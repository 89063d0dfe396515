import { buildTemplate } from './build-template.ts';

export const translateAndProofread = buildTemplate({
  slug: 'translate-and-proofread',
  title: 'Translate and proofread',
  about: 'Three languages side by side, each read once more before it is laid out on one page.',
  group: 'Translation',
  nodes: [
    {
      id: 'source',
      type: 'initialPrompt',
      label: 'English text',
      column: 0,
      row: 0.5,
      config: {
        text: 'Good morning. The old lighthouse is open today. There is coffee and bread in the small room, and a map on the wall. Every child asks the keeper a question, and he always knows the answer. In the evening the harbour is quiet.',
      },
    },
    {
      id: 'note',
      type: 'note',
      column: 0,
      row: 1.5,
      config: {
        text: 'Pick other languages on the three translators. They work at the same time.',
        color: 'amber',
      },
    },
    { id: 'spanish', type: 'translator', label: 'Spanish', column: 1, row: 0, config: { language: 'es' } },
    { id: 'french', type: 'translator', label: 'French', column: 1, row: 1, config: { language: 'fr' } },
    { id: 'german', type: 'translator', label: 'German', column: 1, row: 2, config: { language: 'de' } },
    { id: 'read-spanish', type: 'grammarFix', label: 'Read the Spanish', column: 2, row: 0 },
    { id: 'read-french', type: 'grammarFix', label: 'Read the French', column: 2, row: 1 },
    { id: 'read-german', type: 'grammarFix', label: 'Read the German', column: 2, row: 2 },
    {
      id: 'page',
      type: 'template',
      label: 'One page',
      column: 3,
      row: 0.5,
      config: {
        text: '## English\n\n{{english}}\n\n## Español\n\n{{spanish}}\n\n## Français\n\n{{french}}\n\n## Deutsch\n\n{{german}}',
      },
    },
    { id: 'result', type: 'textOutput', label: 'Leaflet', column: 4, row: 0.5 },
  ],
  threads: [
    'source > spanish',
    'source > french',
    'source > german',
    'spanish > read-spanish',
    'french > read-french',
    'german > read-german',
    'source > page.var-english',
    'read-spanish > page.var-spanish',
    'read-french > page.var-french',
    'read-german > page.var-german',
    'page > result',
  ],
});
