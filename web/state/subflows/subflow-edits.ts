import type { FlowNode } from '#shared/graph/document.ts';
import { LIMITS } from '#shared/protocol/limits.ts';
import { heldFlow, SUBFLOW_TYPE } from '../../node-kit/held-flow.ts';
import type { EditorCore } from '../editing/editor-core.ts';
import { absolutePosition } from '../editing/lookups.ts';
import { foldSteps } from './fold-steps.ts';

export type SubflowEditor = Pick<
  EditorCore,
  'edit' | 'select' | 'newId' | 'selectedNodes' | 'lookups' | 'canEdit'
>;

const READ_ONLY = 'You can read this flow, but not change it.';

/** One step in the place of the chosen ones: one undo step. null = done, else why not. */
export function makeSubflow(editor: SubflowEditor): string | null {
  if (!editor.canEdit()) return READ_ONLY;
  const lookups = editor.lookups();
  const folded = foldSteps(lookups, editor.selectedNodes());
  if (!folded.ok) return folded.reason;
  const { held, taken, rewired, corner, parent } = folded;
  const outer = parent === undefined ? { x: 0, y: 0 } : absolutePosition(lookups, parent);
  const node: FlowNode = {
    ...{ id: editor.newId(), type: SUBFLOW_TYPE, version: 1 },
    position: { x: corner.x - outer.x, y: corner.y - outer.y },
    ...(parent === undefined ? {} : { parent }),
    config: { flow: JSON.stringify(held) },
  };
  editor.edit('Make a subflow', (write) => {
    write.addNode(node);
    for (const [id, { side, port }] of rewired)
      write.patchEdge(
        id,
        side === 'in' ? { target: node.id, targetHandle: port } : { source: node.id, sourceHandle: port },
      );
    for (const { id, source, target } of lookups.document.edges)
      if (taken.has(source) && taken.has(target)) write.removeEdge(id);
    for (const id of taken) write.removeNode(id);
  });
  editor.select({ nodes: [node.id] });
  return null;
}

/** The steps of a subflow in its place: one undo step. null = done, else why not. */
export function unpackSubflow(editor: SubflowEditor, nodeId: string): string | null {
  if (!editor.canEdit()) return READ_ONLY;
  const lookups = editor.lookups();
  const node = lookups.nodeById.get(nodeId);
  if (node?.type !== SUBFLOW_TYPE) return 'Select one subflow first.';
  const held = heldFlow(node.config);
  if (held.nodes.length + lookups.document.nodes.length > LIMITS.nodesPerFlow)
    return `A flow has up to ${LIMITS.nodesPerFlow} steps, and these are more.`;
  const ids = new Map(held.nodes.map(({ id }) => [id, editor.newId()]));
  const into = lookups.edgesByTarget.get(nodeId) ?? [];
  const outOf = lookups.edgesBySource.get(nodeId) ?? [];
  editor.edit('Unpack the subflow', (write) => {
    for (const inner of held.nodes) write.addNode(unpacked(inner, node, ids));
    for (const { source, sourceHandle, target, targetHandle } of held.edges) {
      const from = ids.get(source);
      const to = ids.get(target);
      const ends = { targetHandle, target: to ?? '' };
      if (from !== undefined && to !== undefined)
        write.addEdge({ id: editor.newId(), source: from, sourceHandle, ...ends });
      else if (source === '' && to !== undefined)
        for (const outer of into)
          if (outer.targetHandle === sourceHandle)
            write.addEdge({
              ...{ id: editor.newId(), source: outer.source, sourceHandle: outer.sourceHandle },
              ...ends,
            });
      if (target !== '' || from === undefined) continue;
      for (const outer of outOf)
        if (outer.sourceHandle === targetHandle) write.patchEdge(outer.id, { source: from, sourceHandle });
    }
    const led = new Set(held.edges.flatMap((edge) => (edge.target === '' ? [edge.targetHandle] : [])));
    const gone = [...into, ...outOf.filter(({ sourceHandle }) => !led.has(sourceHandle))];
    for (const { id } of gone) write.removeEdge(id);
    write.removeNode(nodeId);
  });
  editor.select({ nodes: ids.values() });
  return null;
}

function unpacked(
  inner: FlowNode,
  { position, parent }: FlowNode,
  ids: ReadonlyMap<string, string>,
): FlowNode {
  const { parent: within, ...rest } = inner;
  const id = ids.get(inner.id) ?? inner.id;
  const round = within === undefined ? undefined : ids.get(within);
  if (round !== undefined) return { ...rest, id, parent: round };
  const place = { x: position.x + (inner.position?.x ?? 0), y: position.y + (inner.position?.y ?? 0) };
  return { ...rest, id, position: place, ...(parent === undefined ? {} : { parent }) };
}
