import type { FlowNode } from '#shared/graph/document.ts';
import type { NodeDefinition } from '../../node-kit/types.ts';
import type { CanvasNodeView, CanvasSession } from './canvas-flow.ts';
import { previewOf } from './node-preview.ts';
import { moneyWords, timeWords, wordCount } from './run-figures.ts';

/** The two ends of a node's foot: what runs it, and tokens, cost and time. */
export interface NodeFootWords {
  readonly left: string;
  readonly right: string;
}

export function nodeFoot(
  flow: CanvasSession,
  node: FlowNode,
  definition: NodeDefinition,
  view: CanvasNodeView,
): NodeFootWords {
  return { left: leftWords(flow, node, definition, view), right: rightWords(view) };
}

function leftWords(
  flow: CanvasSession,
  node: FlowNode,
  definition: NodeDefinition,
  view: CanvasNodeView,
): string {
  if (node.override !== undefined) return 'Put in by hand';
  const maker = flow.modelOf(node.id)?.label ?? flow.modelOf(node.id)?.model;
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
      return maker ?? wordCount(view.text || previewOf(node, definition));
  }
}

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
  const cost =
    view.costMicroUsd === null && !view.costOpen ? '' : moneyWords(view.costMicroUsd, view.costOpen);
  const parts = [
    view.tokens.output > 0 ? `${view.tokens.output} tok` : '',
    cost === '$0' && view.tokens.output === 0 ? '' : cost,
    view.durationMs === null ? '' : timeWords(view.durationMs),
  ].filter((part) => part !== '');
  return parts.slice(0, 3).join(' · ');
}
