import type { FlowNode } from '#shared/graph/document.ts';
import { count, duration, money, plural, wordCount } from '../run/format.ts';
import type { CanvasNodeView, CanvasSession } from './canvas-flow.ts';

/** The two ends of a node's foot: what runs it, and tokens, cost and time. */
export interface NodeFootWords {
  readonly left: string;
  readonly right: string;
}

export function nodeFoot(flow: CanvasSession, node: FlowNode, view: CanvasNodeView): NodeFootWords {
  return { left: leftWords(flow, node, view), right: rightWords(view) };
}

function leftWords(flow: CanvasSession, node: FlowNode, view: CanvasNodeView): string {
  if (node.override !== undefined) return 'Put in by hand';
  const maker = flow.modelOf(node.id)?.modelLabel;
  switch (view.status) {
    case 'queued':
      return afterWords(flow, node.id) ?? maker ?? 'Next';
    case 'cached':
      return 'Same inputs as before';
    case 'skipped':
      return 'Not run';
    case 'paused':
      return 'Goes on with Resume';
    case 'stale':
      return 'Inputs changed since';
    case 'stopped':
      return 'Stopped by a person';
    default:
      return maker ?? textWords(view.text);
  }
}

const textWords = (text: string): string => (text === '' ? '' : plural(wordCount(text), 'word'));

/** "After Market story": the first input that is not there yet; null when all are. */
function afterWords(flow: CanvasSession, nodeId: string): string | null {
  const open = (flow.editor.edgesByTarget.get(nodeId) ?? []).find((edge) => {
    const status = flow.run.node(edge.source).status;
    return status !== 'done' && status !== 'cached';
  });
  return open ? `After ${flow.editor.nameOf(open.source)}` : null;
}

function rightWords(view: CanvasNodeView): string {
  if (view.status === 'cached') return '$0';
  if (view.state === null || view.state.phase === 'pending' || view.state.phase === 'skipped') return '';
  const spent = view.costMicroUsd ?? 0;
  const parts = [
    view.tokens.output > 0 ? `${count(view.tokens.output)} tok` : '',
    spent > 0 || view.costOpen ? money(spent, { open: view.costOpen }) : '',
    view.durationMs === null ? '' : duration(view.durationMs),
  ];
  return parts.filter((part) => part !== '').join(' · ');
}
