import { describe, expect, it } from 'vitest';
import { diffFlows } from '#shared/graph/diff.ts';
import { emptyFlow, type FlowDocument, type FlowNode } from '#shared/graph/document.ts';
import type { NodeDefinition } from '../../node-kit/types.ts';
import { diffSummary, fieldLabel, fieldPieces, shortened } from './diff-words.ts';

const definition = {
  fields: [
    { key: 'notes', label: 'Notes', type: 'textarea', default: '' },
    {
      key: 'style',
      label: 'Style',
      type: 'select',
      default: 'a',
      options: [
        { value: 'a', label: 'Picture book' },
        { value: 'b', label: 'Noir' },
      ],
    },
  ],
} as unknown as NodeDefinition;

const node = (id: string, more: Partial<FlowNode> = {}): FlowNode => ({
  id,
  type: 'llm',
  version: 1,
  position: { x: 0, y: 0 },
  config: {},
  ...more,
});
const flow = (more: Partial<FlowDocument>): FlowDocument => ({ ...emptyFlow('flow', 'Flow'), ...more });

describe('words about what changed', () => {
  it.each([
    [['label'], 'Name'],
    [['config', 'notes'], 'Notes'],
    [['config', 'unknown'], 'unknown'],
    [['config', 'model', 'provider'], 'Provider'],
    [['config', 'model', 'parameters', 'top_p'], 'Model, parameters, top_p'],
    [['config', 'model'], 'Model'],
    [['concurrency'], 'Nodes at work at once'],
  ])('%j is called %s', (path, label) => {
    expect(fieldLabel(path, definition)).toBe(label);
  });

  it('values read as on their form; sentences word by word', () => {
    const pieces = (path: string[], before: never, after: never) =>
      fieldPieces({ path, before, after }, definition).map(({ kind, text }) => `${kind} ${text}`);
    const config = (key: string) => ['config', key];
    expect(pieces(config('style'), 'a' as never, 'b' as never)).toEqual([
      'removed Picture book',
      'added Noir',
    ]);
    expect(pieces(config('notes'), 'A quiet end.' as never, 'A loud end.' as never)).toEqual([
      'same A ',
      'removed quiet',
      'added loud',
      'same  end.',
    ]);
    expect(pieces(config('t'), 0.7 as never, 0.5 as never)).toEqual(['removed 0.7', 'added 0.5']);
    expect(pieces(['disabled'], undefined as never, true as never)).toEqual(['added Yes']);
    expect(pieces(config('x'), { y: 1 } as never, null as never)).toEqual(['removed {\n  "y": 1\n}']);
  });

  it('long stretches that stayed are cut to their ends', () => {
    const long = 'word '.repeat(100);
    expect(
      shortened([
        { kind: 'same', text: long },
        { kind: 'added', text: long },
        { kind: 'same', text: long },
      ]).map(({ text }) => text.length),
    ).toEqual([83, 500, 83]);
  });

  it('a sum in one line', () => {
    const before = flow({ nodes: [node('a'), node('b'), node('c')] });
    const after = flow({
      name: 'Other',
      nodes: [node('a', { label: 'New' }), node('b', { position: { x: 8, y: 8 } }), node('d'), node('e')],
      edges: [{ id: 't', source: 'a', sourceHandle: 'o', target: 'b', targetHandle: 'i' }],
      settings: { concurrency: 2 },
    });
    expect(diffSummary(diffFlows(before, after))).toBe(
      '2 steps added, 1 removed, 1 changed, 1 thread, 1 moved, settings, the name',
    );
    expect(diffSummary(diffFlows(before, before))).toBe('');
    expect(
      diffSummary(diffFlows(before, flow({ nodes: [node('a', { label: 'x' }), node('b'), node('c')] }))),
    ).toBe('1 step changed');
  });
});
