import { describe, expect, it } from 'vitest';
import { emptyFlow, type FlowNode } from '#shared/graph/document.ts';
import { portLabel, targetOptions } from './connect-options.ts';

const node = (id: string): FlowNode => ({ id, type: 't', version: 1, position: { x: 0, y: 0 }, config: {} });
const free = {
  id: 'text-in',
  label: 'text',
  type: 'text',
  state: 'free',
  required: false,
  adapter: false,
} as const;

describe('where a thread can go', () => {
  it('offers what fits before what does not, and never the step itself', () => {
    const editor = {
      document: { ...emptyFlow('f', 'F'), nodes: ['a', 'full', 'b', 'start'].map(node) },
      portsOf: (id: string) => ({ inputs: id === 'start' ? [] : [free], outputs: [] }),
      canConnect: (_source: string, _handle: string, target: string) => (target === 'full' ? 'Taken.' : null),
      nameOf: (id: string) => id.toUpperCase(),
    };
    expect(targetOptions(editor, 'a', 'text-out')).toEqual([
      { id: 'b', label: 'B', group: 'Fits', fits: true },
      { id: 'full', label: 'FULL', group: 'Does not fit', fits: false },
    ]);
  });

  it('says what a port takes and whether it is taken', () => {
    expect(portLabel(free)).toBe('text');
    expect(portLabel({ ...free, label: 'idea', state: 'wired' })).toBe('idea, text, wired already');
    expect(portLabel({ ...free, label: 'Character', type: 'persona', state: 'add' })).toBe(
      'Character, a new one',
    );
  });
});
