import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { testEditor, testFlow, testNode } from '../../state/testing.ts';
import type { FlowSession } from '../../state/flow-session.svelte.ts';
import { drawingOf } from './flow-drawing.ts';
import { MOST_PIXELS, MOST_SIDE_PX, pictureScale, pictureSize } from './picture-scale.ts';

const picture = { blob: 'a'.repeat(64), mediaType: 'image/png', bytes: 9 };

function drawn(document: ReturnType<typeof testFlow>, texts: { readonly [nodeId: string]: string } = {}) {
  const editor = testEditor(document);
  const run = { node: (nodeId: string) => ({ text: texts[nodeId] ?? '', output: null }) };
  const flow = { editor, run } as unknown as Pick<FlowSession, 'editor' | 'run'>;
  return drawingOf(flow, () => Promise.resolve());
}

describe('what is drawn of a flow', () => {
  it('has every step, thread, group and note, with air round them', async () => {
    const nodes = [testNode('a', 'prompt'), testNode('b', 'output'), testNode('n', 'note')];
    const drawing = await drawn(testFlow([...nodes, testNode('g', 'group')], ['a.text-out > b.text-in']), {
      a: 'Once',
    });
    expect(drawing.cards.map(({ name }) => name)).toHaveLength(2);
    expect([drawing.groups.length, drawing.notes.length, drawing.threads.length]).toEqual([1, 1, 1]);
    expect(drawing.cards[0]).toMatchObject({ words: 'Once', lines: 1, picture: null });
    for (const { box } of [...drawing.cards, ...drawing.groups, ...drawing.notes]) {
      expect(box.x).toBeGreaterThan(drawing.frame.x);
      expect(box.x + box.width).toBeLessThan(drawing.frame.x + drawing.frame.width);
    }
  });

  it('is a page of its own when the flow is empty', async () => {
    expect((await drawn(testFlow([], []))).frame.width).toBeGreaterThan(0);
  });

  it('leaves room under the words for the picture that a step holds', async () => {
    const config = { characterName: 'Wren', characterImagePath: picture };
    const node = { ...testNode('w', 'character'), config };
    const [card] = (await drawn(testFlow([node], []))).cards;
    expect(card?.picture?.ref).toEqual(picture);
    expect(card && card.picture && card.picture.box.y + card.picture.box.height).toBeLessThan(
      (card?.box.y ?? 0) + (card?.box.height ?? 0),
    );
  });

  it('[PF3] never has more pixels than every browser draws, however large the flow', () => {
    const side = fc.double({ min: 1, max: 2e7, noNaN: true });
    fc.assert(
      fc.property(side, side, (width, height) => {
        const size = pictureSize({ width, height });
        expect(pictureScale({ width, height })).toBeLessThanOrEqual(2);
        expect(Math.max(size.width, size.height)).toBeLessThanOrEqual(MOST_SIDE_PX);
        expect(size.width * size.height).toBeLessThanOrEqual(MOST_PIXELS + MOST_SIDE_PX);
        expect(Math.min(size.width, size.height)).toBeGreaterThanOrEqual(1);
      }),
    );
    expect(pictureSize({ width: 900, height: 500 })).toEqual({ width: 1800, height: 1000 });
  });
});
