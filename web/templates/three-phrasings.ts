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
      config: { text: 'a repair café where neighbours mend lamps, coats and radios together' },
    },
    {
      id: 'note',
      type: 'note',
      column: 0,
      row: 0,
      config: {
        text: 'Rewrite one of the three system prompts and run again: the other two answers are taken as they were.',
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
        prompt: 'Write three headlines about {{idea}}',
        system: 'You write for posters. Plain words: what it is, who it is for, when it is.',
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
        prompt: 'Write three headlines about {{idea}}',
        system:
          'You write for posters. Each line shows one moment, as if the reader were standing in the door.',
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
        prompt: 'Write three headlines about {{idea}}',
        system:
          'You write for posters. Each line begins with one object somebody brought. Never the word “community”.',
        temperature: 0.7,
      },
    },
    {
      id: 'judge',
      type: 'llm',
      label: 'Judge',
      column: 2,
      row: 2.5,
      config: {
        prompt:
          'Review A, B and C: say what works in each, what is weak, and which line should hang on the wall.\n\n<text>\nA\n{{a}}\n\nB\n{{b}}\n\nC\n{{c}}\n</text>',
        system: 'You are an editor. You quote what you praise and what you doubt, and you decide.',
        temperature: 0.2,
      },
    },
    {
      id: 'sheet',
      type: 'template',
      label: 'All on one sheet',
      column: 3,
      row: 0.5,
      config: {
        text: '# A: plain\n\n{{a}}\n\n# B: as a scene\n\n{{b}}\n\n# C: by example\n\n{{c}}\n\n# The verdict\n\n{{verdict}}',
      },
    },
    { id: 'result', type: 'textOutput', label: 'Verdict', column: 4, row: 0.5 },
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
