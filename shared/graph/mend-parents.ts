import type { FlowNode } from './document.ts';
import type { Repair } from './load.ts';

/**
 * Takes nodes out of groups that are not there, and groups out of each other where they lie in a circle; each is told.
 * What lies in such a group stays in it. O(nodes).
 */
export function mendParents(nodes: readonly FlowNode[], repairs: Repair[]): FlowNode[] {
  const parentOf = new Map(nodes.map(({ id, parent }) => [id, parent]));
  const circling = inThemselves(parentOf);
  return nodes.map((node) => {
    const { parent, ...rest } = node;
    if (parent === undefined) return node;
    const name = node.label ?? node.id;
    if (!parentOf.has(parent))
      repairs.push({
        kind: 'missing-parent',
        message: `Node ${name} sat in a group that is not there; it was taken out.`,
      });
    else if (circling.has(node.id))
      repairs.push({
        kind: 'parent-circle',
        message: `Group ${name} sat in itself, perhaps by way of others; it was taken out.`,
      });
    else return node;
    return rest;
  });
}

/** The ids from which the way up leads back to them. */
function inThemselves(parentOf: ReadonlyMap<string, string | undefined>): ReadonlySet<string> {
  const found = new Set<string>();
  const walked = new Set<string>();
  for (const start of parentOf.keys()) {
    const way: string[] = [];
    let at: string | undefined = start;
    while (at !== undefined && !walked.has(at)) {
      walked.add(at);
      way.push(at);
      at = parentOf.get(at);
    }
    const back = at === undefined ? -1 : way.indexOf(at);
    if (back >= 0) for (const id of way.slice(back)) found.add(id);
  }
  return found;
}
