import { isObject } from '../is-object.ts';

/**
 * Brings the raw JSON of an older flow to the current shape, one named step per version. Runs before validation, so it
 * trusts nothing. Version 0 is the shape of agentic-ide: `{nodes: [{id, type, data, position}], providerId}`.
 */
type RawObject = Record<string, unknown>;

/** agentic-ide kept UI state in `data`; Weft's config holds only what the node's form holds. */
const DROPPED_DATA_KEYS = new Set([
  'status',
  'output',
  'label',
  'adapterCount',
  'error',
  'providerId',
  'model',
  'providerParams',
]);

/** agentic-ide called a provider by its model's maker; here it is called by whom the call goes to. */
const PROVIDERS_BY_OLD_ID: { readonly [id: string]: string } = { blackforestlabs: 'fireworks' };

function nodeFromAgenticIde(raw: unknown): unknown {
  if (!isObject(raw) || !isObject(raw['data'])) return raw;
  const data = raw['data'];
  const config: RawObject = {};
  for (const [key, value] of Object.entries(data)) {
    if (!DROPPED_DATA_KEYS.has(key) && value !== undefined) config[key] = value;
  }
  if (typeof data['providerId'] === 'string' && data['providerId'] !== '')
    config['model'] = {
      provider: PROVIDERS_BY_OLD_ID[String(data['providerId'])] ?? data['providerId'],
      model: data['model'] ?? '',
      parameters: data['providerParams'] ?? {},
    };
  const { data: _data, parentId, parentNode, width, height, ...rest } = raw;
  const parent = typeof parentId === 'string' ? parentId : parentNode;
  return {
    id: rest['id'],
    type: rest['type'],
    version: 1,
    ...(typeof data['label'] === 'string' ? { label: data['label'] } : {}),
    position: rest['position'],
    ...(typeof width === 'number' && typeof height === 'number' ? { size: { width, height } } : {}),
    ...(typeof parent === 'string' ? { parent } : {}),
    config,
  };
}

/** agentic-ide left handles null for its single text ports. */
function edgeFromAgenticIde(raw: unknown, index: number): unknown {
  if (!isObject(raw)) return raw;
  return {
    id: raw['id'] ?? `edge-${index}`,
    source: raw['source'],
    sourceHandle: raw['sourceHandle'] ?? 'text-out',
    target: raw['target'],
    targetHandle: raw['targetHandle'] ?? 'text-in',
  };
}

function isAgenticIde(raw: RawObject): boolean {
  const nodes = raw['nodes'];
  return (
    raw['formatVersion'] === undefined &&
    Array.isArray(nodes) &&
    nodes.some((node) => isObject(node) && isObject(node['data']))
  );
}

/** The same object in the current shape; what it does not recognise it leaves for validation to refuse. */
export function migrate(raw: RawObject): RawObject {
  if (!isAgenticIde(raw)) return raw;
  const edges = Array.isArray(raw['edges']) ? raw['edges'] : [];
  const provider = raw['providerId'];
  return {
    formatVersion: 1,
    id: raw['id'],
    name: raw['name'],
    nodes: (raw['nodes'] as unknown[]).map(nodeFromAgenticIde),
    edges: edges.map(edgeFromAgenticIde),
    settings: typeof provider === 'string' && provider !== '' ? { defaultProvider: provider } : {},
  };
}
