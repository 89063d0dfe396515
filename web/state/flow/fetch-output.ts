import type { WeftError } from '#shared/run/errors.ts';
import type { NodeOutput } from '#shared/run/output.ts';
import type { RunView } from '../run-view.svelte.ts';
import type { EnginePort } from './engine-port.ts';

/** Fetches an output that is too large for the log and puts it into the view; what is there is not fetched again. */
export async function fetchOutput(
  engine: EnginePort,
  run: RunView,
  nodeId: string,
  onError: (error: WeftError) => void,
): Promise<NodeOutput | null> {
  const view = run.node(nodeId);
  const hash = view.state?.outputHash;
  if (!view.outputPending || run.runId === null || hash == null) return view.output;
  const result = await engine.api.output(run.runId, run.shownId(nodeId));
  if (result.ok) run.setOutput(nodeId, hash, result.output);
  else onError(result.error);
  return result.ok ? result.output : null;
}
