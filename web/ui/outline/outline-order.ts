import type { FlowDocument, FlowNode, Point } from '#shared/graph/document.ts';
import type { NodeDefinition } from '../../node-kit/types.ts';
import { flowOrder } from '../canvas/flow-order.ts';
import { listNames } from '../canvas/node-words.ts';
import type { NodeDisplayStatus } from '../status/node-status.ts';
import { spokenNode, NODE_STATUS } from '../status/node-status.ts';

/** The canvas as a list. */
export interface OutlineOrder {
  /** Ids of what can run, along the threads. */
  readonly steps: readonly string[];
  /** Ids of groups and notes, from top to bottom. */
  readonly others: readonly string[];
}

export function outlineOrder(
  document: FlowDocument,
  definition: (type: string) => NodeDefinition | null,
  positionOf: (nodeId: string) => Point,
): OutlineOrder {
  const nodes = new Map(document.nodes.map((node) => [node.id, node]));
  const runs = (id: string) => {
    const node = nodes.get(id);
    return node === undefined || definition(node.type)?.kind !== null;
  };
  const order = flowOrder(document, positionOf);
  return { steps: order.filter(runs), others: order.filter((id) => !runs(id)) };
}

/** "from Enhance and Wren", "in Cover", "12 words" … what stands under a row's name; '' = nothing. */
export function rowDetail(sources: readonly string[], group: string | null): string {
  const parts = [
    ...(sources.length > 0 ? [`from ${listNames([...new Set(sources)])}`] : []),
    ...(group === null ? [] : [`in ${group}`]),
  ];
  return parts.join(', ');
}

/** What a note says, on one line; '' for anything else. */
export function noteExcerpt(node: Pick<FlowNode, 'type' | 'config'>): string {
  const text = node.type === 'note' ? node.config['text'] : undefined;
  return typeof text === 'string' ? text.replaceAll(/\s+/g, ' ').trim().slice(0, 80) : '';
}

/** A row as it is said: "Market story, Story Teller, writing, from Enhance and Wren". */
export function rowSaid(row: {
  readonly name: string;
  readonly kind: string;
  readonly status: NodeDisplayStatus;
  readonly node: Pick<FlowNode, 'disabled'>;
  readonly runs: boolean;
  readonly problems: number;
  readonly detail: string;
}): string {
  const { name, kind, status, node, runs, problems, detail } = row;
  const word = node.disabled ? 'disabled' : NODE_STATUS[status].word;
  const head = runs ? spokenNode({ name, kind, status, word }) : `${name}, ${kind}`;
  const trouble = problems === 0 ? '' : problems === 1 ? ', 1 problem' : `, ${problems} problems`;
  return `${head}${trouble}${detail === '' ? '' : `, ${detail}`}`;
}

/** Where an arrow, Home, End or a page key leads in a list; null for other keys. */
export function placeAfterKey(key: string, place: number, count: number): number | null {
  const within = (wanted: number) => Math.min(count - 1, Math.max(0, wanted));
  switch (key) {
    case 'ArrowDown':
      return within(place + 1);
    case 'ArrowUp':
      return within(place - 1);
    case 'Home':
      return 0;
    case 'End':
      return count - 1;
    case 'PageDown':
      return within(place + 8);
    case 'PageUp':
      return within(place - 8);
    default:
      return null;
  }
}
