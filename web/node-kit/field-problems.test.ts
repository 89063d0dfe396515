import { describe, expect, it } from 'vitest';
import { defineNode } from './define-node.ts';
import { effectiveConfig } from './effective-config.ts';
import { fieldProblems } from './field-problems.ts';
import { TEXT_IN, TEXT_OUT } from './text-ports.ts';

const definition = defineNode({
  type: 'sample',
  title: 'Sample',
  about: 'A node for tests.',
  group: 'write',
  kind: 'task',
  icon: 'type',
  fields: [
    { key: 'title', label: 'Title', type: 'text', default: '', required: true, maxLength: 5 },
    { key: 'idea', label: 'Idea', type: 'textarea', default: '', required: true, orPort: 'idea-in' },
    {
      key: 'style',
      label: 'Style',
      type: 'select',
      default: 'plain',
      options: [{ value: 'plain', label: 'Plain' }],
    },
    { key: 'mood', label: 'Mood', type: 'select', default: '', options: [], open: true },
    { key: 'size', label: 'Size', type: 'number', default: 3, min: 1, max: 9 },
    { key: 'shape', label: 'Shape', type: 'json', default: '' },
    { key: 'tags', label: 'Tags', type: 'tags', default: '' },
    { key: 'loud', label: 'Loud', type: 'boolean', default: false },
    { key: 'image', label: 'Image', type: 'image', default: null },
  ],
  ports: () => ({ inputs: [TEXT_IN, { id: 'idea-in', label: 'idea', type: 'text' }], outputs: [TEXT_OUT] }),
  adapters: true,
  outputKeys: ['text'],
});
const wired = (...handles: string[]) => ({ wiredInputs: new Set(handles) });
const good = { title: 'Sea', idea: 'a lamp' };

describe('problems known before a run', () => {
  it('has none with everything in place', () => {
    expect(fieldProblems(definition, good, wired('text-in'))).toEqual([]);
  });

  it('lets a wired port stand in for its field', () => {
    expect(fieldProblems(definition, { title: 'Sea' }, wired('text-in', 'idea-in'))).toEqual([]);
  });

  it.each([
    [{ ...good, title: '  ' }, 'missing-input', 'title', 'is empty'],
    [{ title: 'Sea' }, 'missing-input', 'idea', 'connect something to “idea”'],
    [{ ...good, title: 'Too long' }, 'invalid-config', 'title', 'longer than 5'],
    [{ ...good, style: 'loud' }, 'invalid-config', 'style', '“loud” is not a choice'],
    [{ ...good, size: 10 }, 'invalid-config', 'size', 'between 1 and 9'],
    [{ ...good, shape: '{"a":' }, 'invalid-config', 'shape', 'not valid JSON'],
  ])('%j: %s at %s', (config, code, field, words) => {
    const problems = fieldProblems(definition, config, wired('text-in'));
    expect(problems).toMatchObject([{ code, field }]);
    expect(problems[0]?.message).toContain(words);
  });

  it('wants a thread in a required port', () => {
    expect(fieldProblems(definition, good, wired())).toMatchObject([
      { code: 'missing-input', field: 'text-in' },
    ]);
  });

  it('leaves an unknown value of an open choice to the node', () => {
    expect(fieldProblems(definition, { ...good, mood: 'grumpy' }, wired('text-in'))).toEqual([]);
  });
});

describe('the config that counts', () => {
  it('fills defaults, replaces what is of the wrong kind and drops what is no field', () => {
    const config = { ...good, size: 'big', model: { provider: 'x' }, adapterCount: 2, loud: true };
    expect(effectiveConfig(definition, config)).toEqual({
      ...good,
      style: 'plain',
      mood: '',
      size: 3,
      shape: '',
      tags: '',
      loud: true,
      image: null,
    });
  });
});
