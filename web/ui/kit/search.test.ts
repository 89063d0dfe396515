import { describe, expect, it } from 'vitest';
import { markedParts, matchLabel, searchGroups } from './search.ts';

const found = (query: string, label: string) => {
  const match = matchLabel(query, label);
  return (
    match &&
    markedParts(label, match.ranges)
      .map(({ text, marked }) => (marked ? `[${text}]` : text))
      .join('')
  );
};

describe('matching a label', () => {
  it.each([
    ['run', 'Run flow', '[Run] flow'],
    ['run', 'Dry run with the demo', 'Dry [run] with the demo'],
    ['fix gra', 'Grammar Fix', '[Gra]mmar [Fix]'],
    ['pe', 'Prompt Enhancer', '[P]rompt [E]nhancer'],
    ['numero', 'Número de páginas', '[Número] de páginas'],
    ['a', 'La arena', 'La [a]rena'],
    ['', 'Anything', 'Anything'],
    ['++', 'C++ (fast)', 'C[++] (fast)'],
  ])('%s in %s', (query, label, marked) => {
    expect(found(query, label)).toBe(marked);
  });

  it.each([
    ['rnu', 'Run flow'],
    ['pne', 'Prompt Enhancer'],
    ['run nothing', 'Run flow'],
  ])('%s is not in %s', (query, label) => {
    expect(matchLabel(query, label)).toBeNull();
  });

  it('prefers the start of the label, then starts of words, then the shorter label', () => {
    const score = (label: string) => matchLabel('text', label)?.score ?? -1;
    const labels = ['Context', 'A text', 'Text output', 'Text'];
    expect([...labels].sort((a, b) => score(b) - score(a))).toEqual([
      'Text',
      'Text output',
      'A text',
      'Context',
    ]);
  });
});

describe('searching groups', () => {
  const groups = [
    { id: 'start', label: 'Start', items: [{ id: 'a', label: 'Initial Prompt', keywords: 'idea begin' }] },
    {
      id: 'write',
      label: 'Write',
      items: [
        { id: 'b', label: 'Story Teller' },
        { id: 'c', label: 'Prompt Enhancer', detail: 'makes it richer' },
      ],
    },
  ];
  const ids = (query: string) =>
    searchGroups(groups, query).map((group) => [group.id, group.items.map(({ item }) => item.id)]);

  it('keeps everything in the given order for an empty query', () => {
    expect(ids('  ')).toEqual([
      ['start', ['a']],
      ['write', ['b', 'c']],
    ]);
  });

  it('drops groups without a hit and finds keywords and details too', () => {
    expect(ids('begin')).toEqual([['start', ['a']]]);
    expect(ids('richer')).toEqual([['write', ['c']]]);
    expect(ids('zebra')).toEqual([]);
  });

  it('puts the group with the best match first', () => {
    expect(ids('prompt')).toEqual([
      ['write', ['c']],
      ['start', ['a']],
    ]);
  });
});
