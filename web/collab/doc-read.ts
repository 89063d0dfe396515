import type * as Y from 'yjs';
import {
  FLOW_FORMAT_VERSION,
  flowEdgeSchema,
  flowNodeSchema,
  flowSettingsSchema,
  NODE_MEMBERS,
  type FlowDocument,
  type FlowEdge,
  type FlowNode,
  type FlowSettings,
} from '#shared/graph/document.ts';
import { asMap, orderOf, type DocMaps } from './doc-schema.ts';
import { reuse } from './reuse.ts';

/**
 * Makes immutable snapshots of the Y.Doc, rebuilding only what changed. Content written by others is checked here:
 * what does not read as a node or an edge is left out, threads to missing nodes too.
 */
export interface DocReader {
  snapshot(): FlowDocument;
  /** Whether something changed since the last snapshot. */
  isDirty(): boolean;
  close(): void;
}

interface Entry<T> {
  readonly value: T;
  readonly order: number;
}

/** One of the two keyed collections, with the entries that must be read again. */
interface Collection<T extends { readonly id: string }> {
  refresh(): boolean;
  has(id: string): boolean;
  get(id: string): T | undefined;
  inOrder(): readonly T[];
  isDirty(): boolean;
  close(): void;
}

export function createDocReader(flowId: string, maps: DocMaps): DocReader {
  const nodes = createCollection(maps.nodes, readNode);
  const edges = createCollection(maps.edges, readEdge);
  let metaDirty = true;
  let last: FlowDocument | null = null;
  const onMeta = () => (metaDirty = true);
  maps.meta.observeDeep(onMeta);

  function snapshot(): FlowDocument {
    const nodesChanged = nodes.refresh();
    const edgesChanged = edges.refresh();
    if (last !== null && !nodesChanged && !edgesChanged && !metaDirty) return last;
    const next: FlowDocument = {
      formatVersion: FLOW_FORMAT_VERSION,
      id: flowId,
      ...(last !== null && !metaDirty ? { name: last.name } : { name: readName(maps.meta) }),
      nodes: last !== null && !nodesChanged ? last.nodes : attached(nodes),
      edges: last !== null && !nodesChanged && !edgesChanged ? last.edges : connected(edges, nodes, last),
      settings: reuse(last?.settings, metaDirty || last === null ? readSettings(maps.meta) : last.settings),
    };
    metaDirty = false;
    last = next;
    return next;
  }

  return Object.freeze({
    snapshot,
    isDirty: () => metaDirty || nodes.isDirty() || edges.isDirty(),
    close() {
      maps.meta.unobserveDeep(onMeta);
      nodes.close();
      edges.close();
    },
  });
}

/**
 * Nodes whose group is gone (removed by somebody at the same moment) stand on the canvas itself, and so do nodes that
 * two people put into each other.
 */
function attached(nodes: Collection<FlowNode>): readonly FlowNode[] {
  return nodes.inOrder().map((node) => {
    if (node.parent === undefined || (nodes.has(node.parent) && !isInItself(nodes, node))) return node;
    const { parent: _parent, ...rest } = node;
    return rest;
  });
}

function isInItself(nodes: Collection<FlowNode>, node: FlowNode): boolean {
  const seen = new Set<string>();
  for (let up = node.parent; up !== undefined && !seen.has(up); up = nodes.get(up)?.parent) {
    if (up === node.id) return true;
    seen.add(up);
  }
  return false;
}

function connected(
  edges: Collection<FlowEdge>,
  nodes: Collection<FlowNode>,
  last: FlowDocument | null,
): readonly FlowEdge[] {
  const next = edges.inOrder().filter((edge) => nodes.has(edge.source) && nodes.has(edge.target));
  const before = last?.edges;
  const same = before?.length === next.length && next.every((edge, index) => edge === before[index]);
  return before !== undefined && same ? before : next;
}

function createCollection<T extends { readonly id: string }>(
  map: Y.Map<Y.Map<unknown>>,
  read: (id: string, entry: Y.Map<unknown>) => T | null,
): Collection<T> {
  const entries = new Map<string, Entry<T>>();
  const dirty = new Set<string>(map.keys());
  let ordered: readonly T[] = [];
  const onChange = (events: Y.YEvent<Y.AbstractType<unknown>>[]) => {
    for (const event of events) {
      const id = event.path[0];
      if (typeof id === 'string') dirty.add(id);
      else for (const key of event.keys.keys()) dirty.add(key);
    }
  };
  map.observeDeep(onChange as Parameters<typeof map.observeDeep>[0]);

  function refreshOne(id: string): boolean {
    const before = entries.get(id);
    const source = asMap(map.get(id));
    const fresh = source && readOrNothing(() => read(id, source));
    if (!source || !fresh) return entries.delete(id);
    const order = orderOf(source);
    const value = reuse(before?.value, fresh);
    if (before?.value === value && before.order === order) return false;
    entries.set(id, { value, order });
    return true;
  }

  return {
    refresh() {
      let changed = false;
      for (const id of dirty) changed = refreshOne(id) || changed;
      dirty.clear();
      if (changed)
        ordered = [...entries.values()]
          .sort((a, b) => a.order - b.order || (a.value.id < b.value.id ? -1 : 1))
          .map((entry) => entry.value);
      return changed;
    },
    has: (id) => entries.has(id),
    get: (id) => entries.get(id)?.value,
    inOrder: () => ordered,
    isDirty: () => dirty.size > 0,
    close: () => map.unobserveDeep(onChange as Parameters<typeof map.observeDeep>[0]),
  };
}

/** Whatever somebody wrote there, a reader only leaves it out: values nested too deep end the schema's recursion. */
function readOrNothing<T>(read: () => T | null): T | null {
  try {
    return read();
  } catch {
    return null;
  }
}

function readNode(id: string, map: Y.Map<unknown>): FlowNode | null {
  const raw: Record<string, unknown> = { id };
  for (const key of NODE_MEMBERS) {
    const value = key === 'id' ? undefined : map.get(key);
    if (value !== undefined) raw[key] = value;
  }
  raw['config'] = sortedEntries(asMap(map.get('config')));
  const parsed = flowNodeSchema.safeParse(raw);
  if (!parsed.success) return null;
  if (parsed.data.parent !== id) return parsed.data;
  const { parent: _parent, ...rest } = parsed.data;
  return rest;
}

/** Keys in code-unit order, so that every editor makes the same object. */
function sortedEntries(map: Y.Map<unknown> | null): Record<string, unknown> {
  const keys = map === null ? [] : [...map.keys()].sort();
  return Object.fromEntries(keys.map((key) => [key, map?.get(key)]));
}

function readEdge(id: string, map: Y.Map<unknown>): FlowEdge | null {
  const parsed = flowEdgeSchema.safeParse({
    id,
    source: map.get('source'),
    sourceHandle: map.get('sourceHandle'),
    target: map.get('target'),
    targetHandle: map.get('targetHandle'),
  });
  return parsed.success ? parsed.data : null;
}

function readName(meta: Y.Map<unknown>): string {
  const name = meta.get('name');
  return typeof name === 'string' ? name.slice(0, 200) : 'Untitled flow';
}

function readSettings(meta: Y.Map<unknown>): FlowSettings {
  const settings = asMap(meta.get('settings'));
  const parsed = readOrNothing(() => flowSettingsSchema.safeParse(sortedEntries(settings)));
  return parsed?.success ? parsed.data : {};
}
