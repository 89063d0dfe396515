import { describe, expect, it } from 'vitest';
import { emptyFlow, type FlowDocument, type FlowNode } from '#shared/graph/document.ts';
import { testDefinitions } from '../../state/testing.ts';
import { noteExcerpt, outlineOrder, placeAfterKey, rowDetail, rowSaid } from './outline-order.ts';

const node = (id: string, type: string, y: number): FlowNode => ({
  id,
  type,
  version: 1,
  position: { x: 0, y },
  config: {},
});
const flow: FlowDocument = {
  ...emptyFlow('flow', 'Flow'),
  nodes: [
    node('end', 'output', 0),
    node('b', 'story', 40),
    node('a', 'story', 20),
    node('note', 'note', 0),
    node('start', 'prompt', 90),
    node('odd', 'from-elsewhere', 99),
  ],
  edges: [
    ['start', 'a'],
    ['start', 'b'],
    ['a', 'end'],
    ['b', 'end'],
  ].map(([source = '', target = ''], index) => ({
    id: `e${index}`,
    source,
    sourceHandle: 'text-out',
    target,
    targetHandle: 'text-in',
  })),
};
const positionOf = (id: string) => flow.nodes.find((each) => each.id === id)?.position ?? { x: 0, y: 0 };

describe('the outline of a flow', () => {
  it('follows the threads, and goes from top to bottom where nothing decides', () => {
    const order = outlineOrder(flow, (type) => testDefinitions.get(type) ?? null, positionOf);
    expect(order).toEqual({ steps: ['start', 'odd', 'a', 'b', 'end'], others: ['note'] });
  });

  it('says a row as the design has it', () => {
    const detail = rowDetail(['Enhance', 'Wren', 'Wren'], null);
    const row = {
      name: 'Market story',
      kind: 'Story Teller',
      status: 'streaming',
      runs: true,
      problems: 0,
    } as const;
    expect(rowSaid({ ...row, node: {}, detail })).toBe(
      'Market story, Story Teller, writing, from Enhance and Wren',
    );
    expect(rowSaid({ ...row, node: { disabled: true }, problems: 2, detail: rowDetail([], 'Cover') })).toBe(
      'Market story, Story Teller, disabled, 2 problems, in Cover',
    );
    expect(rowSaid({ ...row, node: {}, runs: false, kind: 'Note', detail: '' })).toBe('Market story, Note');
  });

  it('moves by the keys of a list and stops at its ends', () => {
    expect(
      ['ArrowDown', 'ArrowUp', 'Home', 'End', 'PageDown', 'x'].map((key) => placeAfterKey(key, 2, 4)),
    ).toEqual([3, 1, 0, 3, 3, null]);
    expect(placeAfterKey('ArrowDown', 3, 4)).toBe(3);
  });

  it('shows what a note says', () => {
    expect(noteExcerpt({ type: 'note', config: { text: 'Change\n the idea ' } })).toBe('Change the idea');
    expect(noteExcerpt({ type: 'story', config: { text: 'x' } })).toBe('');
  });
});
