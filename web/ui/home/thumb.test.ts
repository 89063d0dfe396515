import { describe, expect, it } from 'vitest';
import { emptyFlow, type FlowDocument } from '#shared/graph/document.ts';
import { CARD_FRAME, thumbOf, thumbOfDocument } from './thumb.ts';

const node = (id: string, x: number, y: number, more: object = {}) => ({
  id,
  type: 'template',
  version: 1,
  position: { x, y },
  config: {},
  ...more,
});

describe('the small picture of a flow', () => {
  it('keeps every box inside the frame, whatever the coordinates', () => {
    const thumb = thumbOf(
      {
        nodes: [
          { x: -5_000, y: 3, type: 'a' },
          { x: 9_000, y: 700, type: 'b' },
          { x: 12, y: -40, type: 'c' },
        ],
        edges: [],
      },
      CARD_FRAME,
    );
    for (const box of thumb.nodes) {
      expect(box.x).toBeGreaterThanOrEqual(CARD_FRAME.marginX);
      expect(box.x + CARD_FRAME.boxWidth).toBeLessThanOrEqual(CARD_FRAME.width - CARD_FRAME.marginX);
      expect(box.y).toBeGreaterThanOrEqual(CARD_FRAME.marginY);
      expect(box.y + CARD_FRAME.boxHeight).toBeLessThanOrEqual(CARD_FRAME.height - CARD_FRAME.marginY);
    }
  });

  it('leaves groups and notes out, counts a group as an offset, and tells personas from text', () => {
    const document: FlowDocument = {
      ...emptyFlow('f', 'F'),
      nodes: [node('g', 1_000, 0, { type: 'group' }), node('a', 0, 0), node('b', 0, 0, { parent: 'g' })],
      edges: [{ id: 'e', source: 'a', sourceHandle: 'adapter-out', target: 'b', targetHandle: 'adapter-0' }],
    };
    const thumb = thumbOfDocument(document, CARD_FRAME);
    expect(thumb.nodes).toHaveLength(2);
    expect(thumb.nodes[1]?.x).toBeGreaterThan(thumb.nodes[0]?.x ?? 0);
    expect(thumb.threads.map((thread) => thread.type)).toEqual(['persona']);
  });

  it('draws a container as a frame round what stands in it, and its thread leaves at its far edge', () => {
    const document: FlowDocument = {
      ...emptyFlow('f', 'F'),
      nodes: [
        node('each', 300, 0, { type: 'map', size: { width: 480, height: 400 } }),
        node('inner', 80, 200, { parent: 'each' }),
        node('sheet', 900, 0),
      ],
      edges: [
        { id: 'e', source: 'each', sourceHandle: 'list-out', target: 'sheet', targetHandle: 'text-in' },
      ],
    };
    const { nodes, threads } = thumbOfDocument(document, CARD_FRAME);
    const [each, inner] = nodes;
    if (each?.size === undefined || inner === undefined) throw new Error('no frame');
    expect(inner.x).toBeGreaterThan(each.x);
    expect(inner.x + CARD_FRAME.boxWidth).toBeLessThan(each.x + each.size.width);
    expect(inner.y + CARD_FRAME.boxHeight).toBeLessThan(each.y + each.size.height);
    expect(threads[0]?.path).toMatch(new RegExp(`^M${each.x + each.size.width} `));
  });

  it('is empty for an empty flow', () => {
    expect(thumbOfDocument(emptyFlow('f', 'F'), CARD_FRAME)).toEqual({ nodes: [], threads: [] });
  });
});
