import { chunkedGet } from '#shared/run/chunked.ts';
import type { FactOf, LogEntry } from '#shared/run/events.ts';
import type { NodeOutput, OutputRef } from '#shared/run/output.ts';
import { nodeCost } from '#shared/run/select.ts';
import type { NodeState, RunState } from '#shared/run/state.ts';
import { liveInputs } from '#shared/run/threads.ts';
import { hashJson } from '#shared/hash.ts';
import { cacheKey } from './core/cache-key.ts';
import type { OutputCache } from './ports.ts';

/** What the relay may vouch for once its bytes, or those of the calls, have been looked at. */
export interface LongOutput {
  /** As it stood when it was told. */
  readonly node: NodeState;
  readonly ref: OutputRef;
  /** Follows from the frozen plan. */
  readonly cacheKey: string;
  readonly outputHash: string;
}

/**
 * A collaborator's browser keeps the outputs that it sees, so that its rerun of the same thing is free too. Only what
 * the relay vouches for: the text or picture of a call that the relay made, under a key that follows from the frozen
 * plan. Returns what has to be looked at before (`adopt-long-outputs.ts`).
 */
export function adoptOutputs(
  run: RunState,
  entries: readonly LogEntry[],
  cache: OutputCache,
): readonly LongOutput[] {
  return entries.flatMap((entry) =>
    entry.type === 'execution.node.completed' && entry.data.source === 'call'
      ? (adopt(run, entry.data, cache) ?? [])
      : [],
  );
}

function adopt(
  run: RunState,
  { nodeId, cacheKey, outputHash, output: ref }: FactOf<'execution.node.completed'>['data'],
  cache: OutputCache,
): LongOutput | null {
  const index = run.plan?.indexOf.get(nodeId);
  const node = index === undefined ? undefined : chunkedGet(run.nodes, index);
  if (index === undefined || node === undefined || cacheKey === null) return null;
  if (cache.hashOf(cacheKey) !== null || keyOf(run, index, node) !== cacheKey) return null;
  const output = vouchedOutput(node, ref);
  if (output === null) return mayBeVouchedFor(node, ref) ? { node, ref, cacheKey, outputHash } : null;
  if (hashJson(output) !== outputHash) return null;
  const cost = nodeCost(node);
  const costMicroUsd = cost.unknown > 0 ? null : cost.microUsd;
  cache.write(cacheKey, { outputHash, output, costMicroUsd });
  return null;
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

/** The output when it is a call's picture, or its text but for white space around it; null when that is not seen here. */
function vouchedOutput(node: NodeState, output: OutputRef): NodeOutput | null {
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

const mayBeVouchedFor = ({ calls }: NodeState, output: OutputRef): boolean =>
  calls.some(({ end }) => end?.outcome === 'ok' && end.text !== undefined) &&
  (output.kind !== 'inline' || output.output.json !== undefined);
