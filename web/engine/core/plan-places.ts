import type { FlowDocument, FlowNode } from '#shared/graph/document.ts';
import type { PlanNode } from '#shared/run/plan.ts';

/** Where nodes stand, for those who look at the run later: groups are not in the plan, so theirs is counted in. */
export function createPlaces(
  document: FlowDocument,
): (nodeId: string) => Pick<PlanNode, 'position' | 'size'> {
  const byId = new Map(document.nodes.map((node) => [node.id, node]));
  return (nodeId) => {
    const node = byId.get(nodeId);
    if (node === undefined) return {};
    const position = absolute(node, byId);
    return node.size === undefined ? { position } : { position, size: node.size };
  };
}

function absolute(node: FlowNode, byId: ReadonlyMap<string, FlowNode>): { x: number; y: number } {
  let { x, y } = node.position;
  const seen = new Set([node.id]);
  for (let id = node.parent; id !== undefined && !seen.has(id); id = byId.get(id)?.parent) {
    seen.add(id);
    x += byId.get(id)?.position.x ?? 0;
    y += byId.get(id)?.position.y ?? 0;
  }
  return { x, y };
}
