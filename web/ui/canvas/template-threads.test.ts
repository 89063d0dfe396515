import { describe, expect, test } from 'vitest';
import type { FlowDocument } from '#shared/graph/document.ts';
import { createDefinitionMap, type NodeModule } from '../../node-kit/definition-map.ts';
import { createLookups } from '../../state/editing/lookups.ts';
import { portsOf } from '../../state/editing/ports.ts';
import { TEMPLATES } from '../../templates/templates.ts';
import { threadPoint } from './edge-path.ts';
import { threadEnd } from './node-ends.ts';
import { nodeSize } from './node-size.ts';
import type { Rect } from './rect.ts';

const definitions = createDefinitionMap(
  import.meta.glob<NodeModule>('../../nodes/*/node.ts', { eager: true }),
);
const SAMPLES = 60;
/** What a run can make of a card: its five lines. */
const TALLEST = 'line\n'.repeat(5);

/** What the canvas draws of a template: the boxes of its cards, notes and containers, what stands inside left out. */
function drawn(document: FlowDocument) {
  const outside = document.nodes.filter(({ parent }) => parent === undefined);
  const lookups = createLookups(document, definitions);
  const ports = new Map(outside.map((node) => [node.id, portsOf(lookups, node.id)]));
  const boxes = new Map(
    outside.map((node): [string, Rect] => {
      const nodePorts = ports.get(node.id) ?? { inputs: [], outputs: [] };
      return [
        node.id,
        { ...node.position, ...nodeSize(node, definitions.get(node.type) ?? null, nodePorts, TALLEST) },
      ];
    }),
  );
  return { ports, boxes };
}

/** Cards that a thread passes behind, as `thread: card`. */
function hidden(document: FlowDocument): string[] {
  const { ports, boxes } = drawn(document);
  return document.edges.flatMap((edge) => {
    const end = (id: string, handle: string, side: 'input' | 'output') => {
      const box = boxes.get(id);
      const own = ports.get(id);
      return box && own ? threadEnd(box, own, handle, side, 'near') : null;
    };
    const from = end(edge.source, edge.sourceHandle, 'output');
    const to = end(edge.target, edge.targetHandle, 'input');
    if (from === null || to === null) return [];
    const points = Array.from({ length: SAMPLES + 1 }, (_, step) =>
      threadPoint({ from, to }, step / SAMPLES),
    );
    const behind = [...boxes].filter(
      ([id, box]) =>
        id !== edge.source &&
        id !== edge.target &&
        points.some(({ x, y }) => x > box.x && x < box.x + box.width && y > box.y && y < box.y + box.height),
    );
    return behind.map(([id]) => `${edge.id}: ${id}`);
  });
}

describe('the templates on the canvas', () => {
  test.each(TEMPLATES)('$slug: no thread passes behind a card that it does not belong to', ({ document }) => {
    expect(hidden(document)).toEqual([]);
  });
});
