import * as Y from 'yjs';
import type { FlowDocument, FlowEdge, FlowNode } from '#shared/graph/document.ts';
import { canonicalJson } from '#shared/json.ts';
import { asMap, orderOf, type DocMaps } from './doc-schema.ts';
import type { DocWriter } from './flow-doc.ts';

/** The edits on the Y.Doc. Values that are already there are not written again: no empty changes for others. */
export function createDocWriter(maps: DocMaps): DocWriter {
  const { meta, nodes, edges } = maps;
  const nextNodeOrder = orderCounter(nodes);
  const nextEdgeOrder = orderCounter(edges);

  const writer: DocWriter = {
    addNode(node) {
      const existing = asMap(nodes.get(node.id));
      nodes.set(node.id, nodeMap(node, existing ? orderOf(existing) : nextNodeOrder()));
    },
    patchNode(nodeId, patch) {
      const node = asMap(nodes.get(nodeId));
      if (node) setMembers(node, patch);
    },
    setConfig(nodeId, key, value) {
      const node = asMap(nodes.get(nodeId));
      if (!node) return;
      const config = asMap(node.get('config')) ?? node.set('config', new Y.Map<unknown>());
      setMember(config, key, value);
    },
    removeNode: (nodeId) => remove(nodes, nodeId),
    addEdge(edge) {
      const existing = asMap(edges.get(edge.id));
      edges.set(edge.id, edgeMap(edge, existing ? orderOf(existing) : nextEdgeOrder()));
    },
    patchEdge(edgeId, patch) {
      const edge = asMap(edges.get(edgeId));
      if (edge) setMembers(edge, patch);
    },
    removeEdge: (edgeId) => remove(edges, edgeId),
    setName: (name) => setMember(meta, 'name', name),
    patchSettings(patch) {
      const settings = asMap(meta.get('settings')) ?? meta.set('settings', new Y.Map<unknown>());
      setMembers(settings, patch);
    },
    replace: (document) => replaceAll(maps, writer, document),
  };
  return Object.freeze(writer);
}

function replaceAll({ meta, nodes, edges }: DocMaps, write: DocWriter, document: FlowDocument): void {
  const keptNodes = new Set(document.nodes.map((node) => node.id));
  for (const id of [...nodes.keys()]) if (!keptNodes.has(id)) nodes.delete(id);
  for (const id of [...edges.keys()]) edges.delete(id);
  document.nodes.forEach((node, index) => nodes.set(node.id, nodeMap(node, index)));
  document.edges.forEach((edge, index) => edges.set(edge.id, edgeMap(edge, index)));
  setMember(meta, 'formatVersion', document.formatVersion);
  write.setName(document.name);
  meta.set('settings', mapOf(document.settings));
}

/** Rises from the highest order in use, looked up once when first needed. */
function orderCounter(map: Y.Map<Y.Map<unknown>>): () => number {
  let next: number | null = null;
  return () => {
    if (next === null) {
      let highest = -1;
      for (const value of map.values()) {
        const entry = asMap(value);
        if (entry) highest = Math.max(highest, orderOf(entry));
      }
      next = Math.floor(highest) + 1;
    }
    const order = next;
    next += 1;
    return order;
  };
}

function remove(map: Y.Map<Y.Map<unknown>>, id: string): void {
  if (map.has(id)) map.delete(id);
}

function mapOf(values: object): Y.Map<unknown> {
  const map = new Y.Map<unknown>();
  for (const [key, value] of Object.entries(values)) if (value !== undefined) map.set(key, value);
  return map;
}

function nodeMap(node: FlowNode, order: number): Y.Map<unknown> {
  const { id: _id, config, ...members } = node;
  const map = mapOf({ ...members, order });
  map.set('config', mapOf(config));
  return map;
}

function edgeMap(edge: FlowEdge, order: number): Y.Map<unknown> {
  const { id: _id, ...members } = edge;
  return mapOf({ ...members, order });
}

function setMembers(map: Y.Map<unknown>, patch: object): void {
  for (const [key, value] of Object.entries(patch)) setMember(map, key, value);
}

function setMember(map: Y.Map<unknown>, key: string, value: unknown): void {
  if (value === undefined) {
    if (map.has(key)) map.delete(key);
    return;
  }
  const before = map.get(key);
  if (map.has(key) && !(before instanceof Y.AbstractType) && canonicalJson(before) === canonicalJson(value))
    return;
  map.set(key, value);
}
