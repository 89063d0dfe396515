import type { FlowEdge } from '#shared/graph/document.ts';
import type { GraphNode } from './flow-graph.ts';

/**
 * What people mean who put nodes into a container and pull no thread to its inner ports: nodes to which nothing comes
 * get the item, and what the last nodes make is the result. As soon as one such thread is there, only threads count.
 */
export function addImpliedEdges(
  { node, definition, config }: GraphNode,
  level: { readonly nodes: readonly GraphNode[]; readonly all: FlowEdge[] },
): void {
  const inside = definition?.inside?.(config);
  const item = inside?.outputs[0];
  const result = inside?.inputs[0];
  const { id } = node;
  const sources = new Set(level.all.map(({ source }) => source));
  const targets = new Set(level.all.map(({ target }) => target));
  if (item !== undefined && !sources.has(id))
    for (const each of level.nodes) {
      const port = targets.has(each.node.id) ? undefined : wordPort(each);
      if (port !== undefined) level.all.push(thread(id, item.id, each.node.id, port));
    }
  if (result !== undefined && !targets.has(id))
    for (const each of level.nodes)
      if (!sources.has(each.node.id)) level.all.push(thread(each.node.id, firstOutput(each), id, result.id));
}

/** The first input that takes words. */
function wordPort({ definition, config }: GraphNode): string | undefined {
  const ports = definition?.ports(config).inputs ?? [];
  return ports.find(({ type }) => type === 'text' || type === 'any' || type === 'json')?.id;
}

const firstOutput = ({ definition, config }: GraphNode): string =>
  definition?.ports(config).outputs[0]?.id ?? 'text-out';

const thread = (source: string, sourceHandle: string, target: string, targetHandle: string): FlowEdge => ({
  id: `${source} ${target}`,
  source,
  sourceHandle,
  target,
  targetHandle,
});
