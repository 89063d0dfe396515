import type { JsonObject, JsonValue } from '../json.ts';
import {
  NODE_MEMBERS,
  SETTINGS_MEMBERS,
  type FlowDocument,
  type FlowEdge,
  type FlowNode,
  type FlowSettings,
} from './document.ts';

/** Keys of free-form objects (config, override) in code-unit order, deeply, so that git diffs stay small. */
function sorted(value: JsonValue): JsonValue {
  if (value === null || typeof value !== 'object') return value;
  if (Array.isArray(value)) return value.map(sorted);
  const record = value as { readonly [key: string]: JsonValue };
  return Object.fromEntries(
    Object.keys(record)
      .sort()
      .map((key) => [key, sorted(record[key] ?? null)]),
  );
}

function nodeForFile(node: FlowNode): FlowNode {
  return {
    id: node.id,
    type: node.type,
    version: node.version,
    label: node.label,
    position: { x: node.position.x, y: node.position.y },
    size: node.size && { width: node.size.width, height: node.size.height },
    parent: node.parent,
    disabled: node.disabled || undefined,
    config: sorted(node.config) as FlowNode['config'],
    asks: node.asks,
    override: node.override && (sorted(node.override) as FlowNode['config']),
    ...foreignIn(node.foreign, NODE_MEMBERS),
  };
}

/** What another version wrote, behind what this one knows and never in its place. */
function foreignIn(foreign: JsonObject | undefined, known: readonly string[]): JsonObject {
  if (foreign === undefined) return {};
  const members = Object.entries(sorted(foreign) as JsonObject);
  return Object.fromEntries(members.filter(([key]) => !known.includes(key)));
}

function settingsForFile({ foreign, ...settings }: FlowSettings): FlowSettings {
  return { ...settings, ...foreignIn(foreign, SETTINGS_MEMBERS) };
}

function edgeForFile(edge: FlowEdge): FlowEdge {
  return {
    id: edge.id,
    source: edge.source,
    sourceHandle: edge.sourceHandle,
    target: edge.target,
    targetHandle: edge.targetHandle,
  };
}

/** The text of a `.flow.json`: members always in the same order, two-space indent, newline at the end. No secrets by construction. */
export function flowFileText(document: FlowDocument): string {
  const ordered: FlowDocument = {
    formatVersion: document.formatVersion,
    id: document.id,
    name: document.name,
    nodes: document.nodes.map(nodeForFile),
    edges: document.edges.map(edgeForFile),
    settings: settingsForFile(document.settings),
  };
  return `${JSON.stringify(ordered, null, 2)}\n`;
}

/** A file name from a flow's name: letters, digits and dashes, never empty. */
export function flowFileName(name: string): string {
  const stem = name
    .normalize('NFKD')
    .replace(/[^\p{L}\p{N}]+/gu, '-')
    .replace(/^-+|-+$/g, '')
    .toLowerCase()
    .slice(0, 80);
  return `${stem || 'flow'}.flow.json`;
}
