import fc from 'fast-check';
import type { FlowDocument, FlowEdge, FlowNode } from '#shared/graph/document.ts';
import type { JsonObject } from '#shared/json.ts';
import type { DocWriter, FlowDoc } from './flow-doc.ts';

/** Arbitrary documents and edits for property tests. */

const coordinate = fc.integer({ min: -2_000, max: 2_000 });
const nodeIds = ['a', 'b', 'c', 'd', 'e', 'f'] as const;
const nodeId = fc.constantFrom(...nodeIds);

const config = fc.dictionary(
  fc.constantFrom('prompt', 'notes', 'model', 'tags'),
  fc.oneof(
    fc.string({ maxLength: 12 }),
    fc.integer(),
    fc.boolean(),
    fc.constant({ provider: 'x', model: 'y' }),
  ),
) as fc.Arbitrary<JsonObject>;

/** A node without a parent; documents() puts some into groups. */
const flowNodes: fc.Arbitrary<FlowNode> = fc.record(
  {
    id: nodeId,
    type: fc.constantFrom('initialPrompt', 'textOutput', 'group', 'from-the-future'),
    version: fc.integer({ min: 0, max: 3 }),
    label: fc.string({ maxLength: 20 }),
    position: fc.record({ x: coordinate, y: coordinate }, { noNullPrototype: true }),
    size: fc.record(
      { width: fc.integer({ min: 1, max: 500 }), height: fc.integer({ min: 1, max: 500 }) },
      { noNullPrototype: true },
    ),
    disabled: fc.boolean(),
    config,
    override: fc.record({ text: fc.string() }, { noNullPrototype: true }),
    foreign: fc.record({ memo: fc.string() }, { noNullPrototype: true }),
  },
  { requiredKeys: ['id', 'type', 'version', 'position', 'config'], noNullPrototype: true },
);

const edges = (ids: readonly string[]): fc.Arbitrary<FlowEdge[]> =>
  ids.length === 0
    ? fc.constant([])
    : fc.uniqueArray(
        fc.record(
          {
            id: fc.constantFrom('e1', 'e2', 'e3', 'e4', 'e5'),
            source: fc.constantFrom(...ids),
            sourceHandle: fc.constantFrom('text-out', 'json-out'),
            target: fc.constantFrom(...ids),
            targetHandle: fc.constantFrom('text-in', 'adapter-0', 'adapter-1'),
          },
          { noNullPrototype: true },
        ),
        { selector: (edge) => edge.id },
      );

export const documents: fc.Arbitrary<FlowDocument> = fc
  .uniqueArray(flowNodes, { selector: (node) => node.id, maxLength: 6 })
  .chain((nodes) =>
    fc.record(
      {
        formatVersion: fc.constant(1),
        id: fc.constant('flow'),
        name: fc.string({ maxLength: 30 }),
        nodes: fc.constant(nodes),
        edges: edges(nodes.map((node) => node.id)),
        settings: fc.record(
          {
            defaultProvider: fc.constant('demo'),
            concurrency: fc.integer({ min: 1, max: 64 }),
            foreign: fc.record({ retries: fc.nat() }, { noNullPrototype: true }),
          },
          { requiredKeys: [], noNullPrototype: true },
        ),
      },
      { noNullPrototype: true },
    ),
  );

/** A random edit of a document; applied through `apply`. */
export const edits: fc.Arbitrary<(write: DocWriter) => void> = fc.oneof(
  flowNodes.map((node) => (write: DocWriter) => write.addNode(node)),
  fc.tuple(nodeId, coordinate, coordinate).map(
    ([id, x, y]) =>
      (write: DocWriter) =>
        write.patchNode(id, { position: { x, y } }),
  ),
  fc.tuple(nodeId, nodeId).map(
    ([id, parent]) =>
      (write: DocWriter) =>
        write.patchNode(id, { parent }),
  ),
  fc.tuple(nodeId, fc.constantFrom('prompt', 'notes'), fc.string()).map(
    ([id, key, value]) =>
      (write: DocWriter) =>
        write.setConfig(id, key, value),
  ),
  nodeId.map((id) => (write: DocWriter) => write.removeNode(id)),
  fc.tuple(fc.constantFrom('e1', 'e2', 'e3'), nodeId, nodeId).map(
    ([id, source, target]) =>
      (write: DocWriter) =>
        write.addEdge({ id, source, sourceHandle: 'text-out', target, targetHandle: 'text-in' }),
  ),
  fc.constantFrom('e1', 'e2', 'e3').map((id) => (write: DocWriter) => write.removeEdge(id)),
  fc.string({ maxLength: 20 }).map((name) => (write: DocWriter) => write.setName(name)),
);

/** Makes each edit a step of its own. */
export function applyEdits(doc: FlowDoc, list: readonly ((write: DocWriter) => void)[]): void {
  for (const edit of list) doc.transact('edit', edit);
}
