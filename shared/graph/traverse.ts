/** Which nodes a run touches. Ids in, ids out; O(nodes + edges). */

export interface Link {
  readonly source: string;
  readonly target: string;
}

function neighbours(
  links: readonly Link[],
  from: 'source' | 'target',
  to: 'source' | 'target',
): Map<string, string[]> {
  const map = new Map<string, string[]>();
  for (const link of links) {
    const list = map.get(link[from]);
    if (list) list.push(link[to]);
    else map.set(link[from], [link[to]]);
  }
  return map;
}

function reach(start: Iterable<string>, next: Map<string, string[]>): Set<string> {
  const found = new Set<string>(start);
  const queue = [...found];
  for (let node = queue.pop(); node !== undefined; node = queue.pop()) {
    for (const neighbour of next.get(node) ?? []) {
      if (found.has(neighbour)) continue;
      found.add(neighbour);
      queue.push(neighbour);
    }
  }
  return found;
}

/** The node and everything that depends on it. */
export function downstream(links: readonly Link[], nodeId: string): Set<string> {
  return reach([nodeId], neighbours(links, 'source', 'target'));
}

/** The node and everything it depends on. */
export function upstream(links: readonly Link[], nodeId: string): Set<string> {
  return reach([nodeId], neighbours(links, 'target', 'source'));
}

/** What a person asked to run. */
export type RunScope =
  | { readonly kind: 'all' }
  | { readonly kind: 'from'; readonly nodeId: string }
  | { readonly kind: 'upto'; readonly nodeId: string }
  | { readonly kind: 'only'; readonly nodeId: string };

export interface PartialRun {
  /** Nodes of the run. */
  readonly run: ReadonlySet<string>;
  /** Nodes outside the run whose stored output feeds it. */
  readonly feed: ReadonlySet<string>;
}

/**
 * The nodes that a run of this scope must contain. `usable` = nodes whose stored output is a cache hit under the
 * current configuration; an output with an error is never usable. From a node: the node, its descendants, and,
 * repeatedly, every input of the set without a usable output. Up to a node: the node and its ancestors, of which those
 * with usable outputs are answered from the cache when they are due. Only: the node, and what it cannot do without.
 */
export function partialRun(
  nodeIds: readonly string[],
  links: readonly Link[],
  scope: RunScope,
  usable: ReadonlySet<string>,
): PartialRun {
  if (scope.kind === 'all') return { run: new Set(nodeIds), feed: new Set() };
  if (scope.kind === 'upto') return { run: upstream(links, scope.nodeId), feed: new Set() };
  const run = scope.kind === 'from' ? downstream(links, scope.nodeId) : new Set([scope.nodeId]);
  const inputs = neighbours(links, 'target', 'source');
  const feed = new Set<string>();
  const queue = [...run];
  for (let node = queue.pop(); node !== undefined; node = queue.pop()) {
    for (const input of inputs.get(node) ?? []) {
      if (run.has(input)) continue;
      if (usable.has(input)) feed.add(input);
      else {
        run.add(input);
        queue.push(input);
      }
    }
  }
  return { run, feed };
}
