import { weftError, WeftFailure } from '#shared/run/errors.ts';
import type { NodeOutput } from '#shared/run/output.ts';
import { heldFlow } from '../../node-kit/held-flow.ts';
import { mergeText } from '../../node-kit/merge.ts';
import { NodeSkipped } from '../../node-kit/node-skipped.ts';
import type { IterationResult, NodeRunner, RunContext } from '../../node-kit/types.ts';

/** No call of its own: the steps inside run once, with what came in at each port. */
export const run: NodeRunner = async (context) => {
  const { inputs, outputs } = heldFlow(context.config);
  const item = Object.fromEntries(inputs.map(({ id }) => [id, arrived(context, id)]));
  const [result] = await context.iterate([item]);
  if (result?.error) throw new WeftFailure(result.error);
  const [first, ...others] = outputs;
  if (first === undefined) return withoutPorts(result?.outputs['done'] ?? []);
  if (result === undefined || outputs.some(({ id }) => result.outputs[id] === undefined))
    throw new NodeSkipped(weftError('skipped-by-person', 'What makes its result was left out.'));
  const main = outputAt(result, first.id);
  if (others.length === 0) return main;
  return { ...main, parts: Object.fromEntries(outputs.map(({ id }) => [id, outputAt(result, id)])) };
};

/** What people said about the whole is told to every step to which something comes from outside. */
function arrived({ inputs, guidance }: RunContext, port: string): readonly NodeOutput[] {
  const outputs = inputs.at(port);
  return guidance === null ? outputs : outputs.map((output) => ({ ...output, guidance }));
}

const outputAt = ({ outputs }: IterationResult, port: string): NodeOutput => plain(outputs[port]?.[0] ?? {});

/** Exits and ports of a step inside are no news of the subflow. */
function plain({ exit: _exit, parts: _parts, ...output }: NodeOutput): NodeOutput {
  return output;
}

/** Of a subflow from which no thread can lead: for people to read. */
function withoutPorts(outputs: readonly NodeOutput[]): NodeOutput {
  const [only] = outputs;
  return outputs.length === 1 && only !== undefined ? plain(only) : { text: mergeText(outputs) };
}
