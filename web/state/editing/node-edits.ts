import type { FlowNode, NodeAsks, Point, Size } from '#shared/graph/document.ts';
import type { JsonObject, JsonValue } from '#shared/json.ts';
import type { NodeOutput } from '#shared/run/output.ts';
import { effectiveConfig } from '../../node-kit/effective-config.ts';
import type { NodeDefinition } from '../../node-kit/types.ts';
import type { Move } from './align.ts';
import { fittingHandle, landingHandle, refusal, type Ends } from './connect.ts';
import type { EditorCore } from './editor-core.ts';
import { nodeName } from './lookups.ts';
import { toGrid } from './node-size.ts';
import { portType, type PortRef } from './ports.ts';

export interface AddNodeOptions {
  readonly config?: JsonObject | undefined;
  readonly label?: string | undefined;
  readonly parent?: string | undefined;
  /** The port from which a thread was pulled onto the empty canvas. */
  readonly connectFrom?: PortRef | undefined;
}

/** Adding nodes and changing one node. */
export function createNodeEdits(core: EditorCore) {
  const nameOf = (nodeId: string) => {
    const node = core.lookups().nodeById.get(nodeId);
    return node ? nodeName(core.lookups(), node) : 'step';
  };

  function addNode(type: string, position: Point, options: AddNodeOptions = {}): string | null {
    const lookups = core.lookups();
    const definition = lookups.definitions.get(type);
    if (definition === undefined || !core.canEdit()) return null;
    const place = lookups.border?.place(lookups, position, options) ?? ([position, options] as const);
    const node = newNode(core.newId(), definition, ...place);
    const ends = options.connectFrom && threadTo(core, node, definition, options.connectFrom);
    core.edit(`Add ${definition.title}`, (write) => {
      write.addNode(node);
      if (ends) write.addEdge({ id: core.newId(), ...ends });
    });
    core.select({ nodes: [node.id] });
    return node.id;
  }

  return Object.freeze({
    addNode,
    moveNodes(moves: readonly Move[]): void {
      core.edit('Move', (write) => {
        for (const { id, position } of moves) write.patchNode(id, { position });
      });
    },
    resizeNode(nodeId: string, size: Size, position?: Point): void {
      const width = Math.max(1, Math.round(size.width));
      const height = Math.max(1, Math.round(size.height));
      core.edit('Resize', (write) =>
        write.patchNode(nodeId, { size: { width, height }, ...(position ? { position } : {}) }),
      );
    },
    /** Typing into one field is one undo step as long as the pauses are short. */
    setConfig(nodeId: string, key: string, value: JsonValue | undefined): void {
      core.edit(`Change ${nameOf(nodeId)}`, (write) => write.setConfig(nodeId, key, value), {
        merge: `config ${nodeId} ${key}`,
      });
    },
    setLabel(nodeId: string, label: string): void {
      const text = label.trim().slice(0, 200);
      core.edit('Rename step', (write) => write.patchNode(nodeId, { label: text === '' ? undefined : text }));
    },
    toggleDisabled(): void {
      const nodes = [...core.selectedNodes()].flatMap((id) => core.lookups().nodeById.get(id) ?? []);
      if (nodes.length === 0) return;
      const disabled = nodes.every((node) => node.disabled) ? undefined : true;
      core.edit(disabled ? 'Disable' : 'Enable', (write) => {
        for (const node of nodes) write.patchNode(node.id, { disabled });
      });
    },
    setAsks(nodeId: string, asks: NodeAsks | undefined): void {
      core.edit('Change when a person is asked', (write) => write.patchNode(nodeId, { asks }));
    },
    setOverride(nodeId: string, output: NodeOutput): void {
      core.edit('Replace output', (write) => write.patchNode(nodeId, { override: plain(output) }), {
        merge: `override ${nodeId}`,
      });
    },
    clearOverride(nodeId: string): void {
      core.edit('Use own output again', (write) => write.patchNode(nodeId, { override: undefined }));
    },
  });
}

/** Members that are left out do not exist in the document. */
function plain(output: NodeOutput): JsonObject {
  return JSON.parse(JSON.stringify(output)) as JsonObject;
}

/** A node with its defaults written down, so that a later change of a default does not change old flows. */
export function newNode(
  id: string,
  definition: NodeDefinition,
  position: Point,
  options: AddNodeOptions,
): FlowNode {
  const label = options.label ?? definition.newLabel;
  return {
    id,
    type: definition.type,
    version: definition.version,
    ...(label === undefined ? {} : { label }),
    position: toGrid(position),
    ...(options.parent === undefined ? {} : { parent: options.parent }),
    config: { ...effectiveConfig(definition, options.config ?? {}), ...options.config },
  };
}

/** The ends of the thread between a new node and the port it was pulled from; null when nothing fits. */
function threadTo(core: EditorCore, node: FlowNode, definition: NodeDefinition, from: PortRef): Ends | null {
  const lookups = core.lookups();
  const type = portType(lookups, from);
  const handle = type && fittingHandle(definition, type, from.side, node.config);
  if (!handle) return null;
  if (from.side === 'output')
    return { source: from.nodeId, sourceHandle: from.handle, target: node.id, targetHandle: handle };
  const ends = { source: node.id, sourceHandle: handle, target: from.nodeId, targetHandle: from.handle };
  const landing = { ...ends, targetHandle: landingHandle(lookups, ends) };
  const withNew = { ...lookups, nodeById: new Map(lookups.nodeById).set(node.id, node) };
  return refusal(withNew, landing) === null ? landing : null;
}
