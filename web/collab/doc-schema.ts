import * as Y from 'yjs';

/**
 * Where things are in the Y.Doc. meta: {formatVersion, name, settings: Y.Map}. nodes: id → Y.Map {type, version,
 * label?, position, size?, parent?, disabled?, asks?, config: Y.Map, override?, foreign?, order}. edges: id → Y.Map
 * {source, sourceHandle, target, targetHandle, order}. `order` rises with creation and ties are broken by id, so all
 * editors see one order; merging of inputs follows it.
 */
export interface DocMaps {
  readonly meta: Y.Map<unknown>;
  readonly nodes: Y.Map<Y.Map<unknown>>;
  readonly edges: Y.Map<Y.Map<unknown>>;
}

export function docMaps(doc: Y.Doc): DocMaps {
  return { meta: doc.getMap('meta'), nodes: doc.getMap('nodes'), edges: doc.getMap('edges') };
}

/** A nested map that others may fill at the same time; null when the value is of another kind. */
export function asMap(value: unknown): Y.Map<unknown> | null {
  return value instanceof Y.Map ? value : null;
}

/** The order key of an entry; entries written by something unknown come first. */
export function orderOf(map: Y.Map<unknown>): number {
  const order = map.get('order');
  // Beyond that counting on by one would stand still.
  return typeof order === 'number' && Math.abs(order) < Number.MAX_SAFE_INTEGER ? order : 0;
}
