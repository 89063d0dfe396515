import type { FlowNode } from '#shared/graph/document.ts';
import type { JsonValue } from '#shared/json.ts';
import { nodeName, type FlowLookups } from './lookups.ts';

export interface Found {
  readonly nodeId: string;
  readonly label: string;
  /** The node type's title. */
  readonly kind: string;
  /** Where the words stand, with a little around them; '' when in name or kind. */
  readonly where: string;
}

const AROUND = 24;

/** Nodes whose name, kind or settings contain the words, names first. An empty query finds all, in the flow's order. */
export function findNodes(lookups: FlowLookups, query: string): readonly Found[] {
  const words = query.trim().toLocaleLowerCase();
  const inName: Found[] = [];
  const inSettings: Found[] = [];
  for (const node of lookups.document.nodes) {
    const label = nodeName(lookups, node);
    const kind = lookups.definitions.get(node.type)?.title ?? node.type;
    const base = { nodeId: node.id, label, kind };
    if (`${label}\n${kind}`.toLocaleLowerCase().includes(words)) {
      inName.push({ ...base, where: '' });
      continue;
    }
    const where = excerpt(node, words);
    if (where !== null) inSettings.push({ ...base, where });
  }
  return [...inName, ...inSettings];
}

function excerpt(node: FlowNode, words: string): string | null {
  for (const text of texts(node.config)) {
    const at = text.toLocaleLowerCase().indexOf(words);
    if (at < 0) continue;
    const start = Math.max(0, at - AROUND);
    const end = Math.min(text.length, at + words.length + AROUND);
    return `${start > 0 ? '…' : ''}${text.slice(start, end).replace(/\s+/g, ' ')}${end < text.length ? '…' : ''}`;
  }
  return null;
}

function* texts(value: JsonValue): Generator<string> {
  if (typeof value === 'string') yield value;
  else if (value !== null && typeof value === 'object')
    for (const member of Object.values(value as { readonly [key: string]: JsonValue })) yield* texts(member);
}
