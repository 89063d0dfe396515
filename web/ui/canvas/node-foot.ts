import type { FlowNode } from '#shared/graph/document.ts';
import { waitsForPeople } from '#shared/run/select-approval.ts';
import { count, duration, money, plural, wholeSeconds, wordCount } from '../run/format.ts';
import type { CanvasNodeView, CanvasSession } from './canvas-flow.ts';

/**
 * The words at the foot of a card, each read by itself: the clock ticks ten times a second in every card that works, and
 * neither the model nor the cost has to be looked up for that.
 */

/** At the left end: what runs the node, or why it does not run. */
export function footMaker(flow: CanvasSession, node: FlowNode, view: CanvasNodeView): string {
  if (node.override !== undefined) return 'Put in by hand';
  const maker = flow.modelOf(node.id)?.modelLabel;
  switch (view.status) {
    case 'queued':
      return afterWords(flow, node.id) ?? maker ?? 'Next';
    case 'cached':
      return view.state?.source === 'parent' ? 'As it came out before' : 'Same inputs as before';
    case 'skipped':
      return 'Not run';
    case 'paused':
      return 'Goes on with Resume';
    case 'waiting':
      return flow.run.run && waitsForPeople(flow.run.run) ? 'The run waits' : 'Run goes on around it';
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

/** How long the node worked; whole seconds while it still does, so that a card is drawn anew once a second. */
export function footTime(view: CanvasNodeView): string {
  const { durationMs } = view;
  if (durationMs === null) return '';
  return view.state?.endedAt === null ? wholeSeconds(durationMs) : duration(durationMs);
}

/** At the right end: tokens, cost and `time`. */
export function footSpent(view: CanvasNodeView, time: string): string {
  if (view.status === 'cached') return '$0';
  if (view.state === null || view.state.phase === 'pending' || view.state.phase === 'skipped') return '';
  const spent = view.costMicroUsd ?? 0;
  const parts = [
    view.tokens.output > 0 ? `${count(view.tokens.output)} tok` : '',
    spent > 0 || view.costOpen ? money(spent, { open: view.costOpen }) : '',
    time,
  ];
  return parts.filter((part) => part !== '').join(' · ');
}
