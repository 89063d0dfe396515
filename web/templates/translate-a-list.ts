import { buildTemplate } from './build-template.ts';

export const translateAList = buildTemplate({
  slug: 'translate-a-list',
  title: 'Translate a list',
  about: 'Every line goes through the steps inside by itself, several at once, and comes back in its place.',
  group: 'Translation',
  nodes: [
    {
      id: 'lines',
      type: 'template',
      label: 'Lines',
      column: 0,
      row: 0,
      config: {
        text: 'The old keeper finds a map in the house.\nThe girl finds the red boat.\nA small dog sleeps under the old table.\nThe keeper writes a letter to his friend.',
      },
    },
    {
      id: 'each',
      type: 'map',
      label: 'For each line',
      column: 1,
      row: 0,
      size: { width: 400, height: 448 },
      config: { by: 'lines', parallel: 4 },
    },
    {
      id: 'spanish',
      type: 'translator',
      label: 'Spanish',
      column: 1,
      row: 0,
      inside: { id: 'each', x: 88, y: 200 },
      config: { language: 'es' },
    },
    { id: 'sheet', type: 'textOutput', label: 'Sheet', column: 2, row: 0 },
  ],
  threads: ['lines > each.list-in', 'each.list-out > sheet'],
});
