import { buildTemplate } from './build-template.ts';

export const letterInTwoVoices = buildTemplate({
  slug: 'letter-in-two-voices',
  title: 'A letter in two voices',
  about: 'The same news, warm for a friend and plain for the landlord, each on its own sheet.',
  group: 'Work',
  nodes: [
    {
      id: 'news',
      type: 'initialPrompt',
      label: 'What to say',
      column: 0,
      row: 1,
      config: {
        text: 'I am moving out of the flat in Mill Lane at the end of March. My new rooms look over the harbour, and one of them is empty. The heating in the flat still has to be repaired before I go.',
      },
    },
    {
      id: 'sender',
      type: 'initialPrompt',
      label: 'Who writes',
      column: 1,
      row: 1.1,
      config: { text: 'Mina Torres' },
    },
    {
      id: 'warm',
      type: 'llm',
      label: 'Warm',
      column: 1,
      row: 0,
      config: {
        prompt:
          'Shorten this news to two sentences that an old friend wants to hear. Write as I, without greeting or closing line.\n\n<text>{{news}}</text>',
        system: 'You write to friends: close, unhurried, with one detail nobody else would tell.',
        temperature: 0.8,
      },
    },
    {
      id: 'plain',
      type: 'llm',
      label: 'Plain',
      column: 1,
      row: 2,
      config: {
        prompt:
          'Summarise this news for the landlord: the date first, then what has to be done. Write as I, without greeting or closing line.\n\n<text>{{news}}</text>',
        system: 'You write to offices: facts first, one request, no ornament.',
        temperature: 0.2,
      },
    },
    {
      id: 'sheet-warm',
      type: 'template',
      label: 'Sheet for a friend',
      column: 2,
      row: 0,
      config: { text: 'Dear Ada,\n\n{{letter}}\n\nCome and see the water soon.\n\nLove,\n{{name}}' },
    },
    {
      id: 'sheet-plain',
      type: 'template',
      label: 'Sheet for the landlord',
      column: 2,
      row: 2,
      config: {
        text: 'Dear Sir or Madam,\n\n{{letter}}\n\nPlease confirm this in writing.\n\nYours faithfully,\n{{name}}',
      },
    },
    { id: 'read', type: 'grammarFix', label: 'Read it over', column: 3, row: 2, config: { style: 'formal' } },
    { id: 'friend', type: 'textOutput', label: 'To Ada', column: 4, row: 0 },
    { id: 'landlord', type: 'textOutput', label: 'To the landlord', column: 4, row: 2 },
  ],
  threads: [
    'news > warm.var-news',
    'news > plain.var-news',
    'warm > sheet-warm.var-letter',
    'plain > sheet-plain.var-letter',
    'sender > sheet-warm.var-name',
    'sender > sheet-plain.var-name',
    'sheet-plain > read',
    'sheet-warm > friend',
    'read > landlord',
  ],
});
