import { buildTemplate } from './build-template.ts';

export const threePhrasings = buildTemplate({
  slug: 'three-phrasings',
  title: 'Three phrasings, one judge',
  about: 'The same idea asked for in three ways. A fourth prompt compares the answers and picks one.',
  group: 'Prompts',
  nodes: [
    {
      id: 'idea',
      type: 'initialPrompt',
      label: 'What it is about',
      column: 0,
      row: 1,
      config: { text: 'A repair café where neighbours mend lamps, coats and radios together on Saturdays' },
    },
    {
      id: 'note',
      type: 'note',
      column: 0,
      row: 0,
      config: {
        text: 'Rewrite one of the three prompts and run again: the other two answers are taken as they were.',
        color: 'amber',
      },
    },
    {
      id: 'plain',
      type: 'llm',
      label: 'Plain',
      column: 1,
      row: 0,
      config: {
        prompt:
          'Write a short paragraph for a poster about {{idea}}. Say what it is, who it is for and why it is worth coming.',
        temperature: 0.3,
      },
    },
    {
      id: 'scene',
      type: 'llm',
      label: 'As a scene',
      column: 1,
      row: 1,
      config: {
        prompt:
          'Write a short paragraph for a poster about {{idea}}. Show one moment there, as if the reader were standing in the door.',
        temperature: 0.9,
      },
    },
    {
      id: 'example',
      type: 'llm',
      label: 'By example',
      column: 1,
      row: 2,
      config: {
        system: 'You write for posters. Short sentences. Things before feelings. Never the word “community”.',
        prompt:
          'Write a short paragraph for a poster about {{idea}}. Begin with one object somebody brought.',
        temperature: 0.7,
      },
    },
    {
      id: 'judge',
      type: 'llm',
      label: 'Judge',
      column: 2,
      row: 1,
      config: {
        system: 'You are an editor. You quote what you praise and what you doubt, and you decide.',
        prompt:
          'Compare three texts for the same poster. Name one strength and one weakness of each, then say which one should hang on the wall and why.\n\nText A:\n{{a}}\n\nText B:\n{{b}}\n\nText C:\n{{c}}',
        temperature: 0.2,
      },
    },
    {
      id: 'sheet',
      type: 'template',
      label: 'All on one sheet',
      column: 3,
      row: 1,
      config: {
        text: '# A: plain\n\n{{a}}\n\n# B: as a scene\n\n{{b}}\n\n# C: by example\n\n{{c}}\n\n# The verdict\n\n{{verdict}}',
      },
    },
    { id: 'result', type: 'textOutput', label: 'Verdict', column: 4, row: 1 },
  ],
  threads: [
    'idea > plain.var-idea',
    'idea > scene.var-idea',
    'idea > example.var-idea',
    'plain > judge.var-a',
    'scene > judge.var-b',
    'example > judge.var-c',
    'plain > sheet.var-a',
    'scene > sheet.var-b',
    'example > sheet.var-c',
    'judge > sheet.var-verdict',
    'sheet > result',
  ],
});
