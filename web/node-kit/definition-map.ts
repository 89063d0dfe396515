import type { NodeDefinition } from './types.ts';

/** A node.ts module, as import.meta.glob gives it. */
export interface NodeModule {
  readonly definition: NodeDefinition;
}

/**
 * Definitions by type from the modules of web/nodes (path → module), in the order of paths.
 * @throws Error when a folder's name is not its type: files would then be found under another name than flows use.
 */
export function createDefinitionMap(
  modules: Readonly<Record<string, NodeModule>>,
): ReadonlyMap<string, NodeDefinition> {
  const definitions = new Map<string, NodeDefinition>();
  for (const path of Object.keys(modules).sort()) {
    const definition = modules[path]?.definition;
    const folder = path.split('/').at(-2);
    if (definition?.type !== folder || definition === undefined)
      throw new Error(`${path} must export a definition of type "${folder}"`);
    definitions.set(definition.type, definition);
  }
  return definitions;
}
