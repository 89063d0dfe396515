import { isObject } from '../is-object.ts';
import { canonicalJson, type JsonValue } from '../json.ts';
import type { FlowDocument, FlowEdge, FlowNode } from './document.ts';

/**
 * What changed from one state of a flow to another. Nodes are the same when their ids are; threads when they join the
 * same ports, whatever their ids. Knows nothing of node types: whoever shows it has names for keys.
 */
export interface FlowDiff {
  /** null = the name is the same. */
  readonly name: { readonly before: string; readonly after: string } | null;
  readonly settings: readonly FieldChange[];
  readonly added: readonly FlowNode[];
  readonly removed: readonly FlowNode[];
  readonly changed: readonly NodeChange[];
  readonly threadsAdded: readonly FlowEdge[];
  readonly threadsRemoved: readonly FlowEdge[];
  /** Nodes into which the same threads lead in another order; it decides how texts are joined. */
  readonly reordered: readonly string[];
}

export interface NodeChange {
  readonly before: FlowNode;
  readonly after: FlowNode;
  readonly fields: readonly FieldChange[];
  /** Stands elsewhere, or has another size. */
  readonly moved: boolean;
}

/** One value. `path` = ['label'], ['config', 'text'], ['config', 'parameters', 'top_p']… `undefined` = was or is not there. */
export interface FieldChange {
  readonly path: readonly string[];
  readonly before: JsonValue | undefined;
  readonly after: JsonValue | undefined;
}

export function diffFlows(before: FlowDocument, after: FlowDocument): FlowDiff {
  const old = new Map(before.nodes.map((node) => [node.id, node]));
  const fresh = new Map(after.nodes.map((node) => [node.id, node]));
  const oldThreads = new Set(before.edges.map(threadKey));
  const freshThreads = new Set(after.edges.map(threadKey));
  return {
    name: before.name === after.name ? null : { before: before.name, after: after.name },
    settings: memberChanges([], before.settings, after.settings),
    added: after.nodes.filter((node) => !old.has(node.id)),
    removed: before.nodes.filter((node) => !fresh.has(node.id)),
    changed: after.nodes.flatMap((node) => {
      const earlier = old.get(node.id);
      return earlier === undefined ? [] : nodeChange(earlier, node);
    }),
    threadsAdded: after.edges.filter((edge) => !oldThreads.has(threadKey(edge))),
    threadsRemoved: before.edges.filter((edge) => !freshThreads.has(threadKey(edge))),
    reordered: reorderedTargets(
      before.edges.filter((edge) => freshThreads.has(threadKey(edge))),
      after.edges.filter((edge) => oldThreads.has(threadKey(edge))),
    ),
  };
}

export function isSameFlow(diff: FlowDiff): boolean {
  const { name, ...lists } = diff;
  return name === null && Object.values(lists).every((list) => list.length === 0);
}

function threadKey(edge: FlowEdge): string {
  return canonicalJson([edge.source, edge.sourceHandle, edge.target, edge.targetHandle]);
}

function nodeChange(before: FlowNode, after: FlowNode): readonly NodeChange[] {
  if (before === after) return [];
  const { config: oldConfig, ...oldRest } = plainNode(before);
  const { config, ...rest } = plainNode(after);
  const fields = [
    ...memberChanges([], oldRest, rest),
    ...memberChanges(['config'], oldConfig, config, { deep: true }),
  ];
  const moved = !isEqual(before.position, after.position) || !isEqual(before.size, after.size);
  return fields.length === 0 && !moved ? [] : [{ before, after, fields, moved }];
}

/** What a person can see of a node: not its place, and not the version of the type that wrote it. */
function plainNode({ type, label, parent, disabled, asks, override, config }: FlowNode) {
  // A node that is not disabled is the same as one that says so.
  return { type, label: label || undefined, parent, disabled: disabled || undefined, asks, override, config };
}

type Members = { readonly [key: string]: JsonValue | undefined };

/** With `deep`, an object in both is compared member by member. */
function memberChanges(
  path: readonly string[],
  before: object,
  after: object,
  { deep = false } = {},
): FieldChange[] {
  const [old, fresh] = [before as Members, after as Members];
  return [...new Set([...Object.keys(old), ...Object.keys(fresh)])].flatMap((key) => {
    const change = { path: [...path, key], before: old[key], after: fresh[key] };
    if (isEqual(change.before, change.after)) return [];
    if (deep && isObject(change.before) && isObject(change.after))
      return memberChanges(change.path, change.before, change.after, { deep });
    return [change];
  });
}

function isEqual(before: unknown, after: unknown): boolean {
  return before === after || canonicalJson({ value: before }) === canonicalJson({ value: after });
}

/** Both lists hold the same threads. */
function reorderedTargets(before: readonly FlowEdge[], after: readonly FlowEdge[]): readonly string[] {
  const orders = (edges: readonly FlowEdge[]) => {
    const byTarget = new Map<string, string>();
    for (const edge of edges)
      byTarget.set(edge.target, `${byTarget.get(edge.target) ?? ''}${threadKey(edge)}`);
    return byTarget;
  };
  const old = orders(before);
  return [...orders(after)].filter(([target, order]) => old.get(target) !== order).map(([target]) => target);
}
