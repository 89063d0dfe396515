import { chunkedGet } from '#shared/run/chunked.ts';
import type { FactOf, LogEntry } from '#shared/run/events.ts';
import type { NodeOutput } from '#shared/run/output.ts';
import { nodeCost } from '#shared/run/select.ts';
import type { NodeState, RunState } from '#shared/run/state.ts';
import { liveInputs } from '#shared/run/threads.ts';
import { hashJson } from '#shared/hash.ts';
import { cacheKey } from './core/cache-key.ts';
import type { OutputCache } from './ports.ts';

/**
 * A collaborator's browser keeps the outputs that it sees, so that its rerun of the same thing is free too. Only what
 * the relay vouches for: the text or picture of a call that the relay made, under a key that follows from the frozen plan.
 */
export function adoptOutputs(run: RunState, entries: readonly LogEntry[], cache: OutputCache): void {
  for (const entry of entries)
    if (entry.type === 'execution.node.completed' && entry.data.source === 'call')
      adopt(run, entry.data, cache);
}

function adopt(run: RunState, data: FactOf<'execution.node.completed'>['data'], cache: OutputCache): void {
  const index = run.plan?.indexOf.get(data.nodeId);
  const node = index === undefined ? undefined : chunkedGet(run.nodes, index);
  if (index === undefined || node === undefined || data.cacheKey === null) return;
  if (cache.hashOf(data.cacheKey) !== null || keyOf(run, index, node) !== data.cacheKey) return;
  const output = vouchedOutput(node, data);
  if (output === null || hashJson(output) !== data.outputHash) return;
  const cost = nodeCost(node);
  const costMicroUsd = cost.unknown > 0 ? null : cost.microUsd;
  cache.write(data.cacheKey, { outputHash: data.outputHash, output, costMicroUsd });
}

function keyOf(run: RunState, index: number, node: NodeState): string | null {
  const planned = run.plan?.plan.nodes[index];
  if (run.plan === null || planned === undefined) return null;
  const live = liveInputs(run.plan, index, (at) => chunkedGet(run.nodes, at));
  const inputs = live.map(({ source, sourceHandle, targetHandle }) => ({
    sourceHandle,
    targetHandle,
    outputHash: chunkedGet(run.nodes, source)?.outputHash ?? '',
  }));
  return cacheKey(planned, node.amendment, inputs);
}

/** The output when it is a call's picture, or its text but for white space around it; null when the relay does not vouch for it. */
function vouchedOutput(
  node: NodeState,
  { output }: FactOf<'execution.node.completed'>['data'],
): NodeOutput | null {
  const texts = node.calls.flatMap(({ callId, end }) =>
    end?.outcome === 'ok' && end.text?.kind === 'inline' ? [{ callId, text: end.text.text }] : [],
  );
  if (output.kind === 'call') {
    const image = node.calls.find(({ callId }) => callId === output.callId)?.end?.image;
    if (image !== undefined) return { image };
    const call = texts.find(({ callId }) => callId === output.callId);
    return call === undefined ? null : { text: call.text };
  }
  if (output.kind !== 'inline' || Object.keys(output.output).join() !== 'text') return null;
  return texts.some(({ text }) => text.trim() === output.output.text) ? output.output : null;
}
