import { describe, expect, it } from 'vitest';
import { followedViewport } from './followed-viewport.ts';
import { markBox } from './mark-box.ts';
import { presentWords } from './others-here.ts';
import { remoteMarks } from './remote-marks.ts';

const somebody = (
  name: string,
  selection: readonly string[],
  editing: { nodeId: string; field: string | null } | null = null,
) => ({
  ...{ name, selection, editing, colour: 2 as const },
});
const fields = [{ key: 'notes', label: 'Notes', type: 'textarea' as const, default: '' }];
const nodes = {
  nodeById: new Map([
    ['a', { type: 'known' }],
    ['b', { type: 'unknown' }],
  ]),
  definition: (type: string) => (type === 'known' ? { fields } : null),
};

describe('what others have selected', () => {
  it('is one mark for each node that is there, with everybody’s name', () => {
    const marks = remoteMarks([somebody('Imani', ['a', 'gone']), somebody('Tomas', ['a', 'b'])], nodes);
    expect(marks).toEqual([
      { nodeId: 'a', who: 2, words: 'Imani, Tomas' },
      { nodeId: 'b', who: 2, words: 'Tomas' },
    ]);
  });

  it.each([
    ['notes', 'Imani · editing notes'],
    ['unheard-of', 'Imani · editing'],
    [null, 'Imani · renaming'],
  ])('says what is being typed into: %s', (field, words) => {
    const imani = somebody('Imani', ['a'], { nodeId: 'a', field });
    expect(remoteMarks([imani], nodes)[0]?.words).toBe(words);
  });

  it('is drawn where the node is drawn, from near and from afar', () => {
    const box = { x: 10, y: 20, width: 216, height: 180 };
    expect(markBox(box, 'near', 'known')).toMatchObject(box);
    expect(markBox(box, 'far', 'known')).toMatchObject({ ...box, height: 68 });
    expect(markBox(box, 'tile', 'known')).toMatchObject({ x: 54, y: 20, width: 128, height: 112 });
    expect(markBox(box, 'far', 'group')).toMatchObject(box);
    expect(markBox(undefined, 'near', 'known')).toBeNull();
  });
});

describe('following somebody', () => {
  it('shows all that they see, in the middle, however the windows differ', () => {
    const theirs = { x: 100, y: -50, width: 800, height: 600 };
    const view = followedViewport(theirs, { width: 400, height: 600 });
    expect(view.zoom).toBe(0.5);
    const at = (x: number, y: number) => [x * view.zoom + view.x, y * view.zoom + view.y];
    expect([at(100, -50), at(900, 550)]).toEqual([
      [0, 150],
      [400, 450],
    ]);
  });

  it('stays within the zooms of the canvas, whatever somebody claims to see', () => {
    const size = { width: 1_000, height: 800 };
    expect(followedViewport({ x: 0, y: 0, width: 0, height: 0 }, size).zoom).toBe(2);
    expect(followedViewport({ x: 0, y: 0, width: 1e7, height: 1e7 }, size).zoom).toBe(0.05);
  });
});

it.each([
  [[], 'Only you are here'],
  [['Bo'], 'You and Bo are here'],
  [['Bo', 'Vi'], 'You, Bo and Vi are here'],
])('says who is here: %j', (names, words) => {
  expect(presentWords(names)).toBe(words);
});
