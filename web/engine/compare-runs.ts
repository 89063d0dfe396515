import type { NodeState, RunState } from '#shared/run/state.ts';
import { nodeState } from '#shared/run/select.ts';
import type { NodeOutput } from '#shared/run/output.ts';
import type { RelayHttp } from '../adapters/relay-http.ts';
import type { OutputComparison, RunComparison } from './core/comparison.ts';
import { compareOutputs } from './core/compare-outputs.ts';
import { compareRuns } from './core/compare-runs.ts';
import { loadOutput } from './node-outputs.ts';
import type { RunBlobs } from './ports.ts';
import { readRun } from './read-run.ts';

/** Compares runs by their logs at the relay, in the worker: the page gets what it shows and no more [CM4]. */
export interface RunComparer {
  /** Reads both logs anew. @throws WeftFailure */
  readonly runs: (one: string, other: string) => Promise<RunComparison>;
  /** What a step had put out in both, as they were read last. @throws WeftFailure */
  readonly step: (one: string, other: string, nodeId: string) => Promise<OutputComparison>;
}

export interface RunComparerPorts {
  readonly http: Pick<RelayHttp, 'page' | 'getBlob'>;
  readonly blobsOf: (runId: string) => RunBlobs;
}

export function createRunComparer({ http, blobsOf }: RunComparerPorts): RunComparer {
  /** The two that were compared last; a run can be large. */
  let known = new Map<string, RunState>();
  const read = async (one: string, other: string): Promise<readonly [RunState, RunState]> => {
    const [first, second] = await Promise.all([readRun(http, one), readRun(http, other)]);
    known = new Map([
      [one, first],
      [other, second],
    ]);
    return [first, second];
  };
  const outputOf = async (runId: string, node: NodeState | null): Promise<NodeOutput | null> =>
    node?.output == null ? null : loadOutput(node.output, node, blobsOf(runId));
  return Object.freeze({
    runs: async (one: string, other: string) => compareRuns(...(await read(one, other))),
    async step(one: string, other: string, nodeId: string): Promise<OutputComparison> {
      const [left, right] = [known.get(one), known.get(other)];
      const runs = left && right ? [left, right] : await read(one, other);
      const [before, after] = runs.map((run) => nodeState(run, nodeId)) as [
        NodeState | null,
        NodeState | null,
      ];
      const [was, is] = await Promise.all([outputOf(one, before), outputOf(other, after)]);
      return {
        texts: compareOutputs(was, is),
        pictures: [was?.image ?? null, is?.image ?? null],
        errors: [before?.error?.message ?? null, after?.error?.message ?? null],
      };
    },
  });
}
