import type { FlowNode } from '#shared/graph/document.ts';
import type { NodeDefinition } from '../../node-kit/types.ts';

/** Whether other nodes are put into this one on the canvas: a group, or a container that draws what it repeats. */
export function holdsNodes(node: Pick<FlowNode, 'type'>, definition: NodeDefinition | null): boolean {
  return node.type === 'group' || isDrawnContainer(definition);
}

/** A container whose nodes are drawn inside it. */
export const isDrawnContainer = (definition: NodeDefinition | null): boolean =>
  definition?.inside !== undefined && definition.heldNodes === undefined;
