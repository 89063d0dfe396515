import { buildTemplate } from './build-template.ts';

export const pictureBook = buildTemplate({
  slug: 'picture-book',
  title: 'Picture book from one idea',
  about: 'A story with a girl called Wren, a cover described in words, and a Portuguese edition.',
  group: 'Books',
  nodes: [
    {
      id: 'idea',
      type: 'initialPrompt',
      label: 'Story idea',
      column: 0,
      row: 0,
      config: {
        text: 'Wren carries a lantern that will not light through a night market and asks every stall keeper why. Nobody agrees.',
      },
    },
    {
      id: 'wren',
      type: 'consistentCharacter',
      label: 'Wren',
      column: 0,
      row: 1,
      config: {
        characterName: 'Wren',
        characterDescription:
          'Eight years old and small for her age, with a dark bob cut straight across the brow, grey eyes, a gap between her front teeth and a freckle under the left eye.',
      },
    },
    {
      id: 'note',
      type: 'note',
      column: 3,
      row: 0,
      config: {
        text: 'Change the idea and Wren’s looks, then press Run. Only what depends on your change is written again.',
        color: 'amber',
      },
    },
    {
      id: 'cover',
      type: 'promptEnhancer',
      label: 'Cover in words',
      column: 1,
      row: 0,
      config: {
        notes: 'gouache for a book cover, deep blues, one warm light, room for a title at the top',
      },
    },
    {
      id: 'story',
      type: 'storyTeller',
      label: 'Market story',
      column: 1,
      row: 1,
      config: { tags: 'gentle, night, a little funny' },
    },
    { id: 'proofread', type: 'grammarFix', label: 'Proofread', column: 2, row: 1 },
    {
      id: 'portuguese',
      type: 'translator',
      label: 'Portuguese',
      column: 2,
      row: 2,
      config: { language: 'pt' },
    },
    { id: 'cover-text', type: 'textOutput', label: 'The cover', column: 2, row: 0 },
    { id: 'story-text', type: 'textOutput', label: 'The story', column: 3, row: 1 },
    { id: 'portuguese-text', type: 'textOutput', label: 'Em português', column: 3, row: 2 },
  ],
  threads: [
    'idea > cover',
    'wren > cover.adapter-0',
    'idea > story',
    'wren > story.adapter-0',
    'story > proofread',
    'cover > cover-text',
    'proofread > story-text',
    'story > portuguese',
    'portuguese > portuguese-text',
  ],
});
