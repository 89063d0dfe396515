import { hashJson } from '#shared/hash.ts';
import type { NodeOutput, OutputRef } from '#shared/run/output.ts';
import { nodeCost } from '#shared/run/select.ts';
import type { NodeState } from '#shared/run/state.ts';
import { parseAnswer } from '../node-kit/parse-answer.ts';
import type { LongOutput } from './adopt-outputs.ts';
import { callText, loadOutput } from './node-outputs.ts';
import type { OutputCache, RunBlobs } from './ports.ts';

/**
 * Adopts outputs whose bytes lie beside the log, or are the JSON of an answer. What cannot be had, or is not what the
 * relay's calls gave, is left out; nobody is told, for the node simply runs when its turn comes.
 */
export async function adoptLongOutputs(
  outputs: readonly LongOutput[],
  blobs: RunBlobs,
  cache: OutputCache,
): Promise<void> {
  for (const each of outputs) await adopt(each, blobs, cache).catch(() => undefined);
}

async function adopt({ node, ref, cacheKey, outputHash }: LongOutput, blobs: RunBlobs, cache: OutputCache) {
  if (cache.hashOf(cacheKey) !== null) return;
  const output = await loadOutput(ref, node, blobs);
  if (hashJson(output) !== outputHash || !(await isVouchedFor(output, ref, node, blobs))) return;
  const { unknown, microUsd } = nodeCost(node);
  cache.write(cacheKey, { outputHash, output, costMicroUsd: unknown > 0 ? null : microUsd });
}

/** Whether it is what a call of the node gave: that call's text, or the JSON that this text is. */
async function isVouchedFor(
  output: NodeOutput,
  ref: OutputRef,
  node: NodeState,
  blobs: RunBlobs,
): Promise<boolean> {
  const parts = Object.keys(output).sort().join();
  if (parts !== 'text' && parts !== 'json,text') return false;
  for (const { callId, end } of node.calls) {
    if (end?.outcome !== 'ok' || end.text === undefined) continue;
    if (ref.kind === 'call' && ref.callId === callId) return true;
    const text = await callText(end.text, blobs);
    if (parts === 'text' ? text.trim() === output.text : isJsonOf(text, output)) return true;
  }
  return false;
}

/** As a node that asks for JSON puts it out: the value, and its text as the model wrote it or in two-space lines. */
function isJsonOf(answer: string, { text, json }: NodeOutput): boolean {
  const value = parseAnswer(answer);
  if (value === undefined || json === undefined || hashJson(value) !== hashJson(json)) return false;
  return text === answer.trim() || text === JSON.stringify(value, null, 2);
}
