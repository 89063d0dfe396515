import type { Point } from '#shared/graph/document.ts';
import type { JsonObject } from '#shared/json.ts';
import type { DocWriter } from '../../collab/flow-doc.ts';
import { fittingHandle, landingHandle, refusal, shiftedAdapters, type Ends } from './connect.ts';
import type { EditorCore } from './editor-core.ts';
import { absolutePosition, type FlowLookups } from './lookups.ts';
import { newNode, type AddNodeOptions } from './node-edits.ts';
import { portType } from './ports.ts';

const READ_ONLY = 'You can read this flow, but not change it.';

/** Threads: making, moving and removing them. Every refusal says why. */
export function createWireEdits(core: EditorCore) {
  function canConnect(source: string, sourceHandle: string, target: string, targetHandle: string) {
    if (!core.canEdit()) return READ_ONLY;
    return refusal(core.lookups(), { source, sourceHandle, target, targetHandle });
  }

  return Object.freeze({
    canConnect,
    /** null = done, else why not. */
    connect(source: string, sourceHandle: string, target: string, targetHandle: string): string | null {
      const reason = canConnect(source, sourceHandle, target, targetHandle);
      if (reason !== null) return reason;
      const ends = { source, sourceHandle, target, targetHandle };
      const edge = { id: core.newId(), ...ends, targetHandle: landingHandle(core.lookups(), ends) };
      core.edit('Connect', (write) => write.addEdge(edge));
      return null;
    },
    /** Pulls one end of a thread to another port; null = done, else why not. */
    reconnect(edgeId: string, source: string, sourceHandle: string, target: string, targetHandle: string) {
      const lookups = core.lookups();
      const before = lookups.edgeById.get(edgeId);
      if (before === undefined) return 'That thread is no longer here.';
      if (!core.canEdit()) return READ_ONLY;
      const ends: Ends = { source, sourceHandle, target, targetHandle };
      const reason = refusal(lookups, ends, edgeId);
      if (reason !== null) return reason;
      const landing = target === before.target ? targetHandle : landingHandle(lookups, ends, edgeId);
      core.edit('Move thread', (write) => {
        if (target !== before.target) shiftAdapters(lookups, write, new Set([edgeId]));
        write.patchEdge(edgeId, { ...ends, targetHandle: landing });
      });
      return null;
    },
    removeEdge(edgeId: string): void {
      core.edit('Remove thread', (write) =>
        removeThings(core.lookups(), write, new Set(), new Set([edgeId])),
      );
    },
    /** Nodes with their threads. What is inside a removed group stays, in its place on the canvas. */
    removeNodes(nodeIds: Iterable<string>): void {
      const ids = new Set(nodeIds);
      if (ids.size > 0) core.edit('Delete', (write) => removeThings(core.lookups(), write, ids, new Set()));
    },
    removeSelection(): void {
      const nodes = core.selectedNodes();
      const edges = core.selectedEdges();
      if (nodes.size + edges.size === 0) return;
      core.edit('Delete', (write) => removeThings(core.lookups(), write, nodes, edges));
    },
    /** Puts a new node into a thread; null when its ports do not fit there. */
    insertOnEdge(
      type: string,
      edgeId: string,
      position?: Point,
      options?: Omit<AddNodeOptions, 'parent' | 'connectFrom'>,
    ): string | null {
      const lookups = core.lookups();
      const edge = lookups.edgeById.get(edgeId);
      const definition = lookups.definitions.get(type);
      if (!edge || !definition || !core.canEdit()) return null;
      const handles = handlesOnEdge(lookups, edge, type, options?.config);
      if (handles === null) return null;
      const parent = lookups.nodeById.get(edge.target)?.parent;
      const place = position ?? between(lookups, edge);
      const node = newNode(core.newId(), definition, place, { ...options, parent });
      core.edit(`Insert ${definition.title}`, (write) => {
        write.addNode(node);
        // The old thread keeps its id and its place among the target's inputs: merging follows that order.
        write.patchEdge(edgeId, { source: node.id, sourceHandle: handles.output });
        write.addEdge({
          id: core.newId(),
          source: edge.source,
          sourceHandle: edge.sourceHandle,
          target: node.id,
          targetHandle: handles.input,
        });
      });
      core.select({ nodes: [node.id] });
      return node.id;
    },
  });
}

/** The ports by which a node of this type fits into a thread; null when it does not. */
export function handlesOnEdge(
  lookups: FlowLookups,
  edge: Ends,
  type: string,
  config?: JsonObject,
): { readonly input: string; readonly output: string } | null {
  const definition = lookups.definitions.get(type);
  const carries = portType(lookups, { nodeId: edge.source, handle: edge.sourceHandle, side: 'output' });
  const takes = portType(lookups, { nodeId: edge.target, handle: edge.targetHandle, side: 'input' });
  if (!definition || carries === null || takes === null) return null;
  const input = fittingHandle(definition, carries, 'output', config);
  const output = fittingHandle(definition, takes, 'input', config);
  return input === null || output === null ? null : { input, output };
}

function between(lookups: FlowLookups, edge: Ends): Point {
  const target = lookups.nodeById.get(edge.target)?.position ?? { x: 0, y: 0 };
  const absolute = absolutePosition(lookups, edge.target);
  const source = absolutePosition(lookups, edge.source);
  return { x: target.x + (source.x - absolute.x) / 2, y: target.y + (source.y - absolute.y) / 2 };
}

/** Removes nodes and threads, and everything that hung on them; adapters that stay move together. */
export function removeThings(
  lookups: FlowLookups,
  write: DocWriter,
  nodeIds: ReadonlySet<string>,
  edgeIds: ReadonlySet<string>,
): void {
  const gone = new Set(edgeIds);
  for (const id of nodeIds) {
    for (const edge of lookups.edgesByTarget.get(id) ?? []) gone.add(edge.id);
    for (const edge of lookups.edgesBySource.get(id) ?? []) gone.add(edge.id);
  }
  shiftAdapters(lookups, write, gone);
  for (const id of gone) write.removeEdge(id);
  for (const id of nodeIds) freeContents(lookups, write, id, nodeIds);
  for (const id of nodeIds) write.removeNode(id);
}

/** Nodes of a removed group move to the nearest group that stays, or to the canvas, without moving on the screen. */
function freeContents(
  lookups: FlowLookups,
  write: DocWriter,
  groupId: string,
  removed: ReadonlySet<string>,
): void {
  for (const child of lookups.children.get(groupId) ?? []) {
    if (removed.has(child.id)) continue;
    let parent = lookups.nodeById.get(groupId)?.parent;
    while (parent !== undefined && removed.has(parent)) parent = lookups.nodeById.get(parent)?.parent;
    write.patchNode(child.id, { parent, position: relativeTo(lookups, child.id, parent) });
  }
}

/** A node's position inside another group (or on the canvas) at the same place on the screen. */
export function relativeTo(lookups: FlowLookups, nodeId: string, groupId: string | undefined): Point {
  const absolute = absolutePosition(lookups, nodeId);
  const origin = groupId === undefined ? { x: 0, y: 0 } : absolutePosition(lookups, groupId);
  return { x: absolute.x - origin.x, y: absolute.y - origin.y };
}

function shiftAdapters(lookups: FlowLookups, write: DocWriter, removed: ReadonlySet<string>): void {
  const targets = new Set([...removed].flatMap((id) => lookups.edgeById.get(id)?.target ?? []));
  for (const target of targets)
    for (const shift of shiftedAdapters(lookups.edgesByTarget.get(target) ?? [], removed))
      write.patchEdge(shift.edgeId, { targetHandle: shift.targetHandle });
}
