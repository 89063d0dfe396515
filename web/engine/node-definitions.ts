import { createDefinitionMap, type NodeModule } from '../node-kit/definition-map.ts';
import type { NodeDefinition } from '../node-kit/types.ts';

const modules = import.meta.glob<NodeModule>('../nodes/*/node.ts', { eager: true });

let definitions: ReadonlyMap<string, NodeDefinition> | null = null;

/** Every node type of web/nodes, by type. For the page and the worker alike: data and pure functions only. */
export function nodeDefinitions(): ReadonlyMap<string, NodeDefinition> {
  return (definitions ??= createDefinitionMap(modules));
}
