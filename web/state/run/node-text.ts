import type { CallText } from '#shared/run/call.ts';
import { MERGE_KEYS, type NodeOutput } from '#shared/run/output.ts';
import { findCall, latestCall } from '#shared/run/select.ts';
import type { NodeState } from '#shared/run/state.ts';
import type { PartialText } from './partials.ts';

/** The words a node shows: what is being written, else what came out. */

/** An output whose bytes had to be fetched, with the hash that says which output it was. */
export interface LoadedOutput {
  readonly hash: string;
  readonly output: NodeOutput;
}

const inlineText = (text: CallText | undefined): string | null =>
  text === undefined ? '' : text.kind === 'inline' ? text.text : null;

/** The node's output; null before it has one, and while its bytes are elsewhere (see isOutputElsewhere). */
export function outputOf(node: NodeState, loaded: LoadedOutput | null): NodeOutput | null {
  if (node.phase !== 'completed' || node.output === null) return null;
  if (loaded !== null && loaded.hash === node.outputHash) return loaded.output;
  switch (node.output.kind) {
    case 'inline':
      return node.output.output;
    case 'call': {
      const text = inlineText(findCall(node, node.output.callId)?.end?.text);
      return text === null ? null : { text };
    }
    case 'blob':
      return null;
    default:
      return node.output satisfies never;
  }
}

/** Whether the output exists but must be fetched before it can be shown. */
export function isOutputElsewhere(node: NodeState, loaded: LoadedOutput | null): boolean {
  return node.phase === 'completed' && node.output !== null && outputOf(node, loaded) === null;
}

/** The first text of an output, in the order in which merging looks for one; JSON as indented text. */
export function mainText(output: NodeOutput): string {
  for (const key of MERGE_KEYS) {
    const text = output[key];
    if (text) return text;
  }
  return output.json === undefined ? '' : JSON.stringify(output.json, null, 2);
}

/** What stands in the node. `partial` = of the newest call. A failed node keeps what had arrived. */
export function shownText(
  node: NodeState | null,
  partial: PartialText | null,
  loaded: LoadedOutput | null,
): string {
  if (node === null) return '';
  const output = outputOf(node, loaded);
  if (output !== null) return mainText(output);
  if (partial !== null && partial.text !== '') return partial.text;
  const written = node.calls.filter((call) => call.round === node.round && call.end?.text);
  return inlineText(written.at(-1)?.end?.text) ?? '';
}

/** The model's thinking as far as it is known. */
export function shownReasoning(node: NodeState | null, partial: PartialText | null): string {
  if (node === null) return '';
  if (partial !== null && partial.reasoning !== '') return partial.reasoning;
  const call = latestCall(node);
  return inlineText(call?.end?.reasoning) ?? '';
}
