import type { FlowDocument, FlowEdge, FlowNode } from '#shared/graph/document.ts';
import { isAdapterHandle } from '#shared/graph/handles.ts';
import type { NodeDefinition } from '../../node-kit/types.ts';

type DefinitionOf = (type: string) => NodeDefinition | null;

/** Its label, else what its type is called. */
export function nodeTitle(node: FlowNode, definitionOf: DefinitionOf): string {
  return node.label || (definitionOf(node.type)?.title ?? node.type);
}

/** A thread by the names of its steps in the document that has it: `Draft to Polish, at text`. */
export function threadTitle(edge: FlowEdge, document: FlowDocument, definitionOf: DefinitionOf): string {
  const nodeOf = (id: string) => document.nodes.find((node) => node.id === id);
  const name = (id: string) => {
    const node = nodeOf(id);
    return node === undefined ? 'a step that is gone' : nodeTitle(node, definitionOf);
  };
  return `${name(edge.source)} to ${name(edge.target)}, at ${portLabel(edge, nodeOf(edge.target), definitionOf)}`;
}

function portLabel(edge: FlowEdge, target: FlowNode | undefined, definitionOf: DefinitionOf): string {
  if (isAdapterHandle(edge.targetHandle)) return 'character';
  const ports = target && definitionOf(target.type)?.ports(target.config).inputs;
  return ports?.find((port) => port.id === edge.targetHandle)?.label ?? edge.targetHandle;
}
