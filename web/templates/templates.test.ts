import { describe, expect, it } from 'vitest';
import type { FlowDocument, FlowNode } from '#shared/graph/document.ts';
import { misfit } from '#shared/graph/handles.ts';
import { loadFlow } from '#shared/graph/load.ts';
import { createDefinitionMap, type NodeModule } from '../node-kit/definition-map.ts';
import { fieldProblems } from '../node-kit/field-problems.ts';
import type { NodeDefinition } from '../node-kit/types.ts';
import { createLookups } from '../state/editing/lookups.ts';
import { portsOf, portType } from '../state/editing/ports.ts';
import { TEMPLATE_GROUPS } from './flow-template.ts';
import { TEMPLATES } from './templates.ts';

const definitions = createDefinitionMap(import.meta.glob<NodeModule>('../nodes/*/node.ts', { eager: true }));
const GRID_PX = 8;

function definitionOf(node: FlowNode): NodeDefinition {
  const definition = definitions.get(node.type);
  if (definition === undefined) throw new Error(`unknown type ${node.type}`);
  return definition;
}

/** The card at its tallest: head, thread, ports, five lines of text, foot. */
function rectangle(document: FlowDocument, node: FlowNode) {
  const { inputs, outputs } = portsOf(createLookups(document, definitions), node.id);
  const rows = Math.max(inputs.length, outputs.length);
  const width = node.size?.width ?? (definitionOf(node).wide ? 296 : 216);
  const height = node.size?.height ?? (node.type === 'note' ? 152 : 46 + 8 + 20 * rows + 14 + 19 * 5 + 26);
  const { x, y } = node.position;
  return { left: x, top: y, right: x + width, bottom: y + height };
}

describe('templates', () => {
  it('are at least eight, each with a slug and a title of its own', () => {
    expect(TEMPLATES.length).toBeGreaterThanOrEqual(8);
    expect(new Set(TEMPLATES.map(({ slug }) => slug)).size).toBe(TEMPLATES.length);
    expect(new Set(TEMPLATES.map(({ title }) => title)).size).toBe(TEMPLATES.length);
    expect(new Set(TEMPLATES.map(({ group }) => group))).toEqual(new Set(TEMPLATE_GROUPS));
  });

  describe.each(TEMPLATES)('$slug', ({ document, about }) => {
    it('loads without a repair', () => {
      expect(loadFlow(JSON.parse(JSON.stringify(document)))).toEqual({ ok: true, document, repairs: [] });
      expect(about.length).toBeLessThanOrEqual(110);
    });

    it('could run at once: known nodes, nothing required missing, no problem before a run', () => {
      for (const node of document.nodes) {
        const wiredInputs = new Set(
          document.edges.filter((edge) => edge.target === node.id).map((edge) => edge.targetHandle),
        );
        // A container gives its items to what stands inside.
        if (node.parent !== undefined) wiredInputs.add('text-in');
        expect([node.id, fieldProblems(definitionOf(node), node.config, { wiredInputs })]).toEqual([
          node.id,
          [],
        ]);
      }
    });

    it('says only what its forms know', () => {
      for (const node of document.nodes) {
        const keys = definitionOf(node).fields.map(({ key }) => key);
        for (const key of Object.keys(node.config)) expect(keys).toContain(key);
      }
    });

    it('has threads only between ports that exist and fit', () => {
      const lookups = createLookups(document, definitions);
      for (const { id, source, sourceHandle, target, targetHandle } of document.edges) {
        const from = portType(lookups, { nodeId: source, handle: sourceHandle, side: 'output' });
        const to = portType(lookups, { nodeId: target, handle: targetHandle, side: 'input' });
        if (from === null || to === null) throw new Error(`no such port: ${id}`);
        expect([id, misfit(from, to)]).toEqual([id, null]);
      }
    });

    it('wires every node that runs, and ends in a text to keep', () => {
      const wired = new Set(document.edges.flatMap(({ source, target }) => [source, target]));
      // What stands in a container gets its items without a thread.
      const loose = document.nodes.filter(
        (node) => definitionOf(node).kind !== null && !wired.has(node.id) && node.parent === undefined,
      );
      expect(loose).toEqual([]);
      const sources = new Set(document.edges.map(({ source }) => source));
      const ends = document.nodes.filter((node) => wired.has(node.id) && !sources.has(node.id));
      expect(ends.map(({ type }) => type)).toEqual(ends.map(() => 'textOutput'));
    });

    it('reads from left to right on the grid, and no card covers another', () => {
      const outside = document.nodes.filter(({ parent }) => parent === undefined);
      const boxes = new Map(outside.map((node) => [node.id, rectangle(document, node)]));
      for (const { position } of document.nodes) {
        expect([position.x % GRID_PX, position.y % GRID_PX]).toEqual([0, 0]);
      }
      for (const { source, target } of document.edges) {
        expect(boxes.get(source)?.right).toBeLessThan(boxes.get(target)?.left ?? 0);
      }
      for (const [one, a] of boxes)
        for (const [other, b] of boxes) {
          const apart = a.right < b.left || b.right < a.left || a.bottom < b.top || b.bottom < a.top;
          if (one < other) expect([one, other, apart]).toEqual([one, other, true]);
        }
    });
  });
});
