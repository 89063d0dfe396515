import { describe, expect, it } from 'vitest';
import { describeJson, jsonEntries } from './json-tree.ts';
import { groupOptions } from './select-option.ts';
import { countByStatus } from './stitch-count.ts';
import { initials } from './who.ts';

describe('initials', () => {
  it.each([
    ['Imani K.', 'IK'],
    ['wren', 'WR'],
    ['Ana Maria Souza', 'AS'],
    ['É', 'É'],
    ['', '?'],
    ['🦡', '?'],
    ['+3', '+3'],
  ])('%s', (name, letters) => {
    expect(initials(name, 2)).toBe(letters);
  });
});

it('puts options without a group first and keeps the order of groups', () => {
  const option = (value: string, group?: string) => ({ value, label: value, group });
  const groups = groupOptions([option('a', 'G'), option('b'), option('c', 'H'), option('d', 'G')]);
  expect(groups.map(({ label, options }) => [label, options.map(({ value }) => value)])).toEqual([
    ['', ['b']],
    ['G', ['a', 'd']],
    ['H', ['c']],
  ]);
});

it('fills a progress bar from what is finished', () => {
  const steps = (['queued', 'done', 'failed', 'done'] as const).map((status) => ({ status }));
  expect(countByStatus(steps)).toEqual([
    { status: 'done', count: 2 },
    { status: 'failed', count: 1 },
    { status: 'queued', count: 1 },
  ]);
});

it('describes JSON in one line and opens only what holds something', () => {
  expect([{ a: 1 }, [1, 2], [], {}, 'x"', 1, null, undefined].map(describeJson)).toEqual([
    '{1}',
    '[2]',
    '[]',
    '{}',
    '"x\\""',
    '1',
    'null',
    'undefined',
  ]);
  expect(jsonEntries({ a: 1 })).toEqual([['a', 1]]);
  expect(jsonEntries(null)).toBeNull();
});
