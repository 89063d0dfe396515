import { isAdapterHandle } from '#shared/graph/handles.ts';
import type { FlowEditor } from './flow-editor.ts';
import { boundingBox, nodeBox } from './editing/node-size.ts';
import type { Thumbnail } from './flow-record.ts';

/** A flow with more nodes is drawn by its first ones: a thumbnail shows no more. */
const MOST_NODES = 60;

/** The flow drawn small, for the list of flows; null for an empty one. */
export function thumbnailOf(editor: FlowEditor): Thumbnail | null {
  const { lookups } = editor;
  const nodes = lookups.document.nodes.slice(0, MOST_NODES);
  const boxes = nodes.map((node) => nodeBox(lookups, node));
  const all = boundingBox(boxes);
  if (all === null) return null;
  const indexOf = new Map(nodes.map((node, index) => [node.id, index]));
  return {
    width: all.width,
    height: all.height,
    nodes: boxes.map((box, index) => ({
      x: box.x - all.x,
      y: box.y - all.y,
      w: box.width,
      h: box.height,
      type: nodes[index]?.type ?? '',
    })),
    edges: lookups.document.edges.flatMap((edge) => {
      const from = indexOf.get(edge.source);
      const to = indexOf.get(edge.target);
      if (from === undefined || to === undefined) return [];
      return [[from, to, isAdapterHandle(edge.targetHandle) ? 'persona' : editor.edgeType(edge.id)] as const];
    }),
  };
}
