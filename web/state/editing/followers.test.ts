import { describe, expect, it } from 'vitest';
import { testEditor, testFlow, testNode } from '../testing.ts';

const LOCKED = { adapterLocked: true };

/** Wren feeds the story in its group and stays beside it, Odd feeds two steps, Free stays where he is put. */
const company = () =>
  testEditor(
    testFlow(
      [
        testNode('g', 'group', { position: { x: 80, y: 80 }, size: { width: 400, height: 300 } }),
        testNode('s', 'story', { parent: 'g', position: { x: 40, y: 40 } }),
        testNode('t', 'story', { position: { x: 900, y: 0 } }),
        testNode('Wren', 'character', { position: { x: 0, y: 0 }, config: LOCKED }),
        testNode('Odd', 'character', { position: { x: 0, y: 200 }, config: LOCKED }),
        testNode('Free', 'character', { position: { x: 0, y: 400 } }),
      ],
      [
        'Wren.adapter-out > s.adapter-0',
        'Odd.adapter-out > s.adapter-1',
        'Odd.adapter-out > t.adapter-0',
        'Free.adapter-out > s.adapter-2',
      ],
    ),
  );

type Company = ReturnType<typeof company>;
const placesOf = (editor: Company) =>
  ['Wren', 'Odd', 'Free'].map((id) => {
    const { x, y } = editor.absolutePosition(id);
    return `${id} ${x},${y}`;
  });
const STAYED = ['Odd 0,200', 'Free 0,400'];

describe('[ND7] a character that stays beside its node', () => {
  it('moves along, by the same way and in the same undo step; nobody else does', () => {
    const editor = company();
    editor.dropNodes([{ id: 's', position: { x: 56, y: 32 } }], new Map());
    expect(placesOf(editor)).toEqual(['Wren 16,-8', ...STAYED]);
    editor.undo();
    expect(placesOf(editor)).toEqual(['Wren 0,0', ...STAYED]);
  });

  it('moves along with the group its node lies in, and with the arrow keys', () => {
    const editor = company();
    editor.dropNodes([{ id: 'g', position: { x: 96, y: 80 } }], new Map());
    expect(placesOf(editor)).toEqual(['Wren 16,0', ...STAYED]);
    editor.select({ nodes: ['s'] });
    editor.nudge(8, 8);
    expect(placesOf(editor)).toEqual(['Wren 24,8', ...STAYED]);
  });

  it('goes where it is put itself, alone or together with its node', () => {
    const editor = company();
    editor.dropNodes([{ id: 'Wren', position: { x: 8, y: 8 } }], new Map());
    expect(editor.nodeById.get('s')?.position).toEqual({ x: 40, y: 40 });
    editor.dropNodes(
      [
        { id: 's', position: { x: 0, y: 0 } },
        { id: 'Wren', position: { x: 160, y: 0 } },
      ],
      new Map(),
    );
    expect(placesOf(editor)).toEqual(['Wren 160,0', ...STAYED]);
  });
});
