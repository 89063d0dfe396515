import { buildTemplate } from './build-template.ts';

export const pictureBookPage = buildTemplate({
  slug: 'picture-book-page',
  title: 'Picture-book page',
  about: 'Two characters, a scene, the words of the page, its picture, and what the picture shows.',
  group: 'Books',
  nodes: [
    {
      id: 'idea',
      type: 'initialPrompt',
      label: 'What happens',
      column: 0,
      row: 0,
      config: {
        text: 'At night Wren and Odo row a red boat over the lake to hang a yellow lantern in the old tree.',
      },
    },
    {
      id: 'wren',
      type: 'consistentCharacter',
      label: 'Wren',
      column: 0,
      row: 0.75,
      config: {
        characterName: 'Wren',
        characterDescription:
          'A girl of eight, small for her age, with a dark bob cut straight across the brow, grey eyes, a gap between her front teeth and a freckle under the left eye.',
      },
    },
    {
      id: 'odo',
      type: 'consistentCharacter',
      label: 'Odo',
      column: 0,
      row: 1.5,
      config: {
        characterName: 'Odo',
        characterDescription:
          'A man of about seventy, broad and slightly bent, with a short white beard, weathered brown skin and large hands with swollen knuckles.',
      },
    },
    {
      id: 'scene',
      type: 'sceneBuilder',
      label: 'Scene',
      column: 0,
      row: 2.25,
      config: { imageStyle: 'watercolor', lighting: 'moonlight', timeOfDay: 'night', mood: 'peaceful' },
    },
    {
      id: 'story',
      type: 'storyTeller',
      label: 'Story',
      column: 1,
      row: 0.5,
      config: { tags: 'gentle, night, for reading aloud' },
    },
    {
      id: 'in-words',
      type: 'promptEnhancer',
      label: 'Picture in words',
      column: 1,
      row: 1.5,
      config: { notes: 'a full page of a picture book, both of them seen from the side' },
    },
    { id: 'page-text', type: 'textOutput', label: 'Words of the page', column: 2, row: 0.5 },
    { id: 'picture', type: 'imageGenerator', label: 'Picture', column: 2, row: 1.5 },
    { id: 'description', type: 'imageDescriber', label: 'Look at it', column: 3, row: 1.5 },
    {
      id: 'note',
      type: 'note',
      column: 3,
      row: 0.5,
      config: {
        text: 'Change what happens, the scene or a face, then press Run. Only what depends on it is made again.',
        color: 'amber',
      },
    },
    { id: 'description-text', type: 'textOutput', label: 'What it shows', column: 4, row: 1.5 },
  ],
  threads: [
    'idea > story',
    'wren > story.adapter-0',
    'odo > story.adapter-1',
    'story > page-text',
    'idea > in-words',
    'scene > in-words',
    'wren > in-words.adapter-0',
    'odo > in-words.adapter-1',
    'in-words > picture',
    'picture > description.image-in',
    'description > description-text',
  ],
});
