import { chunkedGet } from './chunked.ts';
import { askedCall, openApproval, waitedMs } from './select-approval.ts';
import type { WeftError } from './errors.ts';
import type { CallState, NodeState, RunState } from './state.ts';

/** Questions about a run. Pure; each O(calls of one node) unless it says otherwise. */

/** A node's state by its id; null when the run does not contain the node. */
export function nodeState(run: RunState, nodeId: string): NodeState | null {
  const index = run.plan?.indexOf.get(nodeId);
  return index === undefined ? null : (chunkedGet(run.nodes, index) ?? null);
}

/** The newest call of the node's current round; null when there is none. */
export function latestCall(node: NodeState): CallState | null {
  const call = node.calls.at(-1);
  return call !== undefined && call.round === node.round ? call : null;
}

/** Why the node's newest call is not sent yet, in words; null when nothing was said, or it was sent. */
export function waitWords(node: NodeState | null): string | null {
  const call = node?.calls.at(-1);
  return call?.phase === 'accepted' ? (call.waits ?? null) : null;
}

export function findCall(node: NodeState, callId: string): CallState | null {
  return node.calls.find((call) => call.callId === callId) ?? null;
}

/** Money of one node in micro-dollars; `unknown` counts calls whose cost is not known. */
export function nodeCost(node: NodeState): { readonly microUsd: number; readonly unknown: number } {
  let microUsd = 0;
  let unknown = 0;
  for (const call of node.calls) {
    if (call.end === null) continue;
    if (call.end.costMicroUsd === null) unknown += 1;
    else microUsd += call.end.costMicroUsd;
  }
  return { microUsd, unknown };
}

/** Tokens of one node, over all its calls. */
export function nodeTokens(node: NodeState): { readonly input: number; readonly output: number } {
  let input = 0;
  let output = 0;
  for (const call of node.calls) {
    input += call.end?.usage?.inputTokens ?? 0;
    output += call.end?.usage?.outputTokens ?? 0;
  }
  return { input, output };
}

/** Milliseconds the node worked, up to `now` (relay time) while it works; waiting for people is no work. null before it began. */
export function nodeDurationMs(node: NodeState, now: number): number | null {
  if (node.startedAt === null) return null;
  return Math.max(0, (node.endedAt ?? now) - node.startedAt - waitedMs(node, now));
}

/** Nodes that are over, for "3 of 9". */
export function finishedCount(run: RunState): number {
  return run.counts.completed + run.counts.failed + run.counts.skipped;
}

export function isLive(run: Pick<RunState, 'phase'>): boolean {
  return run.phase === 'running' || run.phase === 'paused';
}

/** What the design's chip shows; 14 words. `partialText` tells whether tokens have arrived for the node's open call. */
export type NodeDisplayStatus =
  | 'idle'
  | 'queued'
  | 'running'
  | 'streaming'
  | 'done'
  | 'cached'
  | 'failed'
  | 'skipped'
  | 'waiting'
  | 'paused'
  | 'stale'
  | 'unbilled'
  | 'stopped'
  | 'retrying';

/**
 * The table that maps the log's words onto the screen's (docs/spec/run-states.md). `node` null = not part of the run.
 * `stale` = the result no longer fits the document.
 */
export function displayStatus(
  run: RunState | null,
  node: NodeState | null,
  more: { readonly hasPartialText: boolean; readonly stale: boolean },
): NodeDisplayStatus {
  if (run === null || node === null || run.phase === 'empty') return more.stale ? 'stale' : 'idle';
  switch (node.phase) {
    case 'completed':
      if (more.stale) return 'stale';
      return node.source === 'cache' || node.source === 'parent' ? 'cached' : 'done';
    case 'failed':
      return 'failed';
    case 'skipped':
      return 'skipped';
    case 'pending':
      if (run.phase === 'paused') return 'paused';
      return isLive(run) ? 'queued' : 'stopped';
    case 'running':
      return runningStatus(run, node, more.hasPartialText);
    default:
      return node.phase satisfies never;
  }
}

function runningStatus(run: RunState, node: NodeState, hasPartialText: boolean): NodeDisplayStatus {
  if (askedCall(node) !== null) return 'unbilled';
  if (!isLive(run)) return 'stopped';
  if (openApproval(node) !== null) return 'waiting';
  if (node.retry !== null) return 'retrying';
  if (run.phase !== 'paused' && waitWords(node) !== null) return 'queued';
  const open = latestCall(node);
  if (hasPartialText && open?.phase !== 'ended') return 'streaming';
  return run.phase === 'paused' && open?.phase !== 'sent' ? 'paused' : 'running';
}

/** Failures of the run with the node they belong to. O(nodes). */
export function failures(run: RunState): { readonly nodeId: string; readonly error: WeftError }[] {
  const found: { nodeId: string; error: WeftError }[] = [];
  run.plan?.plan.nodes.forEach((planned, index) => {
    const node = chunkedGet(run.nodes, index);
    if (node?.phase === 'failed' && node.error) found.push({ nodeId: planned.id, error: node.error });
  });
  return found;
}
