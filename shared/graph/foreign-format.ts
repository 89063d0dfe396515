import { isObject } from '../is-object.ts';
import type { JsonObject } from '../json.ts';

/**
 * What JSON of other tools is called, so that whoever opens it reads why it is refused. It looks at the members that only
 * those tools write; sources are their own exports (n8n, ComfyUI, React Flow, Langflow, Flowise, Dify, ChainForge, Node-RED).
 */

const objectsOf = (value: unknown): readonly JsonObject[] =>
  Array.isArray(value) ? value.filter(isObject) : [];

const has = (raw: JsonObject, ...keys: string[]): boolean => keys.every((key) => Object.hasOwn(raw, key));

/** The tool's format with its article, as in `This is an n8n workflow`; null when it may be Weft's or is nobody's. */
export function foreignFormat(json: unknown): string | null {
  if (Array.isArray(json))
    return objectsOf(json).some((each) => has(each, 'wires')) ? 'a Node-RED flow' : null;
  if (!isObject(json) || has(json, 'formatVersion') || has(json, 'weft')) return null;
  const nodes = objectsOf(json['nodes']);
  if (nodes.length > 0 || has(json, 'nodes')) return ofNodes(json, nodes);
  if (isObject(json['data']) && has(json['data'], 'nodes', 'edges')) return 'a Langflow flow';
  if (has(json, 'data') && (has(json, 'endpoint_name') || has(json, 'is_component')))
    return 'a Langflow flow';
  if (has(json, 'flow', 'cache')) return 'a ChainForge flow';
  if (has(json, 'workflow', 'kind')) return 'a Dify workflow';
  const members = Object.values(json).filter(isObject);
  if (members.some((each) => has(each, 'class_type', 'inputs'))) return 'a ComfyUI workflow';
  return null;
}

function ofNodes(json: JsonObject, nodes: readonly JsonObject[]): string | null {
  if (isObject(json['connections']) || nodes.some((node) => has(node, 'typeVersion', 'parameters')))
    return 'an n8n workflow';
  if (
    has(json, 'last_node_id') ||
    has(json, 'last_link_id') ||
    nodes.some((node) => has(node, 'pos', 'order'))
  )
    return 'a ComfyUI workflow';
  const data = nodes.flatMap((node) => (isObject(node['data']) ? [node['data']] : []));
  if (data.some((each) => has(each, 'inputAnchors') || has(each, 'baseClasses'))) return 'a Flowise flow';
  // Flows of agentic-ide are React Flow's nodes under a name, and they are read.
  const isDrawn =
    has(json, 'viewport') || nodes.some((node) => has(node, 'measured') || has(node, 'positionAbsolute'));
  return isDrawn && !has(json, 'name') ? 'a React Flow document' : null;
}
