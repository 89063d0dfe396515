import type { FlowNode } from '#shared/graph/document.ts';
import { waitWords } from '#shared/run/select.ts';
import type { NodeDefinition } from '../../node-kit/types.ts';
import type { CanvasNodeView } from './canvas-flow.ts';
import { isPictureNode } from './node-picture.ts';
import { previewFace, previewOf } from './node-preview.ts';

/** What stands in the middle of a card. */
export type NodeBodyContent =
  /** A message with buttons; made from the view itself. */
  | { readonly kind: 'say' }
  /** The text of the view, as it grows. */
  | { readonly kind: 'streaming' }
  | { readonly kind: 'text'; readonly text: string }
  /** What a person wrote into a field. */
  | { readonly kind: 'prose'; readonly text: string; readonly mono: boolean }
  /** Said by the tool. */
  | { readonly kind: 'meta'; readonly text: string };

/** The same object each time: more words change nothing around them. */
const STREAMING: NodeBodyContent = Object.freeze({ kind: 'streaming' });

export function bodyOf(node: FlowNode, definition: NodeDefinition, view: CanvasNodeView): NodeBodyContent {
  switch (view.status) {
    case 'failed':
    case 'unbilled':
    case 'retrying':
    case 'waiting':
      return { kind: 'say' };
    case 'streaming':
      return STREAMING;
    case 'running':
      // Nothing was sent yet, and often nothing will be: what the node says of itself stays, and the card its height.
      if (view.text === '' && view.state?.calls.length === 0) return restingBody(node, definition, view);
      return view.text === ''
        ? { kind: 'meta', text: view.state?.progress?.message ?? waitingWords(definition, view) }
        : STREAMING;
    case 'skipped':
      return { kind: 'meta', text: view.error?.message ?? 'Not run.' };
    case 'paused':
      return view.text === ''
        ? { kind: 'meta', text: 'Held before sending. Nothing has been charged.' }
        : { kind: 'text', text: view.text };
    case 'queued':
      return waitingBody(view) ?? restingBody(node, definition, view);
    case 'idle':
    case 'done':
    case 'cached':
    case 'stale':
    case 'stopped':
      return restingBody(node, definition, view);
    default:
      return view.status satisfies never;
  }
}

/** It was asked for and is not sent yet: what is before it. */
function waitingBody({ state, text }: CanvasNodeView): NodeBodyContent | null {
  const words = waitWords(state);
  return words === null || text !== '' ? null : { kind: 'meta', text: words };
}

function waitingWords(definition: NodeDefinition, { state }: CanvasNodeView): string {
  if (state?.calls.at(-1)?.phase === 'accepted') return 'Waiting its turn.';
  return isPictureNode(definition) ? 'Sent. Waiting for the picture.' : 'Sent. Waiting for the first word.';
}

function restingBody(node: FlowNode, definition: NodeDefinition, view: CanvasNodeView): NodeBodyContent {
  const byHand = node.override?.['text'];
  if (typeof byHand === 'string') return { kind: 'text', text: byHand };
  const text = view.text || (view.output?.text ?? '');
  if (text !== '') return { kind: 'text', text };
  const preview = previewOf(node, definition);
  const face = previewFace(node, definition);
  return face === null
    ? { kind: 'meta', text: preview }
    : { kind: 'prose', text: preview, mono: face === 'mono' };
}
