import { hashJson } from '#shared/hash.ts';
import { toWeftError, weftError, WeftFailure } from '#shared/run/errors.ts';
import type { PlanBranch } from '#shared/run/plan.ts';
import { nodeCost, nodeState } from '#shared/run/select.ts';
import type { NodeState, RunState } from '#shared/run/state.ts';
import { loadOutput } from './node-outputs.ts';
import { keepTrying } from './keep-trying.ts';
import type { Clock, EarlierOutput, EarlierRun, RunBlobs } from './ports.ts';
import { readRun } from './read-run.ts';

export interface EarlierRunPorts {
  readonly http: Parameters<typeof readRun>[0];
  readonly clock: Pick<Clock, 'after'>;
  /** Of the run that was left. */
  readonly blobs: RunBlobs;
}

/**
 * Reads the run that a branch left. A relay that is out of reach for a moment costs none of its steps.
 * @throws WeftFailure when that run cannot be read
 */
export async function openEarlierRun(
  { parent, seq }: Pick<PlanBranch, 'parent' | 'seq'>,
  { http, clock, blobs }: EarlierRunPorts,
): Promise<EarlierRun> {
  const run = await keepTrying(clock, () => readRun(http, parent, seq));
  return createEarlierRun(run, { ...blobs, get: (hash) => keepTrying(clock, () => blobs.get(hash)) });
}

/**
 * The run that a branch left, folded up to where it was left: what its steps had put out. Whoever drives the branch reads
 * it, so that no browser needs a cache for it [RB1].
 * @param blobs of that run
 */
export function createEarlierRun(run: RunState, blobs: RunBlobs): EarlierRun {
  return Object.freeze({
    async output(nodeId: string, hash: string, into: RunBlobs): Promise<EarlierOutput> {
      const node = nodeState(run, nodeId);
      if (node?.phase !== 'completed' || node.output === null || node.outputHash !== hash)
        throw new WeftFailure(GONE);
      const output = await loadOutput(node.output, node, blobs);
      if (hashJson(output) !== hash) throw new WeftFailure(GONE);
      if (output.image !== undefined) await bringPicture(output.image.blob, blobs, into);
      return { output, cacheKey: node.cacheKey, savedMicroUsd: costOf(node) };
    },
  });
}

/** What making it had cost, or what its cache had saved; null = not known. */
function costOf(node: NodeState): number | null {
  if (node.calls.length === 0) return node.savedMicroUsd;
  const { microUsd, unknown } = nodeCost(node);
  return unknown > 0 ? null : microUsd;
}

/** A picture lies with the flow, where both runs have it, or with the run that was left. */
async function bringPicture(hash: string, from: RunBlobs, into: RunBlobs): Promise<void> {
  try {
    await into.keep(hash);
  } catch (caught) {
    if (toWeftError(caught).code !== 'blob-missing') throw caught;
    await into.put(await from.get(hash));
  }
}

const GONE = weftError(
  'blob-missing',
  'What this step had put out in the run that was left is gone. Run the flow, or leave that run at an earlier step.',
);
